/* With what somebody wants to check in: a card, a phone number, a code typed or scanned. */

import { html } from '/static/vendor/preact.js';
import { Icon } from '/kiosk/web/parts/icons.js';

const WAYS = [['card', 'id'], ['phone', 'phone'], ['code', 'code']];

export function Arrive({ dispatch, t }) {
  return html`
    <main class="arrive">
      <h1 tabindex="-1">${t('arrive.title')}</h1>
      <p class="lead">${t('arrive.scan')}</p>
      <ul class="answers">${WAYS.map(([icon, what]) => html`
        <li key=${what}><button class="row answer" onClick=${() => dispatch({ type: 'open', to: { screen: 'enter', what, why: 'arrive' } })}>
          <${Icon} name=${icon} /><span class="what"><span class="name">${t(`arrive.${what}`)}</span><span class="under">${t(`arrive.${what}.how`)}</span></span>
          <${Icon} name="next" /></button></li>`)}
      </ul>
    </main>`;
}
