/* Answers that take long: the newest question's only, each kept with the question it belongs to, all its pages together. */

import { useCallback, useEffect, useRef, useState } from '/static/vendor/preact.js';
import { api } from '/static/js/hub.js';

const LONGEST_MS = 90000;
const SLOW_MS = 1500;
const PAGE = 500;
const MOST_ROWS = 2000;

async function pages(path, list, wanted) {
  const paged = (next) => api('GET', `${path}${list ? `&limit=${PAGE}` : ''}${next ? `&next=${encodeURIComponent(next)}` : ''}`, null, { as: 'staff', timeout: LONGEST_MS });
  const answer = await paged(null);
  while (list && answer.next && answer[list].length < MOST_ROWS && wanted()) {
    const more = await paged(answer.next);
    Object.assign(answer, { [list]: answer[list].concat(more[list]), next: more.next });
  }
  return answer;
}

/* `path` with its query, or null to ask nothing; `list`: the answer's field that is paged; `question` is given back with
   the answer it got; a new `session` asks again. Answers {answer, question, error, loading, slow, again}; an error leaves what was known standing. */
export function useAsked(path, question, { list = null, expired, session } = {}) {
  const [state, setState] = useState({ answer: null, question: null, error: null, loading: !!path, slow: false });
  const [turn, setTurn] = useState(0);
  const newest = useRef(0);
  useEffect(() => {
    const mine = ++newest.current;
    const wanted = () => mine === newest.current;
    if (!path) {
      setState({ answer: null, question: null, error: null, loading: false, slow: false });
      return undefined;
    }
    setState((old) => ({ ...old, error: null, loading: true, slow: false }));
    const timer = setTimeout(() => { if (wanted()) setState((old) => ({ ...old, slow: old.loading })); }, SLOW_MS);
    pages(path, list, wanted).then(
      (answer) => { if (wanted()) setState({ answer, question, error: null, loading: false, slow: false }); },
      (error) => {
        if (!wanted()) return;
        if (error.status === 401 && expired) expired();
        setState((old) => ({ ...old, error, loading: false, slow: false }));
      },
    );
    return () => clearTimeout(timer);
  }, [path, turn, session]);
  useEffect(() => () => { newest.current = -1; }, []);
  return { ...state, again: useCallback(() => setTurn((n) => n + 1), []) };
}
