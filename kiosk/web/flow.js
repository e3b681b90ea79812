/* Where each touch leads: the kiosk's whole behaviour as a pure function of state and action.
   No clock, no network, no words: keys, answers and times come in with the actions.

   `trail` is the way here; its last place is what is shown. `taking` is a request under way (asking.js), `doubts` those
   whose answer never came: the hub may have acted, so only the same key and body may ask again.
   `typed`, `id` and `card` (what lies on the reader, without its number) are personal: they live here only, and end
   with the person. */

import { arriving, requesting } from '/kiosk/web/asking.js';

const START = { screen: 'start' };
const MOST_SERVICES = 5;
const LONGEST = 40;

/* What one person says of themselves and their visit. */
const VISIT = { query: '', typed: '', needs: [], id: '', card: null, cases: 1, refusal: null, ticket: null, news: {} };

/* What a new person finds. */
export function fresh(lang) {
  return { ...VISIT, lang, large: false, trail: [START], taking: null, doubts: {} };
}

export const place = (state) => state.trail[state.trail.length - 1];

/* Whether the person has said who they are. */
export const identified = (state) => Boolean(state.id || state.card);

/* True when leaving now would cost the person something: they are warned before the page returns to start. */
export const underWay = (state) => state.trail.length > 1 || identified(state);

/* The request this person's press would send. After a lost answer it is the same one, word for word. */
export function request(state) {
  const asked = requesting(state, place(state));
  return state.doubts[asked.doubt] || asked;
}

export const inDoubt = (state) => place(state).screen === 'confirm' && Boolean(state.doubts[requesting(state, place(state)).doubt]);

const push = (state, next) => ({ ...state, trail: [...state.trail, next], refusal: null });
const home = (state) => ({ ...state, ...VISIT, trail: [START] });
const swap = (state, here) => ({ ...state, trail: [...state.trail.slice(0, -1), here] });
const send = (state, asked) => ({ ...state, taking: { ...(state.doubts[asked.doubt] || asked), slow: false }, refusal: null });

function back(state) {
  if (place(state).screen === 'result' || state.trail.length < 2) return home(state);
  return { ...state, trail: state.trail.slice(0, -1), typed: place(state).screen === 'enter' ? '' : state.typed, refusal: null };
}

/* One more service: back to the confirm screen that asked for it, with another key, for it is another request. */
function add(state, at, { service, key }) {
  const asked = state.trail[at];
  const services = [...asked.services.filter((s) => s !== service), service].slice(0, MOST_SERVICES);
  return { ...state, trail: [...state.trail.slice(0, at), { screen: 'confirm', services, key }], query: '', refusal: null };
}

const MOVES = {
  open: (state, { to }) => {
    if (to.screen === place(state).screen && to.screen !== 'services') return state;
    return { ...push(state, to), typed: to.screen === 'enter' ? '' : state.typed };
  },
  choose: (state, { service, key }) => {
    const at = state.trail.map(({ screen }) => screen).lastIndexOf('confirm');
    return at > 0 ? add(state, at, { service, key }) : push(state, { screen: 'confirm', services: [service], key });
  },
  drop: (state, { service, key }) => {
    const left = place(state).services.filter((s) => s !== service);
    return left.length ? { ...swap(state, { screen: 'confirm', services: left, key }), refusal: null } : state;
  },
  back,
  home,
  /* To the first screen, still knowing whose card was read. */
  restart: (state) => ({ ...home(state), id: state.id, card: state.card }),
  leave: (state, { lang }) => fresh(lang),
  page: (state, { list, page }) => {
    const here = place(state);
    return swap(state, { ...here, pages: { ...here.pages, [list]: page } });
  },
  query: (state, { query }) => ({ ...swap(state, { ...place(state), pages: {} }), query: query.slice(0, 30) }),
  lang: (state, { lang }) => ({ ...state, lang }),
  large: (state) => ({ ...state, large: !state.large }),
  need: (state, { need }) => {
    const needs = state.needs.includes(need) ? state.needs.filter((n) => n !== need) : [...state.needs, need];
    return { ...state, needs };
  },
  cases: (state, { n }) => ({ ...state, cases: n, refusal: null }),
  type: (state, { text }) => ({ ...state, typed: (state.typed + text).slice(0, LONGEST), refusal: null }),
  erase: (state) => ({ ...state, typed: state.typed.slice(0, -1), refusal: null }),
  clear: (state) => ({ ...state, typed: '', refusal: null }),
  /* The number typed, or the card on the reader, is this person's; neither takes it back. */
  identify: (state, { id, card = null }) => {
    const at = place(state).screen === 'enter' ? back(state) : state;
    return { ...at, id, card, refusal: null };
  },
  wrong: (state, { code, facts }) => ({ ...state, refusal: { code, facts: facts || {} } }),
  send: (state) => (place(state).screen === 'confirm' ? send(state, request(state)) : state),
  ask: (state, { asked }) => send(state, asked),
  /* A scan begins anew, whatever was on the screen; the one who scans stands there now. A card it is asked with lies there still. */
  scan: (state, { asked }) => send({ ...home(state), card: asked.body.reading ? state.card : null }, asked),
  /* A card laid on the reader begins anew, too: what its owner has today is asked, or it is shown. */
  read: (state, { card, asked }) => {
    const begun = { ...home(state), card };
    return asked ? send(begun, asked) : push(begun, { screen: 'read' });
  },
  forget: (state) => ({ ...state, card: null }),
  /* A card read with nothing else to ask: the next number is its owner's. */
  card: (state, { id }) => ({ ...home(state), id }),
  told: (state, { code }) => push(home(state), { screen: 'told', about: 'scan', code, facts: {} }),
};

/* What an answer shows. */
const ANSWERS = {
  take: (state, answer) => result(state, 'taken', answer),
  arrive: (state, answer) => result(state, 'arrived', answer),
  requeue: (state, answer) => result(state, 'requeued', answer),
  reprint: (state, answer) => result(state, 'reprinted', answer),
  look: (state, { ticket, ahead, wait, returns }) => push(state, { screen: 'found', ticket: { ...ticket, ahead, wait, returns } }),
  find: (state, { reservations }, asked) => {
    const knowing = { ...state, id: asked.body.id_number || state.id };
    const open = reservations.filter((r) => r.status === 'booked');
    const one = open.length ? open : reservations.filter((r) => r.status === 'used').slice(0, 1);
    if (!one.length && asked.body.reading && !asked.next) return push(knowing, { screen: 'read', searched: true });
    if (!one.length) return push(knowing, { screen: 'told', about: 'find', code: 'none_today', facts: {}, asked });
    if (one.length === 1 && asked.next) return send(knowing, arriving(one[0].code, asked.next, knowing));
    return push(knowing, { screen: 'several', reservations: one });
  },
};

function result(state, kind, { ticket, arrival = null, reservation = null, counts_from: from = null, warnings = [] }) {
  const news = { kind, arrival, reservation, from, warnings };
  return { ...state, ticket, news, typed: '', id: '', card: null, trail: [START, { screen: 'result' }] };
}

/* Refusals of a taking that lead on; the others are said where the person stands. */
const TURNS = {
  already_waiting: (state, { number, ticket }) =>
    push(state, { screen: 'found', already: true, ticket: { id: ticket, number, status: 'waiting' } }),
  id_required: (state) => push(state, { screen: 'enter', what: 'id', why: 'take', must: true }),
  invalid_id: (state, facts) => ({
    ...push(state, { screen: 'enter', what: 'id', why: 'take' }), typed: state.id, id: '', refusal: { code: 'invalid_id', facts },
  }),
};

function refuse(state, asked, code, facts) {
  if (asked.kind === 'take') return TURNS[code] ? TURNS[code](state, facts) : { ...state, refusal: { code, facts } };
  if (asked.kind === 'arrive' && code === 'id_required') return push(state, { screen: 'enter', what: 'id', why: 'arrive', must: true });
  if (code === 'invalid_id') return { ...state, refusal: { code, facts } };
  return push(state, { screen: 'told', about: asked.kind, code, facts, asked });
}

/* What may still happen while a request is under way: nothing that would lose its answer. */
const NEWS = {
  slow: (state) => ({ ...state, taking: { ...state.taking, slow: true } }),
  answered: (state, { answer }) => ANSWERS[state.taking.kind](settled(state), answer, state.taking),
  refused: (state, { code, uncertain, facts }) => {
    const { slow, ...asked } = state.taking;
    const rest = code === 'reading_gone' ? { ...settled(state), card: null } : settled(state);
    const doubts = uncertain && asked.doubt ? { ...rest.doubts, [asked.doubt]: asked } : rest.doubts;
    return refuse({ ...rest, doubts }, asked, code, facts);
  },
};

/* The request under way is over, and with it any doubt about it. */
function settled(state) {
  const { [state.taking.doubt]: own, ...doubts } = state.doubts;
  return { ...state, taking: null, doubts };
}

export function reduce(state, action) {
  if (NEWS[action.type]) {
    return state.taking && state.taking.key === action.key ? NEWS[action.type](state, action) : state;
  }
  return state.taking ? state : MOVES[action.type](state, action);
}

