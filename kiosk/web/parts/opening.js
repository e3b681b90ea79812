/* When numbers are given again, in a sentence. */

import { clock, dateLine } from '/static/js/time.js';

export function opening(opens, now, zone, t) {
  if (!opens) return t('start.closed');
  const day = dateLine(opens, t.lang, zone);
  const when = day === dateLine(now, t.lang, zone) ? t('start.today') : day;
  return t('start.opens', { day: when, time: clock(opens, zone) });
}
