/* The rows of a question as a chart of one figure: bars for things, a course for days and hours. */

import { html } from '/static/vendor/preact.js';
import { Chart } from '/static/manage/chart.js';
import { down } from '/static/manage/reports/question.js';
import { nameOf, rowName } from '/static/manage/reports/say.js';

const MOST_BARS = 20;
const BAR = 30;
const COURSE = ['day', 'month', 'hour'];

/* One figure out of all there are. */
export function FigureChoice({ t, definitions, q, ask }) {
  return html`<label class="reports-of"><span>${t('reports.of')}</span><select value=${q.figure} onChange=${(event) => ask({ figure: event.currentTarget.value })}>
    ${definitions.map((one) => html`<option key=${one.id} value=${one.id}>${nameOf(t, one)}</option>`)}</select></label>`;
}

/* This period's values, and the other's behind them where one is compared with. */
export function compared(t, name, rows, id, compare) {
  const now = { name, values: rows.map((row) => row.figures[id]) };
  return compare ? [now, { name: t(`reports.than.${compare}`), past: true, values: rows.map((row) => (row.before ? row.before[id] : null)) }] : [now];
}

export function Drawn({ t, hall, q, ask, definitions, answer, question }) {
  const definition = definitions.find((one) => one.id === question.figure) || definitions[0];
  const { id } = definition;
  const by = question.by.length ? question.by : ['hall'];
  const along = by.length === 1 && COURSE.includes(by[0]);
  const size = (row) => (row.figures[id] === null || row.figures[id] === undefined ? -1 : row.figures[id]);
  const rows = along || by[0] === 'weekday' ? answer.rows : answer.rows.slice().sort((a, b) => size(b) - size(a)).slice(0, MOST_BARS);
  const flat = !along && by[0] !== 'weekday';
  const pick = (at) => { const next = down(question, rows[at].key); if (next) ask({ ...next, view: 'chart' === next.view ? 'chart' : next.view }); };
  const label = t('reports.chart', { figure: nameOf(t, definition), by: by.map((cut) => t(`reports.cut.${cut}`)).join(' × ') });
  return html`<div class="reports-drawn"><${FigureChoice} ...${{ t, definitions, q, ask }} />
    <${Chart} t=${t} kind=${along && rows.length > 1 ? 'line' : 'bar'} flat=${flat} unit=${definition.unit} label=${label} x=${rows.map((row) => by.map((cut) => rowName(t, hall, cut, row)).join(' · '))}
      series=${compared(t, nameOf(t, definition), rows, id, answer.before && question.compare)} pick=${pick} height=${flat ? Math.max(160, rows.length * BAR + 40) : Math.max(280, innerHeight - 484)} />
    ${answer.rows.length > rows.length && html`<p class="quiet">${t('reports.first', { n: MOST_BARS, all: answer.rows.length })}</p>`}</div>`;
}
