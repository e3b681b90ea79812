/* What one window's screen has to say, from its view. Pure. */

import { atLunch } from '/display/web/js/opening.js';

const MOST_NAMED = 3;

/* Other open windows that serve one of this window's services, by number. */
export function alternatives(model, windowId, profile) {
  const services = new Set(servicesOf(profile, windowId));
  return [...model.windows.values()]
    .filter((w) => w.id !== windowId && w.state === 'open')
    .filter((w) => !profile || servicesOf(profile, w.id).some((s) => services.has(s)))
    .sort((a, b) => a.number - b.number)
    .slice(0, MOST_NAMED)
    .map((w) => w.sign);
}

function servicesOf(profile, windowId) {
  const window = profile && (profile.windows || []).find((w) => w.id === windowId);
  return (window && window.services) || [];
}

/* Called or served nobody, and the hall has lunch: windows that work through it are pointed to. */
function lunch(model, windowId, profile) {
  return { say: 'screen.lunch', mark: 'paused', number: '', seq: null, last: false, elsewhere: alternatives(model, windowId, profile) };
}

/* {say, mark, number, seq, last, elsewhere}: `say` is a key of the dictionary. */
export function screenState(model, windowId, profile, hours) {
  const window = model.windows.get(windowId);
  const ticket = window && window.ticket ? model.tickets.get(window.ticket) : null;
  if (ticket) {
    const serving = ticket.status === 'serving';
    return {
      say: serving ? 'screen.serving' : 'screen.called',
      mark: serving ? 'serving' : 'called',
      number: ticket.number,
      seq: serving ? null : ticket.called_seq,
      last: !serving && ticket.last_call,
      classes: ticket.classes || [],
      elsewhere: [],
    };
  }
  if (atLunch(hours, profile, windowId)) return lunch(model, windowId, profile);
  const state = window ? window.state : 'closed';
  const elsewhere = state === 'open' ? [] : alternatives(model, windowId, profile);
  return { say: `screen.${state}`, mark: state, number: '', seq: null, last: false, elsewhere };
}
