/* The number, where to go with it and what happens next. Stays until it is read: it closes by a clock of its own. */

import { html, useEffect, useState } from '/static/vendor/preact.js';
import { minutesRange } from '/static/js/time.js';
import { serviceOf, where } from '/kiosk/web/hall.js';
import { slipStatus } from '/kiosk/web/slip.js';
import { Icon } from '/kiosk/web/parts/icons.js';
import { More } from '/kiosk/web/parts/more.js';
import { Places } from '/kiosk/web/parts/place.js';

const SIGNS = { printing: 'slip', done: 'check', paper: 'warning', failed: 'warning', unknown: 'slip' };

/* Milliseconds since this screen came up, told every second while the slip may still be coming. */
function useAge() {
  const [born] = useState(() => Date.now());
  const [age, set] = useState(0);
  useEffect(() => {
    const timer = setInterval(() => set(Date.now() - born), 1000);
    return () => clearInterval(timer);
  }, []);
  return age;
}

function Slip({ ticket, board, t }) {
  const age = useAge();
  const status = slipStatus({ slip: board.slips[ticket.id], devices: board.devices, age });
  return html`<p class=${`slip ${status}`} role="status"><${Icon} name=${SIGNS[status]} /><span>${t(`slip.${status}`)}</span></p>`;
}

function Ahead({ ticket, t }) {
  if (ticket.ahead === undefined || ticket.ahead === null) return null;
  return html`<p class="ahead"><strong>${ticket.ahead ? t('result.ahead', { n: ticket.ahead }) : t('result.nobody')}</strong>
    ${ticket.wait && html` <span>${minutesRange(ticket.wait, t)}</span>`}</p>`;
}

export function Result({ state, profile, board, sizes, left, stay, leave, t }) {
  const { ticket } = state;
  const id = ticket.service || ticket.services[0];
  const service = serviceOf(profile, id);
  const place = where(profile, board, id);
  return html`
    <main class="result">
      <section class="ticket">
        <h1 tabindex="-1"><span class="step">${t('result.title')}</span>
          <span class=${`number long${Math.min(ticket.number.length, 7)}`}>${ticket.number}</span></h1>
        <${More} t=${t}>
          <p class="name">${service ? t.of(service) : ''}</p>
          <${Ahead} ticket=${ticket} t=${t} />
          <p class="mixed">${t('result.mixed')}</p>
        </${More}>
      </section>
      <section class="next">
        <${Slip} ticket=${ticket} board=${board} t=${t} />
        <${More} t=${t}>
          <div class="go"><p class="step">${t('result.where')}</p><${Places} groups=${place.groups} t=${t} /></div>
          <p class="todo">${t('result.next')}</p>
        </${More}>
        <div class="pair">
          <button class="plain" onClick=${stay}>${t('result.stay')}${left !== null && html`<small>${t(sizes.short ? 'result.left.brief' : 'result.left', { n: left })}</small>`}</button>
          <button class="primary" onClick=${leave}>${t('result.done')}</button>
        </div>
      </section>
    </main>`;
}
