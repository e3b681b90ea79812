/* Sentences about what happened: results, refusals, why a ticket was called. Pure: words in, words out. */

/* A refusal in the clerk's words. */
export function problem(t, error) {
  const key = `error.${error.code}`;
  const facts = error.facts || {};
  if (t.has(key)) return t(key, { ...facts, detail: error.detail });
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

/* Classes and needs of a ticket as {kind, text}: kind decides the shape beside the word. */
export function marks(t, hall, ticket) {
  const classes = ticket.classes.filter((id) => id !== 'ordinary').map((id) => ({ kind: 'class', text: nameOf(t, hall.classes || [], id) }));
  const needs = ticket.needs.map((id) => ({ kind: 'need', text: t.has(`need.${id}`) ? t(`need.${id}`) : id }));
  return classes.concat(needs);
}

/* Why this ticket and no other: a few sentences. */
export function reasons(t, hall, why) {
  const klass = (id) => (id === 'ordinary' ? t('class.ordinary') : nameOf(t, hall.classes || [], id));
  const score = (n) => (Math.round(n * 10) / 10).toFixed(1);
  const lines = [];
  if (why.chosen) lines.push(t('why.chosen', { reason: reasonWords(t, why.chosen) }));
  if (why.class) lines.push(t('why.score', { class: klass(why.class), score: score(why.score) }));
  const next = why.runner_up;
  if (next) lines.push(t('why.runner_up', { number: next.number, class: klass(next.class), score: score(next.score) }));
  else if (!why.chosen) lines.push(t('why.alone'));
  if (why.waiting !== undefined) lines.push(t('why.waiting', { n: why.waiting }));
  return lines;
}
