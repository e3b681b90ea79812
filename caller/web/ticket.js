/* The ticket at this window: number, business, who it is for, its clock, why it was called; or why there is none.
   Undo waits here for as long as the hub offers it, in the same corner. */

import { html, useState } from '/static/vendor/preact.js';
import { stopwatch } from '/static/js/time.js';
import { useNow } from '/caller/web/hooks.js';
import { Clock, Key, Marks } from '/caller/web/parts.js';
import { undoNumber } from '/caller/web/moves.js';
import { nameOf, signOf } from '/caller/web/say.js';
import { whyFacts, whyLine } from '/caller/web/why.js';

function Undo({ t, window, skew, can, press, off }) {
  const now = useNow(skew);
  const rest = can.has('undo') ? Math.floor((Date.parse(window.undo.until) - now) / 1000) : 0;
  if (rest <= 0) return null;
  return html`<button class="small undo" aria-disabled=${off} onClick=${() => press('undo')}>
    ${t('verb.undo')} ${undoNumber(window)} <span class="clock quiet" aria-hidden="true">${stopwatch(rest)}</span><${Key} name="undo" t=${t} />
  </button>`;
}

function Why({ t, hall, ticket, shown, setShown }) {
  if (!ticket || !ticket.why) return html`<span></span>`;
  return html`<div class="why"><button class="plain-button" aria-expanded=${shown} onClick=${() => setShown(!shown)}>
    <b>${t('why')}</b> <span>${whyLine(t, hall, ticket)}</span></button></div>`;
}

function Nobody({ t, hall, window, waiting, ring }) {
  if (!window) return html`<p class="empty"><span class="quiet">${t('link.joining')}</span></p>`;
  const people = t('people.waiting', { n: waiting });
  const auto = hall.rules && hall.rules.auto_call;
  if (window.state === 'closed') return html`<p class="empty"><b>${t('empty.closed')}</b><span class="quiet">${people}</span></p>`;
  if (ring) return html`<p class="empty rung"><b>${t('ring')}</b><span class="quiet">${people}</span></p>`;
  if (!waiting) return html`<p class="empty"><b>${t('empty')}</b><span class="quiet">${t(window.ready ? 'empty.ready' : 'empty.hint')}</span></p>`;
  const next = window.state === 'paused' ? 'empty.paused' : auto && !window.ready ? 'empty.auto' : 'empty.press';
  return html`<p class="empty"><b>${people}</b><span class="quiet">${t(next)}</span></p>`;
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
    <${Marks} t=${t} hall=${hall} ticket=${ticket} />
    ${!serving && ticket.needs.length > 0 && html`<p class="quiet">${t('guide.rung')}</p>`}
    ${ticket.back && html`<p class="quiet">${t('back.after', { sign: signOf(t, hall, ticket.back.window) })}</p>`}`;
}

export function Current({ t, hall, window, ticket, waiting, skew, can, press, off, ring }) {
  const [opened, setOpened] = useState(null);
  const shown = !!ticket && !!ticket.why && opened === ticket.id;
  return html`<section class="card current" aria-label=${t('current')}>
    <div class="body">${ticket ? html`<${Here} ...${{ t, hall, ticket, skew }} />` : html`<${Nobody} ...${{ t, hall, window, waiting, ring }} />`}</div>
    <div class=${`foot ${ticket || can.has('undo') ? 'used' : ''}`}>
      <${Why} ...${{ t, hall, ticket }} shown=${shown} setShown=${(on) => setOpened(on && ticket.id)} />
      <${Undo} ...${{ t, window, skew, can, press, off }} />
    </div>
    ${shown && html`<ul class="reasons-of">${whyFacts(t, hall, ticket).map((line) => html`<li>${line}</li>`)}</ul>`}
  </section>`;
}
