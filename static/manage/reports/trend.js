/* The course of one figure through the period: by hours of a day, by days, by months; held against the other period. */

import { html } from '/static/vendor/preact.js';
import { Chart } from '/static/manage/chart.js';
import { Empty, Fault, Loading } from '/static/manage/parts.js';
import { useAsked } from '/static/manage/reports/answers.js';
import { compared, FigureChoice } from '/static/manage/reports/drawn.js';
import { Against, Foot, Head, against } from '/static/manage/reports/rows.js';
import { HEAD } from '/static/manage/reports/figures.js';
import { asked, narrowed, pace } from '/static/manage/reports/question.js';
import { nameOf, periodWords, rowName } from '/static/manage/reports/say.js';
import { monthOf, otherMonth, plus } from '/static/manage/reports/days.js';

/* Every place of the period's course, so that a day without visitors is a gap and not left out. */
export function places(question, rows) {
  const cut = pace(question);
  if (cut === 'hour') {
    const hours = rows.map((row) => row.key.hour);
    return hours.length ? Array.from({ length: Math.max(...hours) - Math.min(...hours) + 1 }, (_, n) => Math.min(...hours) + n) : [];
  }
  const all = [];
  for (let at = cut === 'day' ? question.from : monthOf(question.from); at <= question.to; at = cut === 'day' ? plus(at, 1) : otherMonth(at, 1)) all.push(at);
  return all;
}

export function Trend({ t, hall, base, q, ask, definitions, expired, session, explain }) {
  const cut = pace(q);
  const definition = definitions.find((one) => one.id === q.figure) || definitions[0];
  const ids = Array.from(new Set([...HEAD, definition.id])).join(',');
  const { answer: told, question, error, loading, slow, again } = useAsked(`${base}/stats?${asked(q, { by: cut, figures: ids, compare: q.compare })}`, q, { list: 'rows', expired, session });
  const answer = against(told);
  if (!answer) return error ? html`<${Fault} t=${t} error=${error} again=${again} />` : html`<${Loading} t=${t} />${slow && html`<${Empty}>${t('reports.slow')}<//>`}`;
  const by = pace(question);
  const rows = places(question, answer.rows).map((place) => answer.rows.find((row) => row.key[by] === place) || { key: { [by]: place }, figures: {}, before: null });
  const pick = (at) => ask(by === 'hour' ? { ...narrowed(question, rows[at].key), by: ['service'], view: 'table' } : { ...narrowed(question, rows[at].key), view: 'trend' });
  const short = (row) => (by === 'day' ? row.key.day.slice(5) : rowName(t, hall, by, row));
  const shown = definitions.find((one) => one.id === question.figure) || definitions[0];
  return html`<div class="reports-rows" aria-busy=${loading}>
    <div class="reports-title"><h2>${periodWords(t, answer.from, answer.to)}</h2><${Against} t=${t} answer=${answer} /><span class="reports-state" role="status">${loading ? t(slow ? 'reports.slow' : 'manage.loading') : ''}</span></div>
    ${error && html`<${Fault} t=${t} error=${error} again=${again} />`}
    <${Head} ...${{ t, answer, question, definitions, explain }} />
    <div class="reports-drawn"><${FigureChoice} ...${{ t, definitions, q, ask }} />
    <${Chart} t=${t} kind=${rows.length > 1 ? 'line' : 'bar'} unit=${shown.unit} label=${t('reports.course', { figure: nameOf(t, shown), by: t(`reports.cut.${by}`) })} x=${rows.map(short)} series=${compared(t, nameOf(t, shown), rows, shown.id, answer.before && question.compare)} pick=${pick} height=${Math.max(280, innerHeight - 484)} /></div>
    <${Foot} t=${t} answer=${answer} />
  </div>`;
}
