/* Where each touch leads: the kiosk's whole behaviour as a pure function of state and action.
   No clock, no network, no words: keys, answers and times come in with the actions.

   `trail` is the way here; its last place is what is shown. `taking` is a request under way, `doubts` those
   (by service) whose answer never came: the hub may hold that ticket, so only the same key and body may ask again. */

const START = { screen: 'start' };

/* What a new person finds. */
export function fresh(lang) {
  return { lang, large: false, trail: [START], query: '', needs: [], taking: null, doubts: {}, refusal: null, ticket: null };
}

export const place = (state) => state.trail[state.trail.length - 1];

/* True when leaving now would cost the person something: they are warned before the page returns to start. */
export const underWay = (state) => state.trail.length > 1;

/* The request this person's press would send. After a lost answer it is the same one, word for word. */
export function request(state) {
  const { service, key } = place(state);
  if (inDoubt(state)) return state.doubts[service];
  const needs = state.needs.length ? { needs: state.needs } : {};
  return { key, service, body: { services: [service], ...needs, locale: state.lang } };
}

export const inDoubt = (state) => Boolean(state.doubts[place(state).service]);

const push = (state, next) => ({ ...state, trail: [...state.trail, next], refusal: null });
const home = (state) => ({ ...state, trail: [START], query: '', needs: [], refusal: null, ticket: null });

const MOVES = {
  open: (state, { to }) => (to.screen === place(state).screen ? state : push(state, to)),
  choose: (state, { service, key }) => push(state, { screen: 'confirm', service, key }),
  back: (state) => {
    if (place(state).screen === 'result' || !underWay(state)) return home(state);
    return { ...state, trail: state.trail.slice(0, -1), refusal: null };
  },
  home,
  leave: (state, { lang }) => fresh(lang),
  page: (state, { list, page }) => {
    const here = place(state);
    const pages = { ...here.pages, [list]: page };
    return { ...state, trail: [...state.trail.slice(0, -1), { ...here, pages }] };
  },
  query: (state, { query }) => {
    const here = { ...place(state), pages: {} };
    return { ...state, query: query.slice(0, 30), trail: [...state.trail.slice(0, -1), here] };
  },
  lang: (state, { lang }) => ({ ...state, lang }),
  large: (state) => ({ ...state, large: !state.large }),
  need: (state, { need }) => {
    const needs = state.needs.includes(need) ? state.needs.filter((n) => n !== need) : [...state.needs, need];
    return { ...state, needs };
  },
  send: (state) => {
    if (place(state).screen !== 'confirm') return state;
    return { ...state, taking: { ...request(state), slow: false }, refusal: null };
  },
};

/* What may still happen while a request is under way: nothing that would lose its answer. */
const NEWS = {
  slow: (state) => ({ ...state, taking: { ...state.taking, slow: true } }),
  taken: (state, { ticket }) => ({ ...settled(state), ticket, trail: [START, { screen: 'result' }] }),
  refused: (state, { code, uncertain, facts }) => {
    const { doubts, ...rest } = settled(state);
    const { key, service, body } = state.taking;
    return { ...rest, refusal: { code, facts }, doubts: uncertain ? { ...doubts, [service]: { key, service, body } } : doubts };
  },
};

/* The request under way is over, and with it any doubt about it. */
function settled(state) {
  const { [state.taking.service]: own, ...doubts } = state.doubts;
  return { ...state, taking: null, doubts };
}

export function reduce(state, action) {
  if (NEWS[action.type]) {
    return state.taking && state.taking.key === action.key ? NEWS[action.type](state, action) : state;
  }
  return state.taking ? state : MOVES[action.type](state, action);
}
