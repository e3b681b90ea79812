/* What is coming: queues with their lengths, tickets on hold, those who wait. */

import { html, useState } from '/static/vendor/preact.js';
import { clock, minutesRange } from '/static/js/time.js';
import { useNow } from '/caller/web/hooks.js';
import { Key, Marks } from '/caller/web/parts.js';
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

/* People who are not at the window: look a number up, give one. */
export function Tools({ t, off, press }) {
  return html`<div class="tools">${['find', 'give'].map((name) => html`
    <button key=${name} class="small" aria-disabled=${off} onClick=${() => off || press(name)}>${t(`verb.${name}`)}<${Key} name=${name} t=${t} /></button>`)}</div>`;
}

/* A number is a button that opens its card; what is most likely wanted stands beside it. */
export function Row({ t, hall, ticket, when, look, children }) {
  return html`<li class="row" key=${ticket.id}>
    ${look ? html`<button class="plain-button number" aria-label=${t('find.number', { number: ticket.number })} onClick=${() => look(ticket)}>${ticket.number}</button>`
      : html`<b class="number">${ticket.number}</b>`}
    <span class="what">
      <span class="name">${nameOf(t, hall.services, ticket.service)}</span>
      <${Marks} t=${t} hall=${hall} ticket=${ticket} />
      ${ticket.bound && ticket.bound.window ? html`<span class="quiet">${t('bound')}</span>` : null}
    </span>
    <span class="quiet when">${when}</span>
    ${children}
  </li>`;
}

const from = (t, hall, at) => html`<time datetime=${at}>${t('from', { time: clock(at, hall.timezone) })}</time>`;

/* When a held ticket is to be remembered; past that it says so, with its shape. */
function Until({ t, hall, ticket, now }) {
  if (!ticket.hold_until) return from(t, hall, ticket.held_at);
  const over = Date.parse(ticket.hold_until) <= now;
  return html`<time datetime=${ticket.hold_until} class=${over ? 'over' : ''}>
    ${over ? html`<i class="mark warning" aria-hidden="true"></i>${t('held.over', { n: Math.floor((now - Date.parse(ticket.held_at)) / 60000) })}`
      : t('held.until', { time: clock(ticket.hold_until, hall.timezone) })}</time>`;
}

export function Held({ t, hall, held, can, off, skew, look, resume }) {
  const now = useNow(skew);
  if (!held.length) return null;
  const dead = off || !can.has('resume');
  return html`<section class="block" aria-labelledby="held-title">
    <h2 id="held-title"><i class="mark held" aria-hidden="true"></i>${t('held', { n: held.length })}</h2>
    <ul>${held.map((ticket) => html`<${Row} key=${ticket.id} ...${{ t, hall, ticket, look }} when=${html`<${Until} ...${{ t, hall, ticket, now }} />`}>
      <button class=${`small ${can.has('resume') ? '' : 'cannot'}`} aria-disabled=${dead} aria-label=${t('resume.number', { number: ticket.number })}
        onClick=${() => dead || resume(ticket)}>${t('verb.resume')}</button>
    <//>`)}</ul>
  </section>`;
}

export function Passed({ t, hall, passed, off, look, requeue }) {
  if (!passed.length) return null;
  return html`<section class="block" aria-labelledby="passed-title">
    <h2 id="passed-title"><i class="mark ended" aria-hidden="true"></i>${t('passed', { n: passed.length })}</h2>
    <ul>${passed.slice(0, FIRST).map((ticket) => html`<${Row} key=${ticket.id} ...${{ t, hall, ticket, look }} when=${from(t, hall, ticket.ended_at || ticket.called_at)}>
      <button class="small" aria-disabled=${off} aria-label=${t('requeue.number', { number: ticket.number })}
        onClick=${() => off || requeue(ticket)}>${t('verb.requeue')}</button>
    <//>`)}</ul>
  </section>`;
}

export function Waiting({ t, hall, waiting, can, off, look, choose }) {
  const [shown, setShown] = useState(FIRST);
  const rest = waiting.length - shown;
  return html`<section class="block" aria-labelledby="waiting-title">
    <h2 id="waiting-title">${t('waiting', { n: waiting.length })}</h2>
    ${waiting.length ? null : html`<p class="quiet">${t('empty')}</p>`}
    <ul>${waiting.slice(0, shown).map((ticket) => html`<${Row} key=${ticket.id} ...${{ t, hall, ticket, look }} when=${from(t, hall, ticket.taken_at)}>
      ${can.has('call') && html`<button class="small" aria-disabled=${off} aria-label=${t('call.number', { number: ticket.number })}
        onClick=${() => off || choose(ticket)}>${t('verb.call')}</button>`}
    <//>`)}</ul>
    ${rest > 0 && html`<button class="plain-button" onClick=${() => setShown(shown + MORE)}>${t('more', { n: rest })}</button>`}
  </section>`;
}
