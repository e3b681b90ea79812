/* Which days, divided by what, held against what. */

import { html, useEffect, useState } from '/static/vendor/preact.js';
import { isDay, named, periods, step } from '/static/manage/reports/days.js';
import { COMPARE, CUTS } from '/static/manage/reports/question.js';

const PERIODS = ['today', 'yesterday', 'week', 'lastweek', 'month', 'lastmonth', 'year', 'lastyear'];
const CUT_VIEWS = ['table', 'chart'];

/* Two days that are asked about together once both are right: while one is being typed nothing is asked. */
function Days({ t, q, ask, today }) {
  const [typed, setTyped] = useState({ from: q.from, to: q.to });
  useEffect(() => setTyped({ from: q.from, to: q.to }), [q.from, q.to]);
  const change = (name) => (event) => {
    const now = { ...typed, [name]: event.currentTarget.value };
    if (isDay(now[name]) && now.from > now.to) now[name === 'from' ? 'to' : 'from'] = now[name];
    setTyped(now);
    if (isDay(now.from) && isDay(now.to)) ask(now);
  };
  const day = (name) => html`<input type="date" aria-label=${t(`reports.${name}`)} value=${typed[name]} max=${today} required onChange=${change(name)} />`;
  return html`<span class="reports-days">${day('from')}<span aria-hidden="true">–</span>${day('to')}</span>`;
}

function Step({ t, q, ask, today, n }) {
  const there = step(q.from, q.to, n, today);
  return html`<button class="small reports-step" disabled=${!there} aria-label=${t(n < 0 ? 'reports.before' : 'reports.after')} onClick=${() => ask({ from: there[0], to: there[1] })}>${n < 0 ? '‹' : '›'}</button>`;
}

export function Ask({ t, q, ask, today }) {
  const name = named(q.from, q.to, today);
  const all = periods(today);
  const choose = (event) => { const [from, to] = all[event.currentTarget.value] || [q.from, q.to]; ask({ from, to }); };
  const cut = (at) => (event) => ask((now) => {
    const by = at === 0 ? [event.currentTarget.value, now.by[1]] : [now.by[0], event.currentTarget.value];
    const kept = by.filter((one, n) => one && one !== 'hall' && by.indexOf(one) === n);
    return { by: kept, sort: now.sort, view: CUT_VIEWS.includes(now.view) ? now.view : 'table' };
  });
  const offer = (value, word) => html`<option key=${value} value=${value}>${word}</option>`;
  return html`<div class="reports-ask manage-card">
    <label><span>${t('reports.when')}</span>
      <span class="reports-when"><${Step} ...${{ t, q, ask, today }} n=${-1} />
      <select value=${name} aria-label=${t('reports.when')} onChange=${choose}>${PERIODS.map((one) => offer(one, t(`reports.${one}`)))}${name === 'own' && offer('own', t('reports.own'))}</select>
      <${Step} ...${{ t, q, ask, today }} n=${1} /></span></label>
    <label><span class="aside">${t('reports.days')}</span><${Days} ...${{ t, q, ask, today }} /></label>
    <label><span>${t('reports.by')}</span><select aria-label=${t('reports.by')} value=${q.by[0] || 'hall'} onChange=${cut(0)}>${offer('hall', t('reports.cut.hall'))}${CUTS.map((one) => offer(one, t(`reports.cut.${one}`)))}</select></label>
    <label><span>${t('reports.then')}</span><select aria-label=${t('reports.then')} value=${q.by[1] || ''} disabled=${!q.by.length} onChange=${cut(1)}>${offer('', t('reports.then.none'))}${CUTS.filter((one) => one !== q.by[0]).map((one) => offer(one, t(`reports.cut.${one}`)))}</select></label>
    <label><span>${t('reports.compare')}</span><select aria-label=${t('reports.compare')} value=${q.compare} onChange=${(event) => ask({ compare: event.currentTarget.value })}>${COMPARE.map((one) => offer(one, t(`reports.compare.${one || 'none'}`)))}</select></label>
  </div>`;
}
