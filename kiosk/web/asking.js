/* The requests a kiosk makes, as plain objects: what is asked, of whom, and with which key. Pure.
   `doubt` names what would happen twice if a lost answer were asked for with another key; questions have none. */

/* Whose it is: a card that lay on the reader, a number that was typed, or nobody says. */
const whose = ({ card, id }) => (card ? { reading: card.reading } : id ? { id_number: id } : {});

/* Take a number for the services of a confirm screen. */
export function requesting(state, { services, key }) {
  const body = { services, locale: state.lang, ...whose(state) };
  if (services.length > 1) body.order = 'any';
  if (state.needs.length) body.needs = state.needs;
  if (state.cases > 1) body.cases = state.cases;
  return { kind: 'take', key, doubt: `take ${services.join(' ')}`, path: '/tickets', body };
}

/* Turn a reservation into a number; a card or ID number shown on the way proves an age or a name besides. */
export const arriving = (code, key, state) => ({
  kind: 'arrive', key, doubt: `arrive ${code}`, path: `/reservations/${encodeURIComponent(code)}/check-in`,
  body: { locale: state.lang, ...whose(state) },
});

/* Today's reservations of whoever has this card, ID number or phone. `next`: the key with which the only one is checked in at once. */
export const finding = (who, key, next) => ({ kind: 'find', key, path: '/reservations/find', body: who, next });

/* A ticket of today by its number, by the code its slip carries, or by its holder's card. */
export const looking = (who, key) => ({ kind: 'look', key, path: '/tickets/find', body: who });

/* Back into line; a slip once more. */
export const requeueing = (ticket, key) => ({ kind: 'requeue', key, doubt: `requeue ${ticket.id}`, path: `/tickets/${ticket.id}/requeue`, body: {} });
export const reprinting = (ticket, key) => ({ kind: 'reprint', key, doubt: `reprint ${ticket.id}`, path: `/tickets/${ticket.id}/reprint`, body: {} });
