/* A press acts once: while the hub has not answered, the same wish goes under the same key, so a lost answer is found again. */

import { useRef } from '/static/vendor/preact.js';
import { newKey } from '/static/js/hub.js';

const answered = (error) => error.status >= 400 && error.status < 500;

/* `press(wish, send)`: `send(key)` asks the hub for `wish`; a refusal is an answer, silence is none. */
export function usePress() {
  const last = useRef(null);
  return async (wish, send) => {
    const text = JSON.stringify(wish);
    if (!last.current || last.current.text !== text) last.current = { text, key: newKey() };
    try {
      const told = await send(last.current.key);
      last.current = null;
      return told;
    } catch (error) {
      if (answered(error)) last.current = null;
      throw error;
    }
  };
}
