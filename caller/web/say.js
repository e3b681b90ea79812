/* Sentences about what happened: results, refusals, why a ticket was called. Pure: words in, words out. */

import { firstMisfit } from '/static/js/misfit.js';
import { clock } from '/static/js/time.js';

/* A refusal in the reader's words; of an entry that does not fit, what is expected of it. */
export function problem(t, error) {
  const key = `error.${error.code}`;
  const form = firstMisfit(t, error);
  if (form) return t('form.wrong', { form });
  if (t.has(key)) return t(key, { ...error.facts, detail: error.detail });
  return t('error.unknown', { detail: error.detail || error.code });
}

/* What an act did, for the ear and the eye. `number` is the ticket the act was about. */
export function result(t, name, answer, number, args = {}) {
  const called = answer.ticket && answer.ticket.status === 'called' ? answer.ticket.number : null;
  if (name === 'next' || name === 'finish_next' || name === 'absent_next') {
    return called ? t('did.next', { number: called }) : t(name === 'next' ? 'did.nobody' : 'did.finished_nobody', { number });
  }
  if (name === 'complete' && answer.ticket && answer.ticket.status === 'waiting') return t('did.complete_on', { number });
  if (name === 'complete') return t('did.complete', { number, outcome: t(`outcome.${args.outcome || 'done'}`) });
  return t(`did.${name}`, { number: (answer.ticket && answer.ticket.number) || number || '' });
}

/* A reason's code in words. Free words are kept apart by the hub and come as `text`. */
export const reasonWords = (t, code) => (t.has(`reason.${code}`) ? t(`reason.${code}`) : t('reason.text'));

export function nameOf(t, list, id) {
  const found = list.find((entry) => entry.id === id);
  return found ? t.of(found) || found.short_name || id : id;
}

export const signOf = (t, hall, id) => t.of(hall.windows.find((w) => w.id === id), 'sign') || id;
export const classWord = (t, hall, id) => (id === 'ordinary' ? t('class.ordinary') : nameOf(t, hall.classes || [], id));
export const needWord = (t, id) => (t.has(`need.${id}`) ? t(`need.${id}`) : id);

/* What stands beside a number as {kind, text, icon?}: classes, needs, a reservation's time, a number of cases. */
export function marks(t, hall, ticket) {
  const all = ticket.classes.filter((id) => id !== 'ordinary' && !(id === 'reservation' && ticket.slot))
    .map((id) => ({ kind: 'class', text: classWord(t, hall, id) }));
  if (ticket.slot) all.push({ kind: 'class', text: t('mark.slot', { time: clock(ticket.slot, hall.timezone) }) });
  if (ticket.cases > 1) all.push({ kind: 'plain', text: t('mark.cases', { n: ticket.cases }) });
  return all.concat(ticket.needs.map((id) => ({ kind: 'need', text: needWord(t, id), icon: id })));
}
