/* Acts that are about a ticket or a reservation rather than a window: path and body of each. Pure. */

const TICKET = { requeue: 'requeue', cancel: 'cancel', move: 'transfer', reprint: 'reprint', grant: 'classes', take_away: 'classes' };

/* `about` is a ticket's id, a reservation's code, a service's or an alarm's key, as the act needs. */
export function asking(name, hall, about, args = {}) {
  const base = `/halls/${encodeURIComponent(hall)}`;
  const id = encodeURIComponent(about || '');
  if (TICKET[name]) return { path: `${base}/tickets/${id}/${TICKET[name]}`, body: args };
  if (name === 'take') return { path: `${base}/tickets`, body: args };
  if (name === 'check_in') return { path: `${base}/reservations/${id}/check-in`, body: args };
  if (name === 'find_booking') return { path: `${base}/reservations/find`, body: args };
  if (name === 'settle') return { path: `${base}/services/${id}/settle`, body: args };
  if (name === 'acknowledge') return { path: `${base}/alarms/${id}/acknowledge`, body: args };
  if (name === 'extend') return { path: `${base}/extend`, body: args };
  throw new Error(name);
}

/* What staff may do with a ticket that is not at their window, most wanted first. */
export function allowed(ticket) {
  const status = ticket.status;
  const back = status === 'no_show' || (status === 'completed' && ticket.outcome === 'incomplete');
  const waiting = status === 'waiting';
  return [
    back && 'requeue',
    (waiting || status === 'held') && 'grant',
    (waiting || status === 'held') && 'move',
    !['completed', 'cancelled', 'expired'].includes(status) && 'reprint',
    (waiting || status === 'held' || status === 'no_show') && 'cancel',
  ].filter(Boolean);
}

/* The body of a take: only what was said. `claims` is {class: reason}. */
export function taking({ services, needs, claims, cases, number, reason }) {
  const body = { services };
  const classes = Object.keys(claims).map((id) => ({ class: id, reason: claims[id] }));
  if (classes.length) body.classes = classes;
  if (needs.length) body.needs = needs;
  if (cases > 1) body.cases = cases;
  if (number) body.id_number = number;
  if (reason) body.reason = reason;
  return body;
}
