/* A group's day, half hour by half hour: windows needed against windows thought to work. */

import { html } from '/static/vendor/preact.js';
import { Card, Empty } from '/static/manage/parts.js';
import { Chart } from '/static/manage/chart.js';
import { minutes, nameOf, said } from '/static/manage/advice/words.js';

/* Half hours in a row; a break of the hall is a gap. */
function places(halves) {
  const found = [];
  halves.forEach((half, n) => {
    if (n && halves[n - 1].until !== half.from) found.push(null);
    found.push(half);
  });
  return found;
}

export function GroupChoice({ t, answer, group, pick, label }) {
  return html`<label class="advice-group"><span>${label}</span><select value=${group.id} onChange=${(event) => pick(event.target.value)}>${answer.groups.map((g) => html`
    <option key=${g.id} value=${g.id} selected=${g.id === group.id}>${nameOf(t, g)}</option>`)}</select></label>`;
}

export function Day({ t, answer, group, pick }) {
  const shown = places(group.halves);
  const of = (value) => shown.map((half) => (half ? value(half) : null));
  const series = [
    { name: t('advice.needed'), values: of((h) => h.needed.mid) },
    { name: t('advice.has'), values: of((h) => h.manned) },
    { name: t('advice.needed_high'), values: of((h) => h.needed.high), past: true },
  ];
  const label = t('advice.chart', { group: nameOf(t, group) });
  const aside = html`<${GroupChoice} ...${{ t, answer, group, pick, label: t('advice.group') }} />`;
  return html`<${Card} title=${t('advice.by_half')} aside=${aside} name="advice-day">
    ${shown.length ? html`<${Chart} ...${{ t, kind: 'step', series, x: shown.map((h) => (h ? said(t, answer, h.from) : '')), unit: 'count', word: t('advice.unit'), label, height: 220 }} />`
      : html`<${Empty}>${t(answer.open ? 'advice.over' : 'advice.closed')}</${Empty}>`}
    <p class="advice-note">${t('advice.each', { n: minutes(group.service_time) })}${group.waiting ? t('advice.waiting', { n: group.waiting }) : ''}${group.part_of ? t('advice.part') : group.alike ? '' : t('advice.mixed')}</p>
  </${Card}>`;
}
