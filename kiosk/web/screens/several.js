/* Today's reservations of one person: one touch checks one in. */

import { html } from '/static/vendor/preact.js';
import { newKey } from '/static/js/hub.js';
import { clock } from '/static/js/time.js';
import { identified } from '/kiosk/web/flow.js';
import { arriving } from '/kiosk/web/asking.js';
import { serviceOf } from '/kiosk/web/hall.js';
import { Icon } from '/kiosk/web/parts/icons.js';
import { News } from '/kiosk/web/parts/news.js';
import { Pages } from '/kiosk/web/parts/pages.js';

function Choice({ reservation, profile, state, dispatch, t }) {
  const press = () => dispatch({ type: 'ask', asked: arriving(reservation.code, newKey(), state) });
  return html`<button class="row booked" onClick=${press}>
    <span class="time">${clock(reservation.start, profile.timezone)}</span>
    <span class="what"><span class="name">${t.of(serviceOf(profile, reservation.service))}</span></span>
    <${Icon} name="next" /></button>`;
}

export function Several(all) {
  const { here, state, dispatch, t } = all;
  const items = here.reservations.map((r) => ({ ...r, id: r.code }));
  return html`
    <main class="services several">
      <h1 tabindex="-1">${t('several.title', { n: items.length })}</h1>
      <p class="lead">${t('several.ask')}</p>
      <${Pages} ...${all} name="several" items=${items} cell=${720} columns=${1} label=${t('several.title', { n: items.length })}
        draw=${(reservation) => html`<${Choice} ...${all} reservation=${reservation} />`} />
      <div class="act"><${News} ...${all} />
        ${identified(state) && html`<button class="plain" onClick=${() => dispatch({ type: 'restart' })}>${t('several.other')}</button>`}</div>
    </main>`;
}
