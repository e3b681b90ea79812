/* A line above a screen's big button: what went wrong and what to do. */

import { html } from '/static/vendor/preact.js';
import { refused } from '/kiosk/web/refused.js';
import { Icon } from '/kiosk/web/parts/icons.js';

/* `warning`: said while nothing was refused. */
export function News({ state, profile, t, warning }) {
  const wrong = state.refusal ? refused(state.refusal, profile, t) : warning;
  return html`<div class="status" role="status">${wrong && html`<p class="news warn"><${Icon} name="warning" /><span>${wrong}</span></p>`}</div>`;
}
