/* The figures of a question: the whole in large, then row by row as a table that sorts, or as a chart. */

import { html, useRef, useState } from '/static/vendor/preact.js';
import { Empty, Fault, Figure, Loading, said } from '/static/manage/parts.js';
import { useAsked } from '/static/manage/reports/answers.js';
import { Drawn } from '/static/manage/reports/drawn.js';
import { HEAD, shown } from '/static/manage/reports/figures.js';
import { Choice } from '/static/manage/reports/choice.js';
import { Meaning } from '/static/manage/reports/define.js';
import { asked } from '/static/manage/reports/question.js';
import { changed, nameOf, periodWords, unsure } from '/static/manage/reports/say.js';
import { RowsTable } from '/static/manage/reports/table.js';

/* A change beside its number: an arrow, how much, and for the ear the sentence. */
export function Change({ t, unit, now, before, than }) {
  const known = changed(t, unit, now, before, than);
  return html`<span class="reports-change" title=${known.words}><span aria-hidden="true">${known.mark} ${known.text}</span><span class="aside">${known.words}</span></span>`;
}

export function Head({ t, answer, question, definitions, explain }) {
  return html`<dl class="reports-head">${HEAD.map((id) => definitions.find((one) => one.id === id)).filter(Boolean).map((definition) => html`
    <${Figure} key=${definition.id} label=${html`${nameOf(t, definition)}<${Meaning} ...${{ t, definition, explain }} />`} value=${said(t, definition.unit, answer.total[definition.id])}
      note=${answer.before && html`<${Change} t=${t} unit=${definition.unit} now=${answer.total[definition.id]} before=${answer.before[definition.id]} than=${question.compare} />`} />`)}</dl>`;
}

/* What it is compared with; a period in which nothing was is said once, and not with a dash at every number. */
export function Against({ t, answer }) {
  if (!answer.before_from) return null;
  const than = periodWords(t, answer.before_from, answer.before_to);
  return html`<span class="quiet">${t(answer.before ? 'reports.against' : 'reports.against.none', { than })}</span>`;
}

export const against = (answer) => (answer && answer.before && !answer.rows.some((row) => row.before) ? { ...answer, before: null } : answer);

/* What is counted and what is not, below the table. */
export function Foot({ t, answer, more }) {
  const left = unsure(t, answer.uncertain);
  return html`<p class="reports-foot">${left && html`<i class="mark warning" aria-hidden="true"></i><span>${t('reports.unsure', { what: left })}</span> `}<span>${t('reports.upto', { seq: answer.seq })}</span>${more}</p>`;
}

export function Rows(props) {
  const { t, base, q, definitions, expired, session, ask } = props;
  const wanted = shown(q, definitions);
  const [choosing, setChoosing] = useState(false);
  const opener = useRef(null);
  const close = () => {
    setChoosing(false);
    opener.current.focus();
  };
  const ids = Array.from(new Set([...HEAD, ...wanted.map((one) => one.id), ...(q.view === 'chart' ? [q.figure] : [])])).filter((id) => definitions.some((one) => one.id === id));
  const path = `${base}/stats?${asked(q, { by: q.by.join(',') || 'hall', figures: ids.join(','), compare: q.compare })}`;
  const { answer: told, question, error, loading, slow, again } = useAsked(path, q, { list: 'rows', expired, session });
  const answer = against(told);
  const state = html`<span class="reports-state" role="status">${loading && answer ? t(slow ? 'reports.slow' : 'manage.loading') : ''}</span>`;
  if (!answer) return error ? html`<${Fault} t=${t} error=${error} again=${again} />` : html`<${Loading} t=${t} />${slow && html`<${Empty}>${t('reports.slow')}<//>`}`;
  const given = { ...props, answer, question, wanted: shown(question, definitions) };
  return html`<div class="reports-rows" aria-busy=${loading}>
    ${error && html`<${Fault} t=${t} error=${error} again=${again} />`}
    <div class="reports-title"><h2>${periodWords(t, answer.from, answer.to)}</h2><${Against} t=${t} answer=${answer} />${state}
      ${q.view === 'table' && html`<button class="small" ref=${opener} aria-expanded=${choosing} onClick=${() => setChoosing(!choosing)}>${t('reports.figures', { n: wanted.length })}</button>`}</div>
    <${Head} ...${given} />
    ${choosing && q.view === 'table' && html`<${Choice} ...${{ t, definitions, wanted, ask, explain: props.explain }} close=${close} />`}
    ${q.view === 'table' ? html`<${RowsTable} ...${given} />` : html`<${Drawn} ...${given} />`}
    <${Foot} t=${t} answer=${answer} more=${answer.next && html` <b>${t('reports.toomany', { n: answer.rows.length })}</b>`} />
  </div>`;
}
