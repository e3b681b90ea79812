/* The page's own hooks: the live view, a ticking clock, «has it settled», one act at a time. */

import { useEffect, useRef, useState } from '/static/vendor/preact.js';
import { verb } from '/static/js/hub.js';
import { profileMayDiffer } from '/static/js/hall.js';
import { live } from '/static/js/live.js';
import { asking } from '/caller/web/asks.js';
import { present, request } from '/caller/web/moves.js';

const SKEW_MS = 2000;
const SLOW_MS = 300;
/* The same press again within this time is the second half of a double press; a recall is heard for some seconds. */
const TWICE_MS = { recall: 5000, other: 500 };

/* Watches a live view for as long as `where` has the same values; `renew` is called when the hall may be another one since.
   `states` holds the newest value of each state key. */
export function useLive(where, turn, renew) {
  const [view, setView] = useState({ model: null, seq: -1, skew: 0 });
  const [states, setStates] = useState({});
  const [link, setLink] = useState({ connected: false, age: 0, refused: null });
  useEffect(() => {
    const door = live(where, {
      change(model, update) {
        if (profileMayDiffer(update)) renew();
        const skew = update && update.at ? Date.parse(update.at) - Date.now() : 0;
        setView((old) => ({ model, seq: model.seq, skew: update && Math.abs(skew - old.skew) > SKEW_MS ? skew : old.skew }));
      },
      state(key, value) {
        setStates((old) => ({ ...old, [key]: value }));
      },
      link: setLink,
    });
    return () => door.close();
  }, [where.hall, where.view, where.window, turn]);
  return { model: view.model, skew: view.skew, states, link };
}

/* Milliseconds now, by the hub's clock, once a second. */
export function useNow(skew = 0) {
  const [now, setNow] = useState(Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 1000);
    return () => clearInterval(timer);
  }, []);
  return now + skew;
}

/* False for `ms` after `key` changed: a press that falls there was meant for what stood there before. */
export function useSettled(key, ms) {
  const [settled, setSettled] = useState(key);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(key), ms);
    return () => clearTimeout(timer);
  }, [key, ms]);
  return settled === key;
}

/* One act at a time. `act(name, args)` → the answer, or null when refused; `running` is its name, `slow` after 300 ms;
   `answer` the last one for as long as the live view is behind it. */
export function useActs({ hall, window, model, connected, done, failed }) {
  const busy = useRef(false);
  const answer = useRef(null);
  const latest = useRef(model);
  const joined = useRef(connected);
  const last = useRef({ key: '', at: 0 });
  const [running, setRunning] = useState(null);
  const [slow, setSlow] = useState(false);
  latest.current = model;
  /* Reached by the live view it has told all. A hub that is joined anew may have begun again from an older copy. */
  const anew = connected && !joined.current;
  joined.current = connected;
  if (anew || (answer.current && model && model.seq >= answer.current.seq)) answer.current = null;

  async function act(name, args) {
    const here = present(latest.current, window, answer.current).window;
    const key = `${name} ${(args && args.ticket) || ''}`;
    const twice = last.current.key === key && performance.now() - last.current.at < (TWICE_MS[name] || TWICE_MS.other);
    if (busy.current || twice || !here) return null;
    busy.current = true;
    setRunning(name);
    const timer = setTimeout(() => setSlow(true), SLOW_MS);
    const { path, body } = request(name, hall, here, args);
    try {
      answer.current = await verb(path, body, { as: 'staff' });
      last.current = { key, at: performance.now() };
      done(name, answer.current, args || {});
      return answer.current;
    } catch (error) {
      failed(name, error);
      return null;
    } finally {
      clearTimeout(timer);
      busy.current = false;
      setRunning(null);
      setSlow(false);
    }
  }
  return { act, answer: answer.current, running, slow };
}

/* Asks about tickets, one at a time: `ask(name, about, args)` → the answer, or null when refused and told. */
export function useAsk({ hall, failed }) {
  const busy = useRef(false);
  const [running, setRunning] = useState(null);

  async function ask(name, about, args) {
    if (busy.current) return null;
    busy.current = true;
    setRunning(name);
    const { path, body } = asking(name, hall, about, args);
    try {
      return await verb(path, body, { as: 'staff' });
    } catch (error) {
      failed(error, name);
      return null;
    } finally {
      busy.current = false;
      setRunning(null);
    }
  }
  return { ask, running };
}

/* Whether a printer of the hall is there to print: no button promises paper where there is none. */
export const printing = (states) => Object.keys(states).some((key) => key.startsWith('device:') && states[key].kind === 'printer'
  && ['ok', 'warning'].includes(states[key].state));
