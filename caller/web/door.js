/* Coming in, the same for every page of the staff: who is signed in, asked for until the hub answers; the hall; a plain page for a word. */

import { html, useMemo, useState } from '/static/vendor/preact.js';
import { hallOf, untilAnswered } from '/static/js/hall.js';

/* A hall's profile for as long as a page stands: [hall, renew]. `first` is what it began with. */
export function useHall(first) {
  const [hall, take] = useState(first);
  const renew = useMemo(() => first && hallOf(first.id, { as: 'staff' }, take), [first]);
  return [hall, renew];
}

export const whoAmI = () => untilAnswered('/me', { as: 'staff' }).catch(() => null);

export function Plain({ t, children }) {
  return html`<main class="plain"><p class="plain-sign">${t('title')}</p>${children}</main>`;
}
