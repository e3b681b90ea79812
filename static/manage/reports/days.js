/* Days as ISO text: periods people name, and the ones before and after. Pure; today is an argument. */

const two = (n) => String(n).padStart(2, '0');
const stamp = (day) => Date.parse(`${day}T00:00:00Z`);
const iso = (ms) => new Date(ms).toISOString().slice(0, 10);
const A_DAY = 86400000;

export const isDay = (text) => /^\d{4}-\d\d-\d\d$/.test(text || '') && Number.isFinite(stamp(text)) && iso(stamp(text)) === text;
export const plus = (day, n) => iso(stamp(day) + n * A_DAY);
export const length = (from, to) => Math.round((stamp(to) - stamp(from)) / A_DAY) + 1;
/* 1 Monday … 7 Sunday */
export const weekday = (day) => new Date(stamp(day)).getUTCDay() || 7;
export const monthOf = (day) => day.slice(0, 7);
export const monthEnd = (day) => iso(Date.UTC(Number(day.slice(0, 4)), Number(day.slice(5, 7)), 0));
export const monthStart = (day) => `${monthOf(day)}-01`;

/* The month that is so many after this one's. */
export function otherMonth(month, n) {
  const all = Number(month.slice(0, 4)) * 12 + Number(month.slice(5, 7)) - 1 + n;
  return `${Math.floor(all / 12)}-${two((all % 12) + 1)}`;
}

/* {name: [from, to]}, none beyond today. */
export function periods(today) {
  const monday = plus(today, 1 - weekday(today));
  const year = Number(today.slice(0, 4));
  const last = otherMonth(monthOf(today), -1);
  return {
    today: [today, today],
    yesterday: [plus(today, -1), plus(today, -1)],
    week: [monday, today],
    lastweek: [plus(monday, -7), plus(monday, -1)],
    month: [monthStart(today), today],
    lastmonth: [`${last}-01`, monthEnd(`${last}-01`)],
    year: [`${year}-01-01`, today],
    lastyear: [`${year - 1}-01-01`, `${year - 1}-12-31`],
  };
}

/* The name of a period, or 'own'. On a Monday this week is called today. */
export function named(from, to, today) {
  const all = periods(today);
  return Object.keys(all).find((name) => all[name][0] === from && all[name][1] === to) || 'own';
}

function whole(from, to) {
  if (length(from, to) === 1) return 'days';
  if (from.slice(5) === '01-01' && from.slice(0, 4) === to.slice(0, 4) && monthOf(from) !== monthOf(to)) return 'year';
  if (from.slice(8) === '01' && monthOf(from) === monthOf(to)) return 'month';
  return weekday(from) === 1 && length(from, to) <= 7 ? 'week' : 'days';
}

/* The period before (n = -1) or after (1): a month goes by months, a year by years; null where it would begin after today. */
export function step(from, to, n, today) {
  const kind = whole(from, to);
  const long = length(from, to);
  const month = otherMonth(monthOf(from), n);
  const year = Number(from.slice(0, 4)) + n;
  const [begin, end] = {
    days: [plus(from, n * long), plus(to, n * long)],
    week: [plus(from, n * 7), plus(from, n * 7 + 6)],
    month: [`${month}-01`, monthEnd(`${month}-01`)],
    year: [`${year}-01-01`, `${year}-12-31`],
  }[kind];
  return begin > today ? null : [begin, end > today ? today : end];
}
