/* The public page's sentences. Pure: an answer and a translator in, words out. */

import { clock, dateLine, dayOf } from '/static/js/time.js';

/* Half hours next to each other that are alike, as one stretch. */
export function merged(halves) {
  const found = [];
  for (const half of halves) {
    const last = found[found.length - 1];
    if (last && last.level === half.level && last.until === half.from) last.until = half.until;
    else found.push({ ...half });
  }
  return found;
}

const midnight = (day) => new Date(`${day}T04:00:00Z`);

/* 今天, 明天, 周三: the date stands beside it where it counts. */
export function dayWords(t, day, n) {
  if (n < 2) return t(n ? 'public.tomorrow' : 'public.today');
  const format = new Intl.DateTimeFormat(t.lang === 'en' ? 'en-GB' : 'zh-CN', { weekday: 'short', timeZone: 'UTC' });
  return format.format(midnight(day));
}

export function stateWords(t, told) {
  if (told.open) return told.closes_at ? t('public.open_until', { time: clock(told.closes_at, told.timezone) }) : t('public.open');
  if (!told.resumes_at) return t('public.shut');
  const time = clock(told.resumes_at, told.timezone);
  if (told.reason === 'lunch') return t('public.lunch', { time });
  const opens = dayOf(told.resumes_at, told.timezone);
  if (opens === dayOf(told.at, told.timezone)) return t('public.opens', { time });
  const n = told.days.findIndex((d) => d.day === opens);
  return t('public.opens_on', { day: n < 0 ? dateLine(told.resumes_at, t.lang, told.timezone) : dayWords(t, opens, n), time });
}

/* When to come instead: today if a lull comes, and the emptiest hour of the next days. */
export function quietWords(t, told) {
  const found = [];
  const { today, week } = told.quiet;
  if (today) found.push(t(today.until ? 'public.quiet_between' : 'public.quiet_after', today));
  if (week) {
    const n = told.days.findIndex((d) => d.day === week.day);
    found.push(t('public.quiet_week', { ...week, day: dayWords(t, week.day, n < 0 ? 2 : n) }));
  }
  return found;
}
