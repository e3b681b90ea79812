/* The sentence for a refusal; what the person can do stands in it. Pure but for the clock of «today». */

import { opening } from '/kiosk/web/parts/opening.js';
import { firstMisfit } from '/static/js/misfit.js';
import { clock, dateLine } from '/static/js/time.js';

/* «今天 14:00», «11月23日 星期一 08:30». */
export function moment(iso, profile, t, now = new Date()) {
  const day = dateLine(iso, t.lang, profile.timezone);
  const today = day === dateLine(now, t.lang, profile.timezone);
  return t(today ? 'moment.today' : 'moment.day', { day, time: clock(iso, profile.timezone) });
}

const date = (iso) => (iso ? new Date(iso) : null);

/* What the words of a refusal are filled with, instants as people read them. */
export function spoken(facts, profile, t) {
  const instants = ['next_at', 'opens_at', 'start'];
  const read = instants.filter((name) => facts[name]).map((name) => [name, moment(facts[name], profile, t)]);
  return { ...facts, ...Object.fromEntries(read), n: facts.retry_after || facts.most || facts.minutes };
}

export function refused({ code, facts }, profile, t) {
  if (code === 'hall_closed') return opening(date(facts.opens_at), new Date(), profile.timezone, t, facts.reason);
  const unfit = firstMisfit(t, { code, facts });
  if (unfit) return t('form.wrong', { form: unfit });
  const words = spoken(facts, profile, t);
  const detail = { invalid_id: facts.wrong, service_full: words.next_at ? 'next' : null, not_offered_now: words.opens_at ? 'next' : null }[code];
  const known = [detail && `refused.${code}.${detail}`, `refused.${code}`, `error.${code}`].find((key) => key && t.has(key));
  return t(known || 'refused.other', words);
}
