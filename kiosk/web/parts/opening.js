/* When numbers are given again, and why not now, in a sentence. */

import { clock, dateLine } from '/static/js/time.js';

const REASONS = ['lunch', 'last_ticket', 'day_off'];

export function opening(opens, now, zone, t, reason) {
  const why = REASONS.includes(reason) ? `.${reason}` : '';
  if (!opens) return t('start.closed');
  const day = dateLine(opens, t.lang, zone);
  const when = day === dateLine(now, t.lang, zone) ? t('start.today') : day;
  return t(`start.opens${why}`, { day: when, time: clock(opens, zone) });
}
