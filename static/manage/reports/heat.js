/* Which hours of which weekdays: one figure as a heat map; a cell leads to what was in it. */

import { html } from '/static/vendor/preact.js';
import { Chart } from '/static/manage/chart.js';
import { Empty, Fault, Loading } from '/static/manage/parts.js';
import { useAsked } from '/static/manage/reports/answers.js';
import { FigureChoice } from '/static/manage/reports/drawn.js';
import { Foot } from '/static/manage/reports/rows.js';
import { asked, down } from '/static/manage/reports/question.js';
import { nameOf, periodWords } from '/static/manage/reports/say.js';

/* {hours, days, at(day, hour)}: from the first hour with anything to the last, all weekdays from Monday that have any. */
export function grid(rows) {
  const hours = rows.map((row) => row.key.hour);
  const days = Array.from(new Set(rows.map((row) => row.key.weekday))).sort();
  const first = Math.min(...hours);
  return { days, hours: rows.length ? Array.from({ length: Math.max(...hours) - first + 1 }, (_, n) => first + n) : [],
    at: (day, hour) => rows.find((row) => row.key.weekday === day && row.key.hour === hour) };
}

export function Heat({ t, base, q, ask, definitions, expired, session }) {
  const definition = definitions.find((one) => one.id === q.figure) || definitions[0];
  const { answer, question, error, loading, slow, again } = useAsked(`${base}/stats?${asked(q, { by: 'weekday,hour', figures: definition.id })}`, q, { list: 'rows', expired, session });
  if (!answer) return error ? html`<${Fault} t=${t} error=${error} again=${again} />` : html`<${Loading} t=${t} />${slow && html`<${Empty}>${t('reports.slow')}<//>`}`;
  const shown = definitions.find((one) => one.id === question.figure) || definitions[0];
  const { days, hours, at } = grid(answer.rows);
  const value = (day, hour) => { const row = at(day, hour); return row ? row.figures[shown.id] : null; };
  const series = days.map((day) => ({ name: t(`reports.weekday.${day}`), values: hours.map((hour) => value(day, hour)) }));
  const pick = (column, line) => ask({ ...down({ ...question, by: ['weekday', 'hour'], view: 'table' }, { weekday: days[line], hour: hours[column] }) });
  return html`<div class="reports-rows" aria-busy=${loading}>
    <div class="reports-title"><h2>${periodWords(t, answer.from, answer.to)}</h2><span class="reports-state" role="status">${loading ? t(slow ? 'reports.slow' : 'manage.loading') : ''}</span></div>
    ${error && html`<${Fault} t=${t} error=${error} again=${again} />`}
    <div class="reports-drawn"><${FigureChoice} ...${{ t, definitions, q, ask }} />
    <${Chart} t=${t} kind="heat" unit=${shown.unit} label=${t('reports.heat', { figure: nameOf(t, shown) })} x=${hours.map((hour) => `${hour}:00`)} series=${series} pick=${pick} height=${Math.max(300, innerHeight - 440)} /></div>
    <${Foot} t=${t} answer=${answer} more=${html` <span>${t('reports.heat.says')}</span>`} />
  </div>`;
}
