/* The ticket at this window: number, business, who it is for, its clock, why it was called; or why there is none.
   Undo waits here for as long as the hub offers it, in the same corner. */

import { html, useState } from '/static/vendor/preact.js';
import { stopwatch } from '/static/js/time.js';
import { useNow } from '/caller/web/hooks.js';
import { Clock, Key, Marks } from '/caller/web/parts.js';
import { undoNumber } from '/caller/web/moves.js';
import { nameOf, reasons } from '/caller/web/say.js';

function Undo({ t, window, skew, can, press, off }) {
  const now = useNow(skew);
  const rest = can.has('undo') ? Math.floor((Date.parse(window.undo.until) - now) / 1000) : 0;
  if (rest <= 0) return null;
  return html`<button class="small undo" aria-disabled=${off} onClick=${() => press('undo')}>
    ${t('verb.undo')} ${undoNumber(window)} <span class="clock quiet" aria-hidden="true">${stopwatch(rest)}</span><${Key} name="undo" t=${t} />
  </button>`;
}

function Why({ t, hall, why }) {
  const [shown, setShown] = useState(false);
  if (!why) return html`<span></span>`;
  return html`<div class="why">
    <button class="plain-button" aria-expanded=${shown} onClick=${() => setShown(!shown)}>${t('why')}</button>
    ${shown && html`<ul>${reasons(t, hall, why).map((line) => html`<li>${line}</li>`)}</ul>`}
  </div>`;
}

function Nobody({ t, window, waiting }) {
  if (!window) return html`<p class="empty"><span class="quiet">${t('link.joining')}</span></p>`;
  if (window.state === 'closed') return html`<p class="empty"><b>${t('empty.closed')}</b><span class="quiet">${t('people.waiting', { n: waiting })}</span></p>`;
  if (!waiting) return html`<p class="empty"><b>${t('empty')}</b><span class="quiet">${t('empty.hint')}</span></p>`;
  return html`<p class="empty"><b>${t('people.waiting', { n: waiting })}</b><span class="quiet">${t(window.state === 'paused' ? 'empty.paused' : 'empty.press')}</span></p>`;
}

function Here({ t, hall, ticket, skew }) {
  const serving = ticket.status === 'serving';
  return html`
    <div class="hero">
      <p class="number">${ticket.number}</p>
      <p class="progress">
        <span class="state"><i class=${`mark ${ticket.status}`} aria-hidden="true"></i>${t(`status.${ticket.status}`)}</span>
        <${Clock} from=${serving ? ticket.started_at : ticket.called_at} skew=${skew} />
        ${ticket.uncertain && serving && html`<span class="quiet">${t('auto')}</span>`}
        ${!serving && ticket.recalls > 0 && html`<span class="quiet">${t(ticket.last_call ? 'recalls.last' : 'recalls', { n: ticket.recalls })}</span>`}
      </p>
    </div>
    <p class="business">${nameOf(t, hall.services, ticket.service)}${ticket.services.length > 1 ? html` <span class="quiet">${t('services', { n: ticket.services.length })}</span>` : null}</p>
    <${Marks} t=${t} hall=${hall} ticket=${ticket} />`;
}

export function Current({ t, hall, window, ticket, waiting, skew, can, press, off }) {
  return html`<section class="card current" aria-label=${t('current')}>
    <div class="body">${ticket ? html`<${Here} ...${{ t, hall, ticket, skew }} />` : html`<${Nobody} ...${{ t, window, waiting }} />`}</div>
    <div class=${`foot ${ticket || can.has('undo') ? 'used' : ''}`}>
      <${Why} key=${ticket ? ticket.id : ''} t=${t} hall=${hall} why=${ticket && ticket.why} />
      <${Undo} ...${{ t, window, skew, can, press, off }} />
    </div>
  </section>`;
}
