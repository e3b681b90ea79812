/* With what somebody wants to check in: a card, a phone number, a code typed or scanned. */

import { html } from '/static/vendor/preact.js';
import { asking } from '/kiosk/web/reader.js';
import { Icon } from '/kiosk/web/parts/icons.js';

const WAYS = [['card', 'id'], ['phone', 'phone'], ['code', 'code']];

export function Arrive({ dispatch, board, t }) {
  return html`
    <main class="arrive">
      <h1 tabindex="-1">${t('arrive.title')}</h1>
      <p class="lead">${asking('arrive.scan', board.devices, t)}</p>
      <ul class="answers">${WAYS.map(([icon, what]) => html`
        <li key=${what}><button class="row answer" onClick=${() => dispatch({ type: 'open', to: { screen: 'enter', what, why: 'arrive' } })}>
          <${Icon} name=${icon} /><span class="what"><span class="name">${t(`arrive.${what}`)}</span><span class="under">${asking(`arrive.${what}.how`, board.devices, t)}</span></span>
          <${Icon} name="next" /></button></li>`)}
      </ul>
    </main>`;
}
