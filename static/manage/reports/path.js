/* Where one has come to: what the question is narrowed down to, each step to be taken back, and another to be added. */

import { html, useState } from '/static/vendor/preact.js';
import { Fault } from '/static/manage/parts.js';
import { asked, FILTERS, has, only, upTo, without } from '/static/manage/reports/question.js';
import { useAsked } from '/static/manage/reports/answers.js';
import { rowName, valueName } from '/static/manage/reports/say.js';

/* What a filter may be: what there was in the period, by the hub's own names. */
function Values({ t, hall, base, q, ask, name, done, expired }) {
  const { answer, error, loading, again } = useAsked(`${base}/stats?${asked(q, { by: name, figures: 'legs' })}`, name, { list: 'rows', expired });
  const rows = answer ? answer.rows.filter((row) => row.key[name] !== null) : [];
  const choose = (event) => { ask((now) => only(now, name, event.currentTarget.value)); done(); };
  if (error) return html`<${Fault} ...${{ t, error, again }} />`;
  return html`<select aria-label=${t(`reports.cut.${name}`)} value="" onChange=${choose}>
    <option value="">${loading ? t('manage.loading') : t(rows.length ? 'reports.choose' : 'manage.none')}</option>
    ${rows.map((row) => html`<option key=${row.key[name]} value=${row.key[name]}>${rowName(t, hall, name, row)}</option>`)}</select>`;
}

export function Path({ t, hall, base, q, ask, expired }) {
  const [adding, setAdding] = useState('');
  const free = FILTERS.filter((name) => !has(q, name));
  return html`<nav class="reports-path" aria-label=${t('reports.path')}>
    <ol>
      <li>${q.only.length ? html`<button class="plain-button" onClick=${() => ask((now) => upTo(now, null))}>${t.of(hall)}</button>` : html`<b>${t.of(hall)}</b>`}</li>
      ${q.only.map(([name, value], at) => html`<li key=${name}><i aria-hidden="true">›</i>
        <button class="reports-chip" aria-current=${at === q.only.length - 1 ? 'true' : undefined} onClick=${() => ask((now) => upTo(now, name))}><span class="quiet">${t(`reports.cut.${name}`)}</span> ${valueName(t, hall, name, value)}</button>
        <button class="plain-button reports-off" aria-label=${t('reports.without', { what: valueName(t, hall, name, value) })} onClick=${() => ask((now) => without(now, name))}>✕</button></li>`)}
    </ol>
    <span class="reports-add"><select value=${adding} aria-label=${t('reports.add')} onChange=${(event) => setAdding(event.currentTarget.value)}>
      <option value="">${t('reports.add')}</option>${free.map((name) => html`<option key=${name} value=${name}>${t(`reports.cut.${name}`)}</option>`)}</select>
      ${adding && html`<${Values} key=${adding} ...${{ t, hall, base, q, ask, expired }} name=${adding} done=${() => setAdding('')} />`}</span>
  </nav>`;
}
