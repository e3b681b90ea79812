/* Asking the hub exactly once: one key per intention, sent again with the same key while no answer comes.
   Which press becomes which request is decided in flow.js and asking.js; this only carries it out. */

import { useEffect } from '/static/vendor/preact.js';
import { verb } from '/static/js/hub.js';

const SLOW_MS = 2500;

/* No answer, or one that does not say whether the hub acted: it may have. */
const uncertain = (error) => !error.status || error.status >= 500;

/* Sends `state.taking` whenever there is one, and dispatches what became of it. */
export function useTaking(hall, taking, dispatch) {
  const key = taking ? taking.key : null;
  useEffect(() => {
    if (!taking) return undefined;
    const slow = setTimeout(() => dispatch({ type: 'slow', key }), SLOW_MS);
    verb(`/halls/${encodeURIComponent(hall)}${taking.path}`, taking.body, { as: 'kiosk', key })
      .then(
        (answer) => dispatch({ type: 'answered', key, answer }),
        (error) => dispatch({ type: 'refused', key, code: error.code || 'unknown', uncertain: uncertain(error), facts: error.facts || {} }),
      )
      .then(() => clearTimeout(slow));
    return () => clearTimeout(slow);
  }, [key]);
}
