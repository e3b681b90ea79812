/* What a text may mean at the guide's desk: a number of today, a business, somebody's reservation. Pure. */

import { numberLike, spelt } from '/caller/web/lookup.js';
import { sought } from '/caller/web/pick.js';

const SHOWN = 12;
const PHONE = /^1\d{10}$/;
const CARD = /^(\d{15}|\d{17}[\dX]|[A-Z]{3}\d{12})$/;
const CODE = /^[A-Z0-9-]{6,20}$/;

export function meanings(t, hall, model, text) {
  const said = spelt(text);
  const all = model ? Array.from(model.tickets.values()) : [];
  const tickets = said && /^[A-Z]{0,2}\d*$/.test(said) ? all.filter((one) => one.number.includes(said)).sort((a, b) => (a.number < b.number ? -1 : 1)).slice(0, SHOWN) : [];
  const services = sought(t, hall, hall.services, text);
  return {
    tickets,
    /* A number that has ended is not in the live view; the hub still knows it. */
    number: numberLike(said) && !tickets.length ? said : null,
    services,
    booking: bookingQuery(hall, said, tickets.length + services.length),
  };
}

/* How a reservation would be asked for: by phone, by card or by its code; null when it is none of them.
   A code looks like any word, so it is one only where the word found nothing else. */
export function bookingQuery(hall, said, found) {
  if (!hall.reservations || !hall.reservations.taken) return null;
  if (PHONE.test(said)) return { phone: said };
  if (CARD.test(said)) return { id_number: said };
  return CODE.test(said) && !found ? { code: said } : null;
}
