/* When nobody touches the screen any more. `stage` is pure; `useIdle` runs it against the clock. */

import { useEffect, useLayoutEffect, useRef, useState } from '/static/vendor/preact.js';
import { place, underWay } from '/kiosk/web/flow.js';

const LEAST_WARNING = 20;
const LARGE = 2;

/* Seconds without a touch until the page returns to start, and for how many of them it says so. */
export function limits(state, screens) {
  const factor = state.large ? LARGE : 1;
  const total = Math.max(screens.kiosk_idle_seconds || 45, LEAST_WARNING) * factor;
  if (place(state).screen === 'result') return { total, warn: total };
  if (!underWay(state)) return { total, warn: 0 };
  return { total, warn: Math.min(total, Math.max(screens.kiosk_warn_seconds || 0, LEAST_WARNING)) };
}

/* Whole seconds left if the warning is due, null before it. `quiet` in milliseconds. */
export function stage(quiet, { total, warn }) {
  const left = Math.ceil(total - quiet / 1000);
  return { over: left <= 0, left: left <= warn ? Math.max(left, 0) : null };
}

const TOUCHES = ['pointerdown', 'keydown', 'input'];
const answersItself = (event) => event.target instanceof Element && event.target.closest('[data-idle="answers"]');

/* Seconds left while warning, else null; calls `leave` once at the end. `held`: somebody is being served, do not count. */
export function useIdle({ total, warn }, held, place_, leave) {
  const [left, show] = useState(null);
  const last = useRef(Date.now());
  const stay = () => {
    last.current = Date.now();
    tick();
  };
  function tick() {
    const now = stage(Date.now() - last.current, { total, warn });
    if (now.over) last.current = Date.now();
    show(now.over ? null : now.left);
    if (now.over) leave();
  }
  /* From the moment a screen stands, not from when the browser next comes to it. */
  useLayoutEffect(stay, [place_, held]);
  useEffect(() => {
    if (held) return undefined;
    const touched = (event) => answersItself(event) || stay();
    const timer = setInterval(tick, 500);
    for (const kind of TOUCHES) addEventListener(kind, touched, true);
    return () => {
      clearInterval(timer);
      for (const kind of TOUCHES) removeEventListener(kind, touched, true);
    };
  }, [held, total, warn]);
  return [held ? null : left, stay];
}
