/* What is coming: queues with their lengths, tickets on hold, those who wait. */

import { html, useState } from '/static/vendor/preact.js';
import { clock, minutesRange } from '/static/js/time.js';
import { Marks } from '/caller/web/parts.js';
import { nameOf } from '/caller/web/say.js';

const FIRST = 20;
const MORE = 100;

export function Queues({ t, model, waits }) {
  const queues = model ? Array.from(model.queues.values()) : [];
  return html`<section class="block" aria-labelledby="queues-title">
    <h2 id="queues-title">${t('queues')}</h2>
    <ul class="queues">${queues.map((queue) => html`<li key=${queue.id}>
      <span class="prefix">${queue.prefix}</span><span class="name">${t.of(queue)}</span>
      <span class="quiet">${queue.waiting && waits[queue.id] ? minutesRange(waits[queue.id], t) : ''}</span>
      <b>${t('people', { n: queue.waiting })}</b>
    </li>`)}</ul>
  </section>`;
}

function Row({ t, hall, ticket, at, children }) {
  return html`<li class="row" key=${ticket.id}>
    <b class="number">${ticket.number}</b>
    <span class="what">
      <span class="name">${nameOf(t, hall.services, ticket.service)}</span>
      <${Marks} t=${t} hall=${hall} ticket=${ticket} />
      ${ticket.bound && ticket.bound.window ? html`<span class="quiet">${t('bound')}</span>` : null}
    </span>
    <time class="quiet" datetime=${at}>${t('from', { time: clock(at, hall.timezone) })}</time>
    ${children}
  </li>`;
}

export function Held({ t, hall, held, can, off, resume }) {
  if (!held.length) return null;
  const dead = off || !can.has('resume');
  return html`<section class="block" aria-labelledby="held-title">
    <h2 id="held-title"><i class="mark held" aria-hidden="true"></i>${t('held', { n: held.length })}</h2>
    <ul>${held.map((ticket) => html`<${Row} key=${ticket.id} ...${{ t, hall, ticket }} at=${ticket.held_at}>
      <button class=${`small ${can.has('resume') ? '' : 'cannot'}`} aria-disabled=${dead} aria-label=${t('resume.number', { number: ticket.number })}
        onClick=${() => dead || resume(ticket)}>${t('verb.resume')}</button>
    <//>`)}</ul>
  </section>`;
}

export function Passed({ t, hall, passed, off, requeue }) {
  if (!passed.length) return null;
  return html`<section class="block" aria-labelledby="passed-title">
    <h2 id="passed-title"><i class="mark ended" aria-hidden="true"></i>${t('passed', { n: passed.length })}</h2>
    <ul>${passed.slice(0, FIRST).map((ticket) => html`<${Row} key=${ticket.id} ...${{ t, hall, ticket }} at=${ticket.ended_at || ticket.called_at}>
      <button class="small" aria-disabled=${off} aria-label=${t('requeue.number', { number: ticket.number })}
        onClick=${() => off || requeue(ticket)}>${t('verb.requeue')}</button>
    <//>`)}</ul>
  </section>`;
}

export function Waiting({ t, hall, waiting, can, off, choose }) {
  const [shown, setShown] = useState(FIRST);
  const rest = waiting.length - shown;
  return html`<section class="block" aria-labelledby="waiting-title">
    <h2 id="waiting-title">${t('waiting', { n: waiting.length })}</h2>
    ${waiting.length ? null : html`<p class="quiet">${t('empty')}</p>`}
    <ul>${waiting.slice(0, shown).map((ticket) => html`<${Row} key=${ticket.id} ...${{ t, hall, ticket }} at=${ticket.taken_at}>
      ${can.has('call') && html`<button class="small" aria-disabled=${off} aria-label=${t('call.number', { number: ticket.number })}
        onClick=${() => off || choose(ticket)}>${t('verb.call')}</button>`}
    <//>`)}</ul>
    ${rest > 0 && html`<button class="plain-button" onClick=${() => setShown(shown + MORE)}>${t('more', { n: rest })}</button>`}
  </section>`;
}
