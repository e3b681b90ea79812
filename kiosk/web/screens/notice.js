/* When there is nothing to choose from: still loading, not paired, no such hall, another version. */

import { html } from '/static/vendor/preact.js';

const UNPAIRED = ['unauthenticated', 'forbidden', 'wrong_hall'];
const NO_HALL = ['unknown_hall', 'not_found', 'http_404'];

/* Which of these the page is in, or null: then it can serve. */
export function trouble(profile, fault, link) {
  const refused = link.refused ? link.refused.code : null;
  if (NO_HALL.includes(fault) || NO_HALL.includes(refused)) return 'hall';
  if (UNPAIRED.includes(refused) || UNPAIRED.includes(fault)) return 'unpaired';
  if (refused === 'wire_version' || fault === 'wire_version') return 'version';
  if (profile) return null;
  return fault ? 'offline' : 'loading';
}

export function Notice({ problem, hall, t }) {
  return html`
    <main class="notice">
      <div class="card" role="status">
        <h1 tabindex="-1">${t(`notice.${problem}`)}</h1>
        ${t.has(`notice.${problem}.text`) && html`<p>${t(`notice.${problem}.text`)}</p>`}
        ${problem === 'unpaired' && html`<p class="staff">${t('notice.unpaired.staff')}</p>
          <p><code>paihao token link kiosk --hall ${hall} --device kiosk-1 --base ${location.origin} --data …</code></p>`}
        ${problem === 'hall' && html`<p class="staff">${t('notice.hall.staff', { hall })}</p>`}
      </div>
    </main>`;
}
