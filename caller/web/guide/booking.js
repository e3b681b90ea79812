/* A reservation at the guide's desk: found by its code, a phone or a card; one press makes it a number. */

import { html, useEffect, useState } from '/static/vendor/preact.js';
import { api } from '/static/js/hub.js';
import { clock, dateLine } from '/static/js/time.js';
import { asking } from '/caller/web/asks.js';
import { Taken } from '/caller/web/give.js';
import { nameOf, problem } from '/caller/web/say.js';

/* The reservations a query means: one by its code, or today's open ones of a person. */
async function find(hall, query) {
  if (query.code) {
    const { reservation } = await api('GET', `/halls/${encodeURIComponent(hall)}/reservations/${encodeURIComponent(query.code)}`, null, { as: 'staff' });
    return [reservation];
  }
  const { path, body } = asking('find_booking', hall, null, query);
  return (await api('POST', path, body, { as: 'staff' })).reservations;
}

/* A refusal with what it says: the right day, the right hall, when to come. */
export function bookingProblem(t, hall, error) {
  const facts = error.facts || {};
  if (error.code === 'wrong_day' && facts.slot) return t('booking.wrong_day', { day: dateLine(facts.slot, t.lang, hall.timezone), time: clock(facts.slot, hall.timezone) });
  if (error.code === 'other_hall' && facts.name) return t('booking.other_hall', { hall: facts.name });
  return problem(t, error);
}

function One({ t, hall, one, off, checkIn }) {
  return html`<li class="booking">
    <p class="business">${nameOf(t, hall.services, one.service)}</p>
    <p class="now">${dateLine(one.start, t.lang, hall.timezone)} ${clock(one.start, hall.timezone)}–${clock(one.end, hall.timezone)}</p>
    <p class="quiet">${t('booking.code', { code: one.code })} · ${t(`booking.${one.status}`, { number: one.number || '' })}</p>
    ${one.status === 'booked' && html`<button class="main" data-first aria-disabled=${off} onClick=${() => off || checkIn(one)}>${t('booking.check_in')}</button>`}
  </li>`;
}

export function Booking({ t, hall, pane, ask, off, print, clear, show, wrong, failed }) {
  const [found, setFound] = useState(null);
  const [told, setTold] = useState(null);
  const [printed, setPrinted] = useState(false);
  const [refused, setRefused] = useState('');
  useEffect(() => {
    const no = (error) => (error.status === 401 ? failed(error) : setRefused(bookingProblem(t, hall, error)));
    find(hall.id, pane.query).then(setFound, no);
  }, []);
  const checkIn = async (one) => {
    const answer = await ask('check_in', one.code, {});
    if (answer) setTold(answer);
  };
  const paper = print && (async (ticket) => { if (await ask('reprint', ticket.id, {})) setPrinted(true); });
  if (told) {
    return html`<div>${told.arrival && html`<p class="note">${t(`checked.${told.arrival}`)}</p>`}
      <${Taken} ...${{ t, hall, told, printed }} print=${paper} again=${clear} close=${clear} /></div>`;
  }
  if (refused) return html`<p class="fault" role="alert">${refused}</p>`;
  if (!found) return html`<p class="quiet">${t('link.joining')}</p>`;
  return html`<div>
    ${found.length ? html`<ul class="bookings">${found.map((one) => html`<${One} key=${one.code} ...${{ t, hall, one, off, checkIn }} />`)}</ul>`
      : html`<p class="note">${t('booking.none')}</p>`}
    <p class="fault" role="alert">${wrong}</p>
    <button class="other" onClick=${() => show({ name: 'give', service: found.length ? found[0].service : null })}>${t('booking.instead')}</button>
  </div>`;
}
