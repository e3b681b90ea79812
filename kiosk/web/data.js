/* What the page knows of the hall: its profile, the live board, estimates, its printer, the connection.
   Anything missing stays null and the screens say so; nothing here waits for anything else. */

import { useEffect, useMemo, useRef, useState } from '/static/vendor/preact.js';
import { hallOf } from '/static/js/hall.js';
import { live } from '/static/js/live.js';

const AS = 'kiosk';
const REDRAW_MS = 300;
const REFUSED_MS = 5000;
const SLIPS_KEPT = 20;

/* The hall's public profile, asked for as long as it is refused: a kiosk that was let in goes on by itself. `fault` is the
   code of the last failure while there is none; `reload` fetches it anew, quietly. */
export function useProfile(hall) {
  const [profile, set] = useState(null);
  const [fault, setFault] = useState(null);
  const reload = useMemo(() => hallOf(hall, { as: AS, missed: (error) => setFault(error.code) }, (found) => {
    set(found);
    setFault(null);
  }, (refused) => {
    setFault(refused.code);
    setTimeout(reload, REFUSED_MS);
  }), [hall]);
  useEffect(() => { reload(); }, [hall]);
  return { profile, fault: profile ? null : fault, reload };
}

/* A few of the newest entries of a dictionary: the page runs for months. */
function keep(entries, key, value) {
  const rest = Object.keys(entries).filter((k) => k !== key).slice(1 - SLIPS_KEPT);
  return Object.fromEntries([...rest.map((k) => [k, entries[k]]), [key, value]]);
}

function heard(now, key, value) {
  if (key === 'hours') return { ...now, hours: value };
  if (key === 'waits') return { ...now, waits: value || {} };
  if (key.startsWith('device:')) return { ...now, devices: keep(now.devices, key, value) };
  if (key.startsWith('reading:')) return { ...now, reading: value };
  if (key.startsWith('slip:') && value) return { ...now, slips: keep(now.slips, value.ticket, value) };
  return now;
}

/* The live board; a snapshot also follows a changed profile, so `afresh` is told of each. Redrawn at most every 300 ms: a storm of calls elsewhere is no business of this screen. */
export function useBoard(hall, afresh, news) {
  const [state, set] = useState({ waits: {}, devices: {}, slips: {}, hours: null, reading: null });
  const [link, setLink] = useState({ connected: false, age: 0, refused: null });
  const [model, redraw] = useState({ windows: new Map(), queues: new Map() });
  const tell = useRef(afresh);
  tell.current = afresh;
  useEffect(() => {
    let timer = 0;
    const later = (fresh) => {
      if (timer) return;
      timer = setTimeout(() => {
        timer = 0;
        redraw({ ...fresh });
      }, REDRAW_MS);
    };
    const told = (key, value) => {
      set((now) => heard(now, key, value));
      news(key);
    };
    const change = (fresh, update) => {
      later(fresh);
      if (!update) tell.current();
    };
    const watch = live({ hall, view: 'board', as: AS }, { change, link: setLink, state: told });
    return () => {
      clearTimeout(timer);
      watch.close();
    };
  }, [hall]);
  return { ...model, ...state, devices: Object.values(state.devices).filter(Boolean), link };
}
