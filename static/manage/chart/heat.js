/* A heat map as what it is: a table of numbers, each the darker the more, so that it is read without colours as well. */

import { html } from '/static/vendor/preact.js';
import { saying, short, values } from '/static/manage/chart/option.js';

const STEPS = 6;
/* Pixels: of a line at most, and of what stands above and below them. */
const TALLEST = 64;
const AROUND = 76;

/* 0 … STEPS between the lowest and the highest, so that small differences of large numbers still show. */
export function step(value, low, high) {
  return high > low ? Math.min(STEPS, Math.floor(((value - low) / (high - low)) * (STEPS + 1))) : Math.min(STEPS, 2);
}

export function Heat({ t, series, x, unit, word, label, height, measure, pick }) {
  const tall = Math.max(36, Math.min(TALLEST, Math.floor((height - AROUND) / series.length)));
  const all = values(series);
  const low = Math.min(...all);
  const high = Math.max(...all);
  const cell = (one, n, at) => {
    const value = one.values[at];
    if (value === null || value === undefined) return html`<td key=${at} class="none"><span class="aside">${t('chart.nothing')}</span></td>`;
    const says = `${one.name} ${x[at]}: ${saying(t, unit, word, value)}`;
    const number = short(t, unit, measure, value);
    return html`<td key=${at} class=${`heat-${step(value, low, high)}`} style=${{ height: `${tall}px` }} title=${says}>${pick ? html`<button style=${{ height: `${tall}px` }} onClick=${() => pick(at, n)}>${number}<span class="aside"> ${says}</span></button>` : number}</td>`;
  };
  const steps = Array.from({ length: STEPS + 1 }, (_, n) => n);
  return html`<div class="chart-heat" style=${{ minHeight: `${height}px` }}>
    <div class="chart-heat-scroll" tabindex="0" role="region" aria-label=${label}><table>
      <caption class="aside">${label}</caption>
      <thead><tr><td></td>${x.map((name, at) => html`<th key=${at} scope="col">${name}</th>`)}</tr></thead>
      <tbody>${series.map((one, n) => html`<tr key=${one.name}><th scope="row">${one.name}</th>${x.map((_, at) => cell(one, n, at))}</tr>`)}</tbody>
    </table></div>
    <p class="chart-scale"><span>${saying(t, unit, word, low)}</span>${steps.map((n) => html`<i key=${n} class=${`heat-${n}`} aria-hidden="true"></i>`)}<span>${saying(t, unit, word, high)}</span></p>
  </div>`;
}
