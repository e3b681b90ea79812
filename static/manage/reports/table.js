/* Row by row: names that lead further down, numbers that sort, the whole at the foot, what is left out told apart. */

import { html } from '/static/vendor/preact.js';
import { said } from '/static/manage/parts.js';
import { Meaning } from '/static/manage/reports/define.js';
import { sorted } from '/static/manage/reports/figures.js';
import { down, narrowed } from '/static/manage/reports/question.js';
import { Change } from '/static/manage/reports/rows.js';
import { nameOf, rowName, unsure } from '/static/manage/reports/say.js';

function Heading({ t, definition, q, ask, explain }) {
  const mine = q.sort && q.sort.key === definition.id;
  const sort = () => ask((now) => ({ sort: !mine ? { key: definition.id, down: true } : now.sort.down ? { key: definition.id, down: false } : null }));
  const order = mine ? (q.sort.down ? 'descending' : 'ascending') : undefined;
  return html`<th scope="col" class="right" aria-sort=${order}>
    <button class="manage-sort" onClick=${sort}>${nameOf(t, definition)}<span aria-hidden="true">${mine ? (q.sort.down ? ' ▾' : ' ▴') : ''}</span></button><${Meaning} ...${{ t, definition, explain }} /></th>`;
}

function Numbers({ t, question, wanted, figures, before, uncertain, look }) {
  const left = uncertain.wait + uncertain.spent;
  const words = unsure(t, uncertain);
  return html`${wanted.map(({ id, unit }) => html`<td key=${id} class="right"><span data-figure=${id}>${said(t, unit, figures[id])}</span>${before && html`<${Change} t=${t} unit=${unit} now=${figures[id]} before=${before[id]} than=${question.compare} />`}</td>`)}
    <td class="right reports-left" title=${words}>${left ? html`${look ? html`<button class="plain-button" onClick=${look} aria-label=${words}><i class="mark warning" aria-hidden="true"></i>${left}</button>` : html`<i class="mark warning" aria-hidden="true"></i>${left}<span class="aside">${words}</span>`}` : ''}</td>`;
}

export function RowsTable({ t, hall, q, ask, explain, answer, question, wanted }) {
  const by = question.by.length ? question.by : ['hall'];
  const rows = sorted(answer.rows, q.sort);
  const names = (row) => by.map((cut) => rowName(t, hall, cut, row));
  const caption = t('reports.caption', { by: by.map((cut) => t(`reports.cut.${cut}`)).join(' × ') });
  const deeper = (row) => () => ask(down(question, row.key));
  const list = (row, what) => () => ask({ ...narrowed(question, row.key), view: 'tickets', what });
  const line = (row) => html`<tr key=${JSON.stringify(row.key)}>
    ${by.map((cut, at) => html`<td key=${cut} class="reports-name">${at === by.length - 1 && down(question, row.key) ? html`<button class="reports-down" onClick=${deeper(row)}>${names(row)[at]}</button>` : names(row)[at]}</td>`)}
    <${Numbers} ...${{ t, question, wanted, figures: row.figures, before: answer.before && (row.before || {}), uncertain: row.uncertain, look: narrowed(question, row.key) && list(row, 'unsure') }} />
    <td>${narrowed(question, row.key) && html`<button class="plain-button" aria-label=${t('reports.tickets.of', { name: names(row).join(' ') })} onClick=${list(row, '')}>${t('reports.tickets')}</button>`}</td></tr>`;
  return html`<div class="manage-scroll reports-table" tabindex="0" role="region" aria-label=${caption}><table class="manage-table">
    <caption class="aside">${caption}</caption>
    <thead><tr>${by.map((cut) => html`<th key=${cut} scope="col">${t(`reports.cut.${cut}`)}</th>`)}${wanted.map((definition) => html`<${Heading} key=${definition.id} ...${{ t, definition, q, ask, explain }} />`)}
      <th scope="col" class="right" title=${t('reports.left.says')}>${t('reports.left')}</th><th><span class="aside">${t('reports.tickets')}</span></th></tr></thead>
    <tbody>${rows.map(line)}</tbody>
    ${rows.length > 0 && html`<tfoot><tr><td colspan=${by.length}>${t('reports.total')}</td><${Numbers} ...${{ t, question, wanted, figures: answer.total, before: answer.before, uncertain: answer.uncertain }} /><td></td></tr></tfoot>`}
  </table>${!rows.length && html`<p class="manage-empty">${t('reports.empty')}</p>`}</div>`;
}
