/* From a view's snapshots and updates to the calls a board has to show. Pure.
   `cursor` is the seq up to which calls are already known here: nothing is shown twice, nothing is skipped. */

import { emptyBurst, offer, remember, withdraw } from '/static/js/burst.js';

const CALLS = ['ticket.called', 'ticket.recalled'];
const BACK = ['ticket.undone', 'ticket.transferred'];

export function callOf(ticket) {
  return {
    seq: ticket.called_seq,
    ticket: ticket.id,
    number: ticket.number,
    window: ticket.window,
    sign: ticket.sign,
    recalls: ticket.recalls,
    last: ticket.last_call,
    classes: ticket.classes || [],
  };
}

/* A call whose ticket has already left the view: the event still names number and window. */
function callOfEvent(event, windows) {
  const window = windows.get(event.window);
  return {
    seq: event.seq,
    ticket: event.ticket,
    number: event.number,
    window: event.window,
    sign: window ? window.sign : event.window,
    recalls: event.kind === 'ticket.recalled' ? 1 : 0,
    last: false,
    classes: [],
  };
}

const called = (model) => [...model.tickets.values()].filter((t) => t.called_seq).map((t) => [t, callOf(t)]);

/* A snapshot: what this board has not shown and still stands is new; the rest is the list. */
export function takeSnapshot(burst, model, cursor, now) {
  const all = called(model);
  const standing = new Set(all.map(([, call]) => `${call.ticket} ${call.seq}`));
  const kept = (calls) => calls.filter((c) => standing.has(`${c.ticket} ${c.seq}`));
  const isNew = ([ticket, call]) => cursor !== null && call.seq > cursor && ticket.status === 'called';
  const fresh = kept(burst.fresh);
  const waiting = kept(burst.waiting);
  const open = new Set(fresh.concat(waiting).map((c) => c.ticket));
  const old = all.filter((pair) => !isNew(pair) && !open.has(pair[0].id)).map(([, call]) => call);
  const news = all.filter(isNew).map(([, call]) => call).sort((a, b) => a.seq - b.seq);
  const start = remember({ ...emptyBurst(), fresh, waiting, since: burst.since, rush: burst.rush }, old);
  return news.reduce((state, call) => offer(state, call, now), start);
}

/* An update: its events in order. A call taken back within the same update is never shown. */
export function takeUpdate(burst, model, update, now) {
  let state = burst;
  for (const event of update.events || []) {
    const ticket = model.tickets.get(event.ticket);
    if (BACK.includes(event.kind) && !ticket) state = withdraw(state, event.ticket);
    else if (BACK.includes(event.kind)) state = backToEarlier(state, ticket);
    if (!CALLS.includes(event.kind)) continue;
    if (!ticket) state = offer(state, callOfEvent(event, model.windows), now);
    else if (ticket.called_seq === event.seq) state = offer(state, callOf(ticket), now);
  }
  return state;
}

/* After an undo or transfer a ticket may still be in view for another call: drop what is no longer true. */
function backToEarlier(state, ticket) {
  const known = state.fresh.concat(state.waiting, state.past).find((c) => c.ticket === ticket.id);
  return known && known.seq > ticket.called_seq ? remember(withdraw(state, ticket.id), [callOf(ticket)]) : state;
}
