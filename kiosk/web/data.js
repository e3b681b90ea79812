/* What the page knows of the hall: its profile, the live board, estimates, its printer, the connection.
   Anything missing stays null and the screens say so; nothing here waits for anything else. */

import { useEffect, useRef, useState } from '/static/vendor/preact.js';
import { api } from '/static/js/hub.js';
import { live } from '/static/js/live.js';

const AS = 'kiosk';
const REDRAW_MS = 300;
const SLIPS_KEPT = 20;

const pause = (ms) => new Promise((done) => setTimeout(done, ms));

async function fetchProfile(hall) {
  const answer = await api('GET', `/halls/${encodeURIComponent(hall)}`, null, { as: AS });
  return answer.hall && answer.hall.services ? answer.hall : answer;
}

/* The hall's public profile. `fault` is the refusal's code while there is none; `reload` fetches it anew, quietly. */
export function useProfile(hall) {
  const [profile, set] = useState(null);
  const [fault, setFault] = useState(null);
  const reload = () => fetchProfile(hall).then(set, () => undefined);
  useEffect(() => {
    let ended = false;
    (async () => {
      for (let wait = 500; !ended; wait = Math.min(wait * 2, 5000)) {
        try {
          set(await fetchProfile(hall));
          setFault(null);
          return;
        } catch (error) {
          setFault(error.code);
          await pause(wait);
        }
      }
    })();
    return () => {
      ended = true;
    };
  }, [hall]);
  return { profile, fault, reload };
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
