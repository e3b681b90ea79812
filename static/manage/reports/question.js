/* What is asked, and its address: everything the page shows stands in the URL, so that it can be sent to a colleague. Pure. */

import { isDay, length, monthEnd } from '/static/manage/reports/days.js';

export const CUTS = ['zone', 'department', 'service', 'window', 'person', 'class', 'channel', 'hour', 'weekday', 'day', 'month'];
export const FILTERS = ['zone', 'department', 'service', 'window', 'person', 'class', 'channel', 'hour', 'weekday'];
export const VIEWS = ['table', 'chart', 'trend', 'heat', 'tickets', 'exceptions', 'daily'];
export const COMPARE = ['', 'year', 'period'];
export const WHAT = ['', 'served', 'abandoned', 'no_show', 'let_back', 'transferred', 'late', 'unsure', 'short', 'early', 'held', 'chosen', 'granted', 'bad', 'waiting'];
export const ORDERS = ['time', 'wait', 'spent'];
/* What a row leads to: the first of these that is not settled yet. */
const NEXT = {
  hall: ['service'], zone: ['service', 'window'], department: ['service'], service: ['window', 'person'], window: ['person', 'day'], person: ['service', 'day'],
  class: ['service', 'window'], channel: ['service', 'window'], hour: ['service', 'window'], weekday: ['hour', 'service'], day: ['hour', 'service'], month: ['day'],
};
const LAST = ['service', 'window', 'person', 'hour', 'day'];
const ID = /^[a-z_0-9]{1,40}$/;
const MOST_DAYS = 3700;

export const start = (today) => ({
  from: today, to: today, by: ['service'], only: [], figures: null, sort: null, compare: '', view: 'table', figure: 'wait_mean', what: '', order: 'time', seconds: null,
});

const known = (list, value, otherwise) => (list.includes(value) ? value : otherwise);
const numbered = (name) => name === 'hour' || name === 'weekday';

function filter([name, value]) {
  if (!FILTERS.includes(name) || !value) return false;
  if (!numbered(name)) return value.length <= 64;
  return /^\d{1,2}$/.test(value) && (name === 'hour' ? Number(value) <= 23 : Number(value) >= 1 && Number(value) <= 7);
}

function sorted(text) {
  const found = /^(-?)([a-z_0-9]+)$/.exec(text || '');
  return found ? { key: found[2], down: found[1] === '-' } : null;
}

/* An address's question; what it does not say, or says wrongly, is as at the start. */
export function read(search, today) {
  const said = new URLSearchParams(search);
  const first = start(today);
  const [from, to] = [said.get('from'), said.get('to')];
  const dated = isDay(from) && isDay(to) && from <= to && length(from, to) <= MOST_DAYS;
  const by = (said.get('by') || '').split(',').filter((cut, at, all) => CUTS.includes(cut) && all.indexOf(cut) === at).slice(0, 2);
  const figures = said.get('figures') ? said.get('figures').split(',').filter((id) => ID.test(id)) : null;
  return {
    ...first, ...(dated && { from, to }),
    by: said.get('by') === 'hall' ? [] : by.length ? by : first.by,
    only: Array.from(said.entries()).filter(filter).filter(([name], at, all) => all.findIndex(([other]) => other === name) === at),
    figures: figures && figures.length ? figures : null, sort: sorted(said.get('sort')),
    compare: known(COMPARE, said.get('compare'), ''), view: known(VIEWS, said.get('view'), 'table'),
    figure: ID.test(said.get('figure') || '') ? said.get('figure') : first.figure,
    what: known(WHAT, said.get('what'), ''), order: known(ORDERS, said.get('order'), 'time'),
    seconds: /^\d{1,5}$/.test(said.get('seconds') || '') ? Number(said.get('seconds')) : null,
  };
}

const text = (pairs) => pairs.filter(([, value]) => value !== '' && value !== null && value !== undefined)
  .map(([name, value]) => `${name}=${encodeURIComponent(value).replace(/%2C/g, ',')}`).join('&');

/* The address of a question, without what goes without saying. */
export function address(q) {
  const plain = start('');
  const unlike = (name) => (q[name] === plain[name] ? '' : q[name]);
  return text([['from', q.from], ['to', q.to], ['by', q.by.join(',') || 'hall'], ...q.only, ['figures', (q.figures || []).join(',')],
    ['sort', q.sort && (q.sort.down ? '-' : '') + q.sort.key], ['compare', q.compare], ['view', unlike('view')], ['figure', unlike('figure')],
    ['what', q.what], ['order', unlike('order')], ['seconds', q.seconds]]);
}

/* What is asked of the hub: period and filters, and `more`. */
export const asked = (q, more) => text([['from', q.from], ['to', q.to], ...q.only, ...Object.entries(more || {})]);

export const has = (q, name) => q.only.some(([other]) => other === name);
export const without = (q, name) => ({ ...q, only: q.only.filter(([other]) => other !== name) });
export const only = (q, name, value) => ({ ...q, only: [...q.only.filter(([other]) => other !== name), [name, String(value)]] });
/* Back to where the path ended with this filter; null: to the beginning. */
export const upTo = (q, name) => ({ ...q, only: name === null ? [] : q.only.slice(0, q.only.findIndex(([other]) => other === name) + 1) });

const settled = (q, cut) => has(q, cut) || (cut === 'day' && q.from === q.to) || (cut === 'month' && q.from.slice(0, 7) === q.to.slice(0, 7));

/* A row's key → the same question about that row alone; `only` also of what has no value is impossible: null. */
export function narrowed(q, key) {
  if (Object.values(key).some((value) => value === null)) return null;
  return Object.entries(key).reduce((now, [cut, value]) => {
    if (cut === 'hall') return now;
    if (cut === 'day') return { ...now, from: value, to: value };
    if (cut !== 'month') return only(now, cut, value);
    const [first, last] = [`${value}-01`, monthEnd(`${value}-01`)];
    return { ...now, from: first > now.from ? first : now.from, to: last < now.to ? last : now.to };
  }, q);
}

/* The next question down a row: narrowed, cut by what is still open, else its tickets. */
export function down(q, key) {
  const now = narrowed(q, key);
  if (!now) return null;
  const last = q.by[q.by.length - 1] || 'hall';
  const cut = [...(NEXT[last] || []), ...LAST].find((one) => !settled(now, one) && !q.by.includes(one));
  return cut ? { ...now, by: [cut], sort: null, view: q.view === 'heat' ? 'table' : q.view } : { ...now, view: 'tickets', what: '' };
}

/* How a period is best divided to see its course. */
export const pace = (q) => (q.from === q.to ? 'hour' : length(q.from, q.to) <= 92 ? 'day' : 'month');
