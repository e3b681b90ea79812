/* Looking a number up: what the hub knows of it now, and again after each act. */

import { useEffect, useRef, useState } from '/static/vendor/preact.js';
import { api } from '/static/js/hub.js';

/* A number as people say it: A012, a 12. */
export const spelt = (text) => text.replace(/\s/g, '').toUpperCase();
export const numberLike = (text) => /^[A-Z]\d{2,6}$/.test(spelt(text));

/* Today's ticket with this number, or null; a waiting one with how many are ahead. */
export async function lookUp(hall, number) {
  const { tickets } = await api('GET', `/halls/${encodeURIComponent(hall)}/tickets?number=${encodeURIComponent(spelt(number))}`, null, { as: 'staff' });
  return tickets.length ? readTicket(hall, tickets[0].id) : null;
}

export async function readTicket(hall, id) {
  const { ticket } = await api('GET', `/halls/${encodeURIComponent(hall)}/tickets/${encodeURIComponent(id)}`, null, { as: 'staff' });
  return ticket;
}

/* The ticket with an id, read anew whenever `turn` changes: the live view's seq, so that the card moves with the hall. */
export function useTicket(hall, id, turn, failed) {
  const [ticket, setTicket] = useState(null);
  const wanted = useRef(null);
  wanted.current = id;
  useEffect(() => {
    if (!id) return undefined;
    const timer = setTimeout(() => readTicket(hall, id).then((found) => wanted.current === id && setTicket(found), failed), 150);
    return () => clearTimeout(timer);
  }, [hall, id, turn]);
  return [ticket && ticket.id === id ? ticket : null, setTicket];
}
