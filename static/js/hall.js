/* The public profile of a hall: asked for until it comes, for a screen is switched on before its hub, and anew when it may be another one. */

import { api } from '/static/js/hub.js';

const pause = (ms) => new Promise((done) => setTimeout(done, ms));

/* GET until an answer comes; `missed(error)` after each try without one. Raises ApiError when the hub refuses (an unknown hall, a code that has expired). */
export async function untilAnswered(path, { as, missed = () => {} } = {}) {
  for (let wait = 500; ; wait = Math.min(wait * 2, 10000)) {
    try {
      return await api('GET', path, null, { as });
    } catch (error) {
      if (error.status >= 400 && error.status < 500 && error.status !== 429) throw error;
      missed(error);
      await pause(wait * (0.5 + Math.random()));
    }
  }
}

export const loadHall = (hall, options) => untilAnswered(`/halls/${encodeURIComponent(hall)}`, options);

/* `learn()` asks for the profile and gives it to `took`, or the refusal to `refused`. Asked again meanwhile, only the last
   answer counts: an older profile never comes after a newer one. */
export function hallOf(hall, options, took, refused = () => {}) {
  let turn = 0;
  return async () => {
    turn += 1;
    const mine = turn;
    try {
      const found = await loadHall(hall, options);
      if (mine === turn) took(found);
    } catch (error) {
      if (mine === turn) refused(error);
    }
  };
}

/* Whether a snapshot or update may mean that the profile is another one now. */
export function profileMayDiffer(update) {
  return !update || (update.events || []).some((e) => e.kind === 'profile.changed' || e.kind === 'day.opened');
}
