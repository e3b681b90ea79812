/* On the way to a number: whose card lies there, in one line. */

import { html } from '/static/vendor/preact.js';
import { tail } from '/kiosk/web/idnumber.js';
import { spokenAge, spokenCard } from '/kiosk/web/reader.js';
import { Icon } from '/kiosk/web/parts/icons.js';

/* `and`: what to do now. */
export function Known({ state, profile, t, and = '' }) {
  const { card, id } = state;
  if (!card && !id) return null;
  const age = card ? spokenAge(card, profile, t) : '';
  const whose = card ? [spokenCard(card, t), age].filter(Boolean).join(' · ') : t('start.card', { tail: tail(id) });
  return html`<p class="read" role="status"><${Icon} name="card" /><span>${whose}${card && and && html`<small>${and}</small>`}</span></p>`;
}
