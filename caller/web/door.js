/* Coming in, the same for every page of the staff: who is signed in, asked for until the hub answers; a plain page for a word. */

import { html } from '/static/vendor/preact.js';
import { api } from '/static/js/hub.js';

/* The answer, asked for until the hub can be reached. A refusal is thrown. */
export async function insist(path) {
  for (let wait = 500; ; wait = Math.min(wait * 2, 5000)) {
    try {
      return await api('GET', path, null, { as: 'staff' });
    } catch (error) {
      if (error.status && error.status < 500) throw error;
      await new Promise((done) => setTimeout(done, wait));
    }
  }
}

export const whoAmI = () => insist('/me').catch(() => null);

export function Plain({ t, children }) {
  return html`<main class="plain"><p class="plain-sign">${t('title')}</p>${children}</main>`;
}
