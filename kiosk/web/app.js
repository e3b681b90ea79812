/* The kiosk page put together: state, hall, sizes and idling on one side, one screen at a time on the other. */

import { html, useEffect, useLayoutEffect, useMemo, useReducer, useRef } from '/static/vendor/preact.js';
import { newKey } from '/static/js/hub.js';
import { arriving, finding, looking } from '/kiosk/web/asking.js';
import { useBoard, useProfile } from '/kiosk/web/data.js';
import { fresh, place, reduce, underWay } from '/kiosk/web/flow.js';
import { index } from '/kiosk/web/find.js';
import { laid, useLettingGo, useReading } from '/kiosk/web/reader.js';
import { limits, useIdle } from '/kiosk/web/idle.js';
import { meaning, useScanner } from '/kiosk/web/scan.js';
import { useSizes } from '/kiosk/web/sizes.js';
import { useTaking } from '/kiosk/web/take.js';
import { Bar } from '/kiosk/web/parts/bar.js';
import { Head } from '/kiosk/web/parts/head.js';
import { Asking } from '/kiosk/web/parts/asking.js';
import { IdleWarning } from '/kiosk/web/parts/idle-warning.js';
import { Start } from '/kiosk/web/screens/start.js';
import { Departments } from '/kiosk/web/screens/departments.js';
import { Services } from '/kiosk/web/screens/services.js';
import { Search } from '/kiosk/web/screens/search.js';
import { Confirm } from '/kiosk/web/screens/confirm.js';
import { Needs } from '/kiosk/web/screens/needs.js';
import { Arrive } from '/kiosk/web/screens/arrive.js';
import { Enter } from '/kiosk/web/screens/enter.js';
import { Read } from '/kiosk/web/screens/read.js';
import { Several } from '/kiosk/web/screens/several.js';
import { Found } from '/kiosk/web/screens/found.js';
import { Told } from '/kiosk/web/screens/told.js';
import { Result } from '/kiosk/web/screens/result.js';
import { Guide } from '/kiosk/web/screens/guide.js';
import { Notice, trouble } from '/kiosk/web/screens/notice.js';

const SCREENS = {
  start: Start, departments: Departments, services: Services, search: Search, confirm: Confirm, needs: Needs,
  arrive: Arrive, enter: Enter, several: Several, read: Read, found: Found, told: Told, result: Result, guide: Guide,
};
const NO_SCREENS = {};

/* The language and letter size of the whole document. */
function useDocument(t, large) {
  useLayoutEffect(() => {
    document.documentElement.lang = t.lang === 'zh' ? 'zh-CN' : t.lang;
    document.documentElement.classList.toggle('large', large);
    document.title = t('title');
  }, [t, large]);
}

/* A screen reader and a keyboard begin at the top of each new screen. */
function useFocus(screen, depth) {
  const first = useRef(true);
  useEffect(() => {
    if (!first.current) {
      const top = document.querySelector('[data-focus]') || document.querySelector('main h1');
      if (top) top.focus({ preventScroll: true });
    }
    first.current = false;
  }, [screen, depth]);
}

/* What a scanner or card reader typed, whatever is shown: a card on the way to a number is that number's, anything else begins anew. */
function heard(text, { here, profile, state }) {
  const found = meaning(text, profile);
  const booked = profile.reservations.taken;
  if (!found) return here.screen === 'search' ? null : { type: 'told', code: 'unreadable' };
  if (found.what === 'id') {
    if (here.screen === 'confirm' || here.why === 'take') return { type: 'identify', id: found.text };
    return booked ? { type: 'scan', asked: finding({ id_number: found.text }, newKey(), here.why === 'arrive' ? newKey() : null) } : { type: 'card', id: found.text };
  }
  if (found.what === 'code') return booked ? { type: 'scan', asked: arriving(found.text, newKey(), state) } : { type: 'told', code: 'unreadable' };
  return { type: 'scan', asked: looking(found.what === 'track' ? { code: found.text } : { number: found.text }, newKey()) };
}

/* What the registry is told of this page, and what it may not interrupt: what had to wait is done when nobody is served. */
function useDesk(desk, busy, seq) {
  useEffect(() => {
    desk.busy = busy;
    if (desk.device && !busy) desk.device.free();
  }, [busy]);
  useEffect(() => {
    if (desk.device && seq >= 0) desk.device.shown(seq);
  }, [seq]);
}

export function App({ hall, lang, words, desk }) {
  const [state, dispatch] = useReducer(reduce, lang, fresh);
  const { profile, fault, reload } = useProfile(hall);
  const board = useBoard(hall, reload, (key) => desk.device && desk.device.news(key));
  const settings = profile ? profile.screens || NO_SCREENS : NO_SCREENS;
  const sizes = useSizes(settings.kiosk_width_mm || 268);
  const entries = useMemo(() => (profile ? index(profile) : []), [profile]);
  const here = place(state);
  const leave = () => {
    dispatch({ type: 'leave', lang });
    reload();
  };
  const [left, stay] = useIdle(limits(state, settings), Boolean(state.taking), `${here.screen} ${state.trail.length}`, leave);
  const t = words[state.lang];
  useScanner((text) => {
    const action = profile && heard(text, { here, profile, state });
    if (action) dispatch(action);
  });
  useReading(board.reading, Boolean(profile) && !state.taking, (read) => {
    stay();
    const action = laid(read, { here, profile }, (text) => heard(text, { here, profile, state }));
    if (action) dispatch(action);
  });
  useLettingGo(hall, state.card, board.reading);
  useTaking(hall, state.taking, dispatch);
  useDesk(desk, underWay(state) || Boolean(state.taking), board.seq);
  useDocument(t, state.large);
  useFocus(here.screen, state.trail.length);

  const problem = trouble(profile, fault, board.link);
  const choose = (service) => dispatch({ type: 'choose', service: service.id, key: newKey() });
  const all = { state, here, dispatch, profile, board, entries, sizes, t, left, stay, leave, choose };
  if (problem && !state.taking && here.screen !== 'result') {
    return html`<${Head} ...${all} /><${Notice} problem=${problem} hall=${hall} t=${t} />
      <${Bar} ...${all} only=${['large', 'lang']} />`;
  }
  return html`
    <${Head} ...${all} />
    <${SCREENS[here.screen]} key=${`${here.screen}${state.trail.length}`} ...${all} />
    <${Bar} ...${all} />
    <${Asking} taking=${state.taking} t=${t} />
    ${left !== null && here.screen !== 'result' && html`<${IdleWarning} t=${t} left=${left} stay=${stay} leave=${leave} />`}`;
}
