/* The single tickets behind a figure, page by page; each opens what happened to it. */

import { html, useEffect, useState } from '/static/vendor/preact.js';
import { api } from '/static/js/hub.js';
import { clock } from '/static/js/time.js';
import { Fault, Loading, Table, seconds } from '/static/manage/parts.js';
import { useAsked } from '/static/manage/reports/answers.js';
import { personName } from '/static/manage/life/telling.js';
import { Ticket } from '/static/manage/reports/ticket.js';
import { asked, ORDERS, WHAT } from '/static/manage/reports/question.js';
import { periodWords, rowName } from '/static/manage/reports/say.js';

const PAGE = 100;
const LONGEST_MS = 60000;

const row = (one) => ({ ...one, key: one });

/* A duration that rests on a moment nobody pressed is marked, in shape and words. */
const lasted = (t, value, sure) => html`${seconds(t, value)}${value !== null && !sure ? html` <i class="mark warning" title=${t('reports.guessed')}></i><span class="aside">${t('reports.guessed')}</span>` : ''}`;

function ending(t, one) {
  if (one.ended === null) return t('reports.ended.open');
  const outcome = one.ended === 'completed' && one.outcome && one.outcome !== 'done' && t.has(`outcome.${one.outcome}`) ? ` · ${t(`outcome.${one.outcome}`)}` : '';
  return `${t(`reports.ended.${one.ended}`)}${outcome}${one.let_back ? ` · ${t('reports.let_back')}` : ''}`;
}

/* All pages so far; another question begins anew. */
function useMore(path, first, expired) {
  const [more, setMore] = useState({ of: null, rows: [], next: null, busy: false, error: null });
  useEffect(() => setMore({ of: first, rows: [], next: first && first.next, busy: false, error: null }), [first]);
  const next = async () => {
    setMore((now) => ({ ...now, busy: true, error: null }));
    try {
      const answer = await api('GET', `${path}&next=${encodeURIComponent(more.next)}`, null, { as: 'staff', timeout: LONGEST_MS });
      setMore((now) => (now.of === first ? { ...now, rows: now.rows.concat(answer.tickets), next: answer.next, busy: false } : now));
    } catch (error) {
      if (error.status === 401) expired();
      setMore((now) => (now.of === first ? { ...now, busy: false, error } : now));
    }
  };
  return { ...more, ask: next };
}

function columns(t, hall, open) {
  return [
    { key: 'number', label: t('reports.t.number'), of: (one) => html`<button class="reports-down number" onClick=${() => open(one)}>${one.number}</button>` },
    { key: 'day', label: t('reports.t.day'), of: (one) => one.day },
    { key: 'taken_at', label: t('reports.t.taken'), of: (one) => clock(one.taken_at, hall.timezone) },
    { key: 'service', label: t('reports.cut.service'), of: (one) => rowName(t, hall, 'service', row(one)) },
    { key: 'window', label: t('reports.cut.window'), of: (one) => rowName(t, hall, 'window', row({ ...one, window: one.window || null })) },
    { key: 'person', label: t('reports.cut.person'), of: (one) => personName(one.person) || '–' },
    { key: 'class', label: t('reports.cut.class'), of: (one) => rowName(t, hall, 'class', row(one)) },
    { key: 'wait', label: t('reports.t.wait'), right: true, of: (one) => lasted(t, one.wait, one.sure_wait) },
    { key: 'spent', label: t('reports.t.spent'), right: true, of: (one) => lasted(t, one.spent, one.sure_spent) },
    { key: 'ended', label: t('reports.t.ended'), of: (one) => ending(t, one) },
    { key: 'rating', label: t('reports.t.rating'), of: (one) => (one.rating === null ? '' : html`<span class="reports-rated">${t(`entry.level.${one.rating}`)}</span>`) },
  ];
}

export function Tickets({ t, hall, base, q, ask, expired, session }) {
  const [opened, setOpened] = useState(null);
  const limits = { what: q.what, seconds: ['short', 'early', 'held'].includes(q.what) ? q.seconds : null, order: q.order === 'time' ? '' : q.order, limit: PAGE };
  const path = `${base}/stats/tickets?${asked(q, limits)}`;
  const { answer, error, loading, slow, again } = useAsked(path, q, { expired, session });
  const more = useMore(path, answer, expired);
  const choice = (name, list, word) => html`<select aria-label=${t(`reports.${name}.label`)} value=${q[name]} onChange=${(event) => ask({ [name]: event.currentTarget.value })}>${list.map((one) => html`<option key=${one} value=${one}>${t(word(one))}</option>`)}</select>`;
  if (!answer) return error ? html`<${Fault} t=${t} error=${error} again=${again} />` : html`<${Loading} t=${t} />`;
  const all = answer.tickets.concat(more.of === answer ? more.rows : []);
  return html`<div class="reports-rows" aria-busy=${loading}>
    <div class="reports-title"><h2>${periodWords(t, answer.from, answer.to)}</h2><span class="reports-state" role="status">${loading ? t(slow ? 'reports.slow' : 'manage.loading') : ''}</span>
      ${choice('what', WHAT, (one) => `reports.what.${one || 'all'}`)}${choice('order', ORDERS, (one) => `reports.order.${one}`)}</div>
    ${(error || more.error) && html`<${Fault} t=${t} error=${error || more.error} again=${error ? again : more.ask} />`}
    <div class="reports-tickets"><${Table} t=${t} caption=${t('reports.view.tickets')} columns=${columns(t, hall, setOpened)} rows=${all} keyOf=${(one) => `${one.ticket} ${one.part}`} empty=${t('reports.empty')} /></div>
    <p class="reports-foot"><span>${t('reports.listed', { n: all.length })}</span>${more.next && html`<button class="small" disabled=${more.busy} onClick=${more.ask}>${t(more.busy ? 'manage.loading' : 'reports.more')}</button>`}</p>
    ${opened && html`<${Ticket} ...${{ t, hall, base, expired }} one=${opened} close=${() => setOpened(null)} />`}
  </div>`;
}
