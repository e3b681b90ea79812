/* Which figures the table shows: all there are, in groups, each with its meaning. */

import { html } from '/static/vendor/preact.js';
import { Meaning } from '/static/manage/reports/define.js';
import { grouped } from '/static/manage/reports/figures.js';
import { nameOf } from '/static/manage/reports/say.js';

/* The order of the choice is that of the list, not of the clicks: columns do not wander. */
export function Choice({ t, definitions, wanted, ask, explain, close }) {
  const ids = wanted.map((one) => one.id);
  const all = grouped(definitions).reduce((list, [, some]) => list.concat(some.map((one) => one.id)), []);
  const choose = (chosen) => ask({ figures: chosen.length ? all.filter((id) => chosen.includes(id)) : null });
  const toggle = (id) => choose(ids.includes(id) ? ids.filter((one) => one !== id) : [...ids, id]);
  return html`<div class="reports-choice manage-card" role="group" aria-label=${t('reports.choice')}>
    <div class="reports-groups">${grouped(definitions).map(([group, some]) => html`<fieldset key=${group}><legend>${t(`reports.group.${group}`)}</legend>${some.map((definition) => html`
      <label key=${definition.id}><input type="checkbox" checked=${ids.includes(definition.id)} onChange=${() => toggle(definition.id)} /><span>${nameOf(t, definition)}</span><${Meaning} ...${{ t, definition, explain }} /></label>`)}</fieldset>`)}</div>
    <p><button class="small" onClick=${() => choose([])}>${t('reports.choice.usual')}</button><button class="small" onClick=${close}>${t('close')}</button></p>
  </div>`;
}
