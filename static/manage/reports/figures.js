/* Which figures there are to choose from, in what groups, and which are shown at first. Pure. */

export const HEAD = ['tickets', 'served', 'abandoned', 'wait_mean', 'wait_p90', 'within_target'];
const SHOWN = ['tickets', 'served', 'abandoned', 'let_back', 'wait_mean', 'wait_p90', 'within_target', 'service_mean', 'no_show_rate'];
/* Where windows have no part in it, and there is room. */
const OTHERWISE = ['lost_wait_mean'];
const WITH_WINDOWS = ['utilisation', 'idle_waited_share'];
/* In this order; a figure goes to the first that knows it, and one that nobody knows to the last. */
const GROUPS = [
  ['reservations', /^(reserved|booked|kept_|missed_|promise_)/],
  ['ratings', /^(rat(ed|ing)|satisfied|unrated|one_visit)/],
  ['windows', /^(open_|serving_|utilisation|idle_|paused_|imbalance)/],
  ['waits', /(^|_)wait_|within_target/],
  ['service', /^(reach_|service_|items)/],
  ['classes', /priority|overtaken|^share$/],
  ['flow', /^/],
];
export const ORDER = ['flow', 'waits', 'service', 'windows', 'reservations', 'classes', 'ratings'];
const OF_WINDOWS = ['zone', 'window', 'person', 'hour', 'weekday', 'day', 'month'];

export const groupOf = (id) => GROUPS.find(([, knows]) => knows.test(id))[0];

/* [[group, definitions]] in the order they are offered in. */
export function grouped(definitions) {
  return ORDER.map((group) => [group, definitions.filter(({ id }) => groupOf(id) === group)]).filter(([, list]) => list.length);
}

/* What a table shows: what was chosen, else what suits the cut. Ids without a definition are left out. */
export function shown(q, definitions) {
  const apt = q.by.every((cut) => OF_WINDOWS.includes(cut)) && q.only.every(([name]) => OF_WINDOWS.includes(name));
  const wanted = q.figures || [...SHOWN, ...(apt ? WITH_WINDOWS : OTHERWISE)];
  return wanted.map((id) => definitions.find((one) => one.id === id)).filter(Boolean);
}

/* Rows in the order asked for; what has no value comes last either way. */
export function sorted(rows, sort) {
  if (!sort) return rows;
  const value = (row) => row.figures[sort.key];
  const none = (v) => v === null || v === undefined;
  const compare = (a, b) => (none(a) ? 1 : 0) - (none(b) ? 1 : 0) || (none(a) ? 0 : sort.down ? b - a : a - b);
  return rows.map((row, at) => ({ row, at })).sort((a, b) => compare(value(a.row), value(b.row)) || a.at - b.at).map(({ row }) => row);
}

/* How a value changed: {way: 1 more | -1 less | 0 the same, by: a share, or points of one}; null where it cannot be said. */
export function change(unit, now, before) {
  const nothing = (v) => v === null || v === undefined;
  if (nothing(now) || nothing(before)) return null;
  const way = Math.sign(now - before);
  if (unit === 'share') return { way, points: Math.abs(now - before) * 100 };
  if (!before) return way ? null : { way, part: 0 };
  return { way, part: Math.abs(now - before) / Math.abs(before) };
}
