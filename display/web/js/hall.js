/* The public profile of a hall, asked for until it comes: a wall is switched on before its hub. */

import { api } from '/static/js/hub.js';

const pause = (ms) => new Promise((done) => setTimeout(done, ms));

/* GET until an answer comes. Raises ApiError when the hub refuses (an unknown hall, a code that has expired). */
export async function untilAnswered(path, { as } = {}) {
  for (let wait = 1000; ; wait = Math.min(wait * 2, 10000)) {
    try {
      return await api('GET', path, null, { as });
    } catch (error) {
      if (error.status >= 400 && error.status < 500 && error.status !== 429) throw error;
      await pause(wait * (0.5 + Math.random()));
    }
  }
}

export const loadHall = (hall, options) => untilAnswered(`/halls/${encodeURIComponent(hall)}`, options);

/* Whether a snapshot or update may mean that the profile is another one now. */
export function profileMayDiffer(update) {
  return !update || (update.events || []).some((e) => e.kind === 'profile.changed' || e.kind === 'day.opened');
}

/* The names of the classes a hall lets its screens show; the hub leaves out all others. */
export function classNames(ids, profile, t) {
  const known = (profile && profile.classes) || [];
  return (ids || []).filter((id) => id !== 'ordinary').map((id) => t.of(known.find((c) => c.id === id)) || id);
}

/* The sentence for a refusal: a display's own words for its code, the shared ones, else what the hub said. */
export function refusalWords(refused, t) {
  const key = [`refusal.${refused.code}`, `error.${refused.code}`].find(t.has);
  return key ? t(key) : refused.detail || refused.code;
}
