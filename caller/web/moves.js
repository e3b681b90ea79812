/* What the clerk may do now, and what the one big button does. Pure: facts in, words out.
   The hub decides; this only keeps the page from offering what it would refuse. */

const AT_WINDOW = ['called', 'serving'];

/* The window and its ticket as they are: the newer of the live model and the last verb's answer. */
export function present(model, id, answer) {
  const newer = answer && answer.window && answer.window.id === id && (!model || answer.seq > model.seq) ? answer : null;
  const window = newer ? newer.window : (model && model.windows.get(id)) || null;
  if (!window || !window.ticket) return { window, ticket: null };
  const told = newer && newer.ticket && newer.ticket.id === window.ticket ? newer.ticket : null;
  return { window, ticket: told || (model && model.tickets.get(window.ticket)) || null };
}

/* What the big button does: 'open', 'back' (after a pause), 'next', 'finish_next', 'complete',
   or 'ask' while the ticket is only called: has the citizen come? */
export function primary(window, ticket) {
  if (ticket && ticket.status === 'called') return 'ask';
  if (ticket) return window.state === 'open' ? 'finish_next' : 'complete';
  if (window.state === 'open') return 'next';
  return window.state === 'paused' ? 'back' : 'open';
}

/* The names of every act possible now. */
export function possible(window, ticket) {
  const can = new Set(['person', 'help', 'requeue', 'find', 'give']);
  if (!window) return can;
  const add = (when, ...names) => when && names.forEach((name) => can.add(name));
  const called = !!ticket && ticket.status === 'called';
  const open = window.state === 'open';
  add(true, primary(window, ticket));
  add(called, 'recall', 'start', 'no_show');
  add(called && open, 'finish_next', 'absent_next');
  add(!!ticket && AT_WINDOW.includes(ticket.status), 'complete', 'hold', 'transfer');
  add(open && !window.ticket, 'call', 'resume');
  add(open, 'pause', 'take_over');
  add(window.state === 'paused', 'back');
  add(window.state !== 'closed' && !window.ticket, 'close');
  add(!!window.undo, 'undo');
  add(open && window.ready !== undefined, window.ready ? 'unready' : 'ready');
  return can;
}

const PATHS = {
  next: 'call-next', finish_next: 'call-next', absent_next: 'call-next', call: 'call', recall: 'recall',
  start: 'start', complete: 'complete', no_show: 'no-show', hold: 'hold', resume: 'resume', transfer: 'transfer',
  undo: 'undo', ready: 'ready', unready: 'ready', open: 'open', back: 'open', take_over: 'open', pause: 'pause', close: 'close',
};
const FINISH = { finish_next: 'completed', absent_next: 'no_show' };
const ABOUT_WINDOW = ['open', 'back', 'take_over', 'pause', 'close'];

/* Path and body of an act at a window. Every act on a ticket names the one the page believes in, so that a
   second press meets another ticket and is refused; `resume` and `undo` name the one they act on. */
export function request(name, hall, window, args = {}) {
  if (name === 'requeue') return { path: `/halls/${hall}/tickets/${args.ticket}/requeue`, body: {} };
  const path = `/halls/${hall}/windows/${window.id}/${PATHS[name]}`;
  if (name === 'ready' || name === 'unready') return { path, body: { ready: name === 'ready' } };
  if (ABOUT_WINDOW.includes(name)) return { path, body: args };
  const body = { ticket: window.ticket || null, ...args };
  if (FINISH[name]) body.finish = FINISH[name];
  if (name === 'undo') body.ticket = undoTicket(window);
  return { path, body };
}

/* The ticket an undo is named by: the one here, else the last that the press moved. */
export function undoTicket(window) {
  const ids = (window.undo && window.undo.tickets) || [];
  return ids.includes(window.ticket) ? window.ticket : ids[ids.length - 1];
}

/* The number that an undo is about, for its button. */
export function undoNumber(window) {
  const { tickets, numbers } = window.undo;
  return (numbers || [])[tickets.indexOf(undoTicket(window))] || '';
}

/* Those waiting, the earliest clock first; those held, the longest first; those passed, the latest first.
   Of whom an answer tells that the live view has not reached, it is not known yet: in none. */
export function lists(model, answer = null) {
  const told = answer && answer.ticket && answer.ticket.id;
  const all = model ? Array.from(model.tickets.values()).filter((ticket) => ticket.id !== told) : [];
  const by = (field) => (a, b) => (a[field] < b[field] ? -1 : a[field] > b[field] ? 1 : a.number < b.number ? -1 : 1);
  return {
    waiting: all.filter((ticket) => ticket.status === 'waiting').sort(by('clock')),
    held: all.filter((ticket) => ticket.status === 'held').sort(by('held_at')),
    passed: all.filter((ticket) => ticket.status === 'no_show').sort(by('ended_at')).reverse(),
  };
}
