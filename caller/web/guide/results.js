/* What was found for the text, best guess first; with nothing typed, the businesses most people come for. Enter takes the first. */

import { html } from '/static/vendor/preact.js';
import { lookUp } from '/caller/web/lookup.js';
import { departmentOf } from '/caller/web/pick.js';
import { Row } from '/caller/web/lists.js';
import { waitOf } from '/caller/web/sheets/give.js';
import { Places } from '/caller/web/guide/places.js';
import { meanings } from '/caller/web/guide/search.js';

const SERVICES = 24;
const USUAL = 12;

function Services({ t, hall, model, waits, services, show, title, most }) {
  const wait = waitOf(t, hall, model, waits);
  return html`<section class="block" aria-labelledby="services-title"><h2 id="services-title">${title}</h2>
    <ul class="businesses">${services.slice(0, most).map((s) => html`<li key=${s.id}>
      <button onClick=${() => show({ name: 'give', service: s.id })}><b>${t.of(s)}</b><span class="quiet">${departmentOf(t, hall, s)}</span><span class="quiet wait">${wait(s)}</span></button></li>`)}</ul>
    ${services.length > most && html`<p class="quiet">${t('pick.more', { n: services.length - most })}</p>`}</section>`;
}

export function Results({ t, hall, model, waits, text, first, show, failed }) {
  const found = meanings(t, hall, model, text);
  const look = (ticket) => show({ name: 'ticket', id: ticket.id });
  const number = async () => {
    const ticket = await lookUp(hall.id, found.number).catch(failed);
    if (ticket) look(ticket);
    else if (ticket === null) failed({ code: 'unknown_ticket' });
  };
  const booking = () => show({ name: 'booking', query: found.booking });
  first.current = (!text.trim() && null) || (found.tickets.length === 1 && (() => look(found.tickets[0]))) || (found.number && !found.tickets.length && !found.services.length && number)
    || (found.tickets.length && (() => look(found.tickets[0]))) || (found.services.length && (() => show({ name: 'give', service: found.services[0].id })))
    || (found.booking && booking) || null;
  const nothing = text.trim() && !found.tickets.length && !found.number && !found.services.length && !found.booking;
  return html`<div class="results">
    ${found.number && html`<button class="other ask" onClick=${number}>${t('guide.look', { number: found.number })}</button>`}
    ${found.booking && html`<button class="other ask" onClick=${booking}>${t(`guide.booking.${Object.keys(found.booking)[0]}`)}</button>`}
    ${found.tickets.length > 0 && html`<section class="block" aria-labelledby="numbers-title"><h2 id="numbers-title">${t('guide.numbers')}</h2>
      <ul>${found.tickets.map((ticket) => html`<${Row} key=${ticket.id} ...${{ t, hall, ticket, look }} when=${t(`status.${ticket.status}`)} />`)}</ul></section>`}
    ${found.services.length > 0 && html`<${Services} ...${{ t, hall, model, waits, show }} services=${found.services} most=${text.trim() ? SERVICES : USUAL} title=${t(text.trim() ? 'guide.give' : 'guide.usual')} />`}
    ${!text.trim() && html`<${Places} ...${{ t, hall, model, look }} /><p class="keyline"><kbd>/</kbd>${t('guide.key.field')}<kbd>Enter</kbd>${t('guide.key.first')}<kbd>Esc</kbd>${t('guide.key.back')}</p>`}
    ${nothing && html`<p class="nothing"><b>${t('choose.none')}</b><span class="quiet">${t('guide.nothing')}</span></p>`}
  </div>`;
}
