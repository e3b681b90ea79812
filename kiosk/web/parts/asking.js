/* «One moment» over a screen whose question is under way; a quick answer comes before anybody sees it. */

import { html } from '/static/vendor/preact.js';

/* Taking a number says so on its own screen. */
export const Asking = ({ taking, t }) => html`
  <div class="asking" role="status">${taking && taking.kind !== 'take' && html`<p>${t(taking.slow ? 'asking.slow' : 'asking')}</p>`}</div>`;
