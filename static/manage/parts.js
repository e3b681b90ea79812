/* What sections of the manager's room share: cards, figures, tables, answers that come late, numbers in words. */

import { html, useCallback, useEffect, useRef, useState } from '/static/vendor/preact.js';
import { api } from '/static/js/hub.js';
import { problem } from '/caller/web/say.js';

export const NOTHING = '–';

/* 1 234 567 → 1,234,567; null → –. */
export const count = (value) => (value === null || value === undefined ? NOTHING : String(value).replace(/\B(?=(\d{3})+(?!\d))/g, ','));

/* A share from 0 to 1 as per cent with one decimal. */
export const share = (value) => (value === null || value === undefined ? NOTHING : `${(value * 100).toFixed(1)}%`);

/* Seconds as people say them: 45 秒, 12 分 30 秒, 2 小时 5 分. */
export function seconds(t, value) {
  if (value === null || value === undefined) return NOTHING;
  const all = Math.round(value);
  if (all < 60) return t('unit.s', { s: all });
  if (all < 3600) return all % 60 ? t('unit.ms', { m: Math.floor(all / 60), s: all % 60 }) : t('unit.m', { m: all / 60 });
  return t('unit.hm', { h: Math.floor(all / 3600), m: Math.floor((all % 3600) / 60) });
}

/* A figure's value by the unit of its definition: count, seconds, share or number. */
export function said(t, unit, value) {
  if (value === null || value === undefined) return NOTHING;
  if (unit === 'seconds') return seconds(t, value);
  if (unit === 'share') return share(value);
  return unit === 'count' ? count(Math.round(value)) : count(Math.round(value * 100) / 100);
}

const nothing = (path = null, question = null) => ({ path, question, answer: null, error: null, loading: !!path });

/* The newest answer to `path`: {answer, question, error, loading, again}; `path` null asks nothing, a late answer to an older path is dropped.
   An error leaves what the same path answered before. Another path has no answer until it comes, but with a `question` the old one stays so
   long, `loading`, together with the question it answers: headings are then of that one. */
export function useAnswer(path, expired, question = null) {
  const [state, setState] = useState(() => nothing(path, question));
  const [turn, setTurn] = useState(0);
  const newest = useRef(0);
  useEffect(() => {
    const mine = ++newest.current;
    if (!path) {
      setState(nothing());
      return;
    }
    setState((old) => ({ ...old, loading: true }));
    api('GET', path, null, { as: 'staff' }).then(
      (answer) => { if (mine === newest.current) setState({ path, question, answer, error: null, loading: false }); },
      (error) => {
        if (mine !== newest.current) return;
        if (error.status === 401 && expired) expired();
        setState((old) => ({ ...(old.path === path ? old : nothing(path, question)), error, loading: false }));
      },
    );
  }, [path, turn]);
  useEffect(() => () => { newest.current = -1; }, []);
  const again = useCallback(() => setTurn((n) => n + 1), []);
  const mine = state.path === path;
  const { answer, error, loading } = mine || (question !== null && path) ? state : nothing(path);
  return { answer, question: state.question, error: mine ? error : null, loading: mine ? loading : !!path, again };
}

export function Card({ title, aside, children, name = '', level = 2, busy }) {
  const heading = level === 2 ? html`<h2>${title}</h2>` : html`<h3>${title}</h3>`;
  return html`<section class=${`manage-card ${name}`} aria-label=${title} aria-busy=${busy ? 'true' : undefined}>
    ${title && html`<div class="manage-card-head">${heading}${aside && html`<div class="manage-card-aside">${aside}</div>`}</div>`}
    ${children}
  </section>`;
}

/* One number with its word; `mark`: a state's shape (open, paused, closed, warning, alarm) with `note` in words. */
export function Figure({ label, value, note, mark, title }) {
  return html`<div class="manage-figure" title=${title}>
    <dt>${label}</dt>
    <dd><b>${value}</b>${note && html`<span class="manage-note">${mark && html`<i class=${`mark ${mark}`} aria-hidden="true"></i>`}${note}</span>`}</dd>
  </div>`;
}

/* `columns`: [{key, label, right?, of?: (row) => anything shown, sort?: true}]; `sorted`: {key, down}. */
export function Table({ t, caption, columns, rows, keyOf, sorted, sort, foot, empty }) {
  const order = (column) => (sorted && sorted.key === column.key ? (sorted.down ? 'descending' : 'ascending') : undefined);
  const cell = (column, row) => (column.of ? column.of(row) : row[column.key]);
  return html`<div class="manage-scroll" tabindex="0" role="region" aria-label=${caption}><table class="manage-table">
    <caption class="aside">${caption}</caption>
    <thead><tr>${columns.map((column) => html`<th key=${column.key} scope="col" class=${column.right ? 'right' : ''} aria-sort=${order(column)}>
      ${sort && column.sort ? html`<button class="manage-sort" onClick=${() => sort(column.key)}>${column.label}<span aria-hidden="true">${order(column) ? (sorted.down ? ' ▾' : ' ▴') : ''}</span></button>` : column.label}</th>`)}</tr></thead>
    <tbody>${rows.map((row, at) => html`<tr key=${keyOf ? keyOf(row) : at}>${columns.map((column) => html`<td key=${column.key} class=${column.right ? 'right' : ''}>${cell(column, row)}</td>`)}</tr>`)}</tbody>
    ${foot && html`<tfoot><tr>${columns.map((column) => html`<td key=${column.key} class=${column.right ? 'right' : ''}>${cell(column, foot)}</td>`)}</tr></tfoot>`}
  </table>${!rows.length && html`<p class="manage-empty">${empty || t('manage.none')}</p>`}</div>`;
}

export const Empty = ({ children }) => html`<p class="manage-empty">${children}</p>`;
export const Loading = ({ t }) => html`<p class="manage-empty" role="status">${t('manage.loading')}</p>`;

export function Fault({ t, error, again }) {
  return html`<div class="manage-fault" role="alert"><i class="mark alarm" aria-hidden="true"></i><p>${problem(t, error)}</p>
    ${again && html`<button class="small" onClick=${again}>${t('manage.again')}</button>`}</div>`;
}

/* A file of the hub: the session's cookie goes with the link. `path` begins with /halls/. */
export const Download = ({ path, children }) => html`<a class="small manage-download" href=${`/api/v1${path}`} download>${children}</a>`;
