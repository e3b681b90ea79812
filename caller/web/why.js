/* «Why this one»: the line below the ticket, and the facts behind it. Pure: facts in, words out. */

import { clock } from '/static/js/time.js';
import { classWord, reasonWords } from '/caller/web/say.js';

/* Merit in whole minutes, as people count waiting. */
const minutes = (t, score) => (score < 1 ? t('why.under') : t('why.minutes', { n: Math.round(score) }));

/* One sentence: chosen by hand, helping out, alone, or this much merit against the runner-up's. */
export function whyLine(t, hall, ticket) {
  const why = ticket.why;
  if (why.chosen) return t('why.chosen', { reason: reasonWords(t, why.chosen) });
  const lead = why.help ? t('why.help') : words(t, hall, ticket);
  const next = why.runner_up;
  if (!next) return t('why.alone', { lead });
  const [score, other] = [minutes(t, why.score), minutes(t, next.score)];
  return score === other ? t('why.ahead', { lead, number: next.number }) : t('why.before', { lead, score, number: next.number, other });
}

function words(t, hall, ticket) {
  const { class: klass } = ticket.why;
  if (klass === 'ordinary') return t('why.first');
  if (klass === 'reservation' && ticket.slot) return t('mark.slot', { time: clock(ticket.slot, hall.timezone) });
  return classWord(t, hall, klass);
}

/* The facts, one a line: how it counts, who comes next, who granted what, what is known of the visit. */
export function whyFacts(t, hall, ticket) {
  const why = ticket.why;
  const lines = [t('why.score', { class: classWord(t, hall, why.class), score: minutes(t, why.score) })];
  const next = why.runner_up;
  if (next) lines.push(t('why.runner_up', { number: next.number, class: classWord(t, hall, next.class), score: minutes(t, next.score) }));
  if (why.help) lines.push(t('why.help.more'));
  return [
    ...lines,
    ...visit(t, hall, ticket),
    ...(ticket.granted || []).map((one) => granted(t, hall, one)),
    t('why.waiting', { n: why.waiting }),
  ];
}

/* What is known of the visit whether or not it was called: taken when, reserved for when, age, sent back. */
export function visit(t, hall, ticket) {
  const lines = [t('why.taken', { time: clock(ticket.taken_at, hall.timezone) })];
  if (ticket.slot) {
    const came = ticket.arrival && t.has(`arrival.${ticket.arrival}`) ? t(`arrival.${ticket.arrival}`) : '';
    lines.push(t('why.slot', { time: clock(ticket.slot, hall.timezone), came }));
  }
  if (ticket.age_band) lines.push(t('why.age', { age: parseInt(ticket.age_band, 10) }));
  if (ticket.classes.includes('returning')) lines.push(t('why.returning'));
  if (ticket.requeues) lines.push(t('why.requeued', { n: ticket.requeues }));
  return lines;
}

/* Who gave a class and why: by the number on a card, a reservation, or a person with a reason. */
export function granted(t, hall, one) {
  const name = classWord(t, hall, one.class);
  const [role, ...rest] = String(one.by || '').split(':');
  if (t.has(`granted.${role}`)) return t(`granted.${role}`, { class: name });
  const named = rest.length > 0 && rest[0] !== 'token';
  const person = named ? rest.join(':') : t.has(`role.${role}`) ? t(`role.${role}`) : role;
  if (!one.reason) return t('grant.by', { class: name, person });
  return t('grant.because', { class: name, person, reason: reasonWords(t, one.reason) });
}
