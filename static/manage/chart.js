/* The one chart grammar of every page: `Chart({t, kind, series, x, unit, label, height, word, flat, pick})`.

   kind    'line', 'step' (holds until the next), 'bar' (from zero; `flat`: lying, for long names), 'heat' (rows are series)
   series  [{name, values, past?}]: one number or null a place of `x`; null is a gap, never 0. `past`: what it is held against
   x       words of the places; unit: 'seconds', 'share', 'count' or 'number', as definitions have it; word: a better one
   label   what is shown, as one says it: read aloud with the lowest and highest, and the title of the table of numbers
   pick    (at, series) => …: what a bar or a cell leads to; also from the table, by keyboard

   ECharts is fetched when the first chart is drawn. Where it cannot be, the table stands in its place. */

import { html, useState } from '/static/vendor/preact.js';
import { Heat } from '/static/manage/chart/heat.js';
import { Plot } from '/static/manage/chart/plot.js';
import { saying, scale, spoken, values } from '/static/manage/chart/option.js';

const HEIGHT = 260;

function Numbers({ t, series, x, unit, word, label, height, pick }) {
  const shown = (value) => saying(t, unit, word, value);
  const cell = (one, at, number) => (pick && one.values[at] !== null && one.values[at] !== undefined
    ? html`<button class="chart-pick" onClick=${() => pick(at, number)}>${shown(one.values[at])}</button>` : shown(one.values[at]));
  return html`<div class="chart-numbers" style=${{ height: `${height}px` }} tabindex="0" role="region" aria-label=${label}><table>
    <caption class="aside">${label}</caption>
    <thead><tr><td></td>${series.map((one) => html`<th scope="col">${one.name}</th>`)}</tr></thead>
    <tbody>${x.map((name, at) => html`<tr key=${at}><th scope="row">${name}</th>${series.map((one, number) => html`<td>${cell(one, at, number)}</td>`)}</tr>`)}</tbody>
  </table></div>`;
}

/* Above the drawing: its unit; whose pattern is whose; what stands where the pointer is. Its height never changes. */
function Top({ t, series, x, unit, word, kind, at, name, open, table }) {
  const keyed = kind === 'bar' && series.length > 1;
  const read = at === null ? '' : [x[at], ...series.map((one) => `${series.length > 1 ? `${one.name} ` : ''}${saying(t, unit, word, one.values[at])}`)].join(' · ');
  return html`<div class="chart-top">
    <span class="chart-unit">${name}</span>
    ${keyed && html`<ul class="chart-key">${series.map((one, n) => html`<li><i class=${`chart-swatch ${one.past ? 'past' : `of-${n}`}`} aria-hidden="true"></i>${one.name}</li>`)}</ul>`}
    <span class="chart-read" aria-hidden="true">${read}</span>
    <button class="plain-button" aria-pressed=${open} onClick=${table}>${t('chart.table')}</button>
  </div>`;
}

export function Chart({ t, kind, series, x, unit = 'count', label, height = HEIGHT, word = '', flat = false, pick }) {
  const [open, setOpen] = useState(false);
  const [failed, setFailed] = useState(false);
  const [at, setAt] = useState(null);
  const all = values(series);
  const measure = scale(t, unit, word, all);
  const table = open || failed;
  const given = { t, kind, series, x, unit, word, label, height, flat, pick, measure };
  let body;
  if (!all.length) body = html`<p class="chart-none" style=${{ height: `${height}px` }}>${t('chart.none')}</p>`;
  else if (table) body = html`<${Numbers} ...${given} />`;
  else if (kind === 'heat') body = html`<${Heat} ...${given} />`;
  else body = html`<${Plot} ...${given} says=${spoken(t, label, series, x, unit, word)} point=${setAt} fail=${() => setFailed(true)} />`;
  return html`<figure class="chart">
    <${Top} ...${given} at=${table || kind === 'heat' || at >= x.length ? null : at} name=${all.length ? measure.name : ''} open=${table} table=${() => setOpen(!open)} />
    ${body}
  </figure>`;
}
