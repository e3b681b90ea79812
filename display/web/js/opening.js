/* What a screen says about opening times and about what was decided for all, from the states `hours` and `notices`. Pure. */

import { clock } from '/static/js/time.js';

const timeOf = (iso, profile) => (iso ? clock(iso, profile && profile.timezone) : '');

/* The sentence for the hall's present state, or '' while it is simply open. */
export function openingWords(hours, profile, t) {
  if (!hours) return '';
  if (hours.rehearsal) return t('hours.rehearsal');
  const { open, reason } = hours;
  if (open) return reason === 'extended' ? t('hours.extended', { time: timeOf(hours.closes_at, profile) }) : '';
  /* Closed, and today's closing still to come: it opens later today. */
  const key = reason === 'closed' && hours.closes_at ? 'later' : reason;
  return t(`hours.${key}`, { time: timeOf(hours.resumes_at, profile) });
}

const nameOf = (notice, key, t) => t.of(notice, `${key}_name`);

export function noticeWords(notices, t) {
  return (notices || []).map((n) => t(`notice.${n.do}`, { service: nameOf(n, 'service', t), to: nameOf(n, 'to', t) }));
}

/* The line at the foot of a wall: that it must be touched, what was decided, the opening times, the hall's own notice. */
export function footWords({ hours, notices, untouched }, profile, t) {
  const own = profile ? t.of(profile.screens, 'notice') : '';
  return [untouched && t('board.touch'), ...noticeWords(notices, t), openingWords(hours, profile, t), own].filter(Boolean).join(t.lang === 'en' ? ' ' : '');
}

/* Whether a window pauses now because the hall has lunch. */
export function atLunch(hours, profile, id) {
  const window = profile && (profile.windows || []).find((w) => w.id === id);
  return Boolean(hours && hours.reason === 'lunch' && !(window && window.works_lunch));
}
