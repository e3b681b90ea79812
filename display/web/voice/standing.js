/* Whether a call still stands, from the live board; the same judgement as the announcer's (display/voice/calls.py). Pure.
   Without news from the hub a call stands: a lost link must never silence a hall. */

const REMEMBERED = 200;

/* Ticket → seq of its last undone call, from the events of an update. */
export function undoneBy(undone, update) {
  const found = new Map(undone);
  for (const event of (update && update.events) || []) {
    if (event.kind !== 'ticket.undone' || !event.ticket) continue;
    found.delete(event.ticket);
    found.set(event.ticket, event.seq);
  }
  while (found.size > REMEMBERED) found.delete(found.keys().next().value);
  return found;
}

/* Why a job must not be said any more: 'undone', 'stale', or null while its call stands. */
export function over(job, { model, undone, connected }) {
  if (!job.ticket) return null;
  if ((undone.get(job.ticket) || -1) > job.seq) return 'undone';
  if (!connected || !model || model.seq < job.seq) return null;
  const ticket = model.tickets.get(job.ticket);
  return ticket && ticket.status === 'called' && ticket.window === job.payload.window ? null : 'stale';
}
