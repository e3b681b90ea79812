/* 取号 at the window, for halls without a machine or people who cannot use one. */

import { html, useState } from '/static/vendor/preact.js';
import { minutesRange } from '/static/js/time.js';
import { useAsk } from '/caller/web/hooks.js';
import { Give } from '/caller/web/give.js';
import { problem } from '/caller/web/say.js';
import { Sheet } from '/caller/web/sheets/sheet.js';

/* How long somebody would wait for a business who takes a number now; nothing where nobody waits. */
export const waitOf = (t, hall, model, waits) => (service) => {
  const queue = model && model.queues.get(service.queue);
  return queue && queue.waiting ? `${t('people', { n: queue.waiting })}${waits[queue.id] ? ` · ${minutesRange(waits[queue.id], t)}` : ''}` : '';
};

export function GiveSheet({ t, hall, id, model, waits, print, close, expired }) {
  const [wrong, setWrong] = useState('');
  const { ask, running } = useAsk({ hall: hall.id, failed: (error) => (error.status === 401 ? expired() : setWrong(problem(t, error))) });
  const doing = (...act) => { setWrong(''); return ask(...act); };
  const window = hall.windows.find((w) => w.id === id);
  return html`<${Sheet} t=${t} close=${close} title=${t('give.title')}>
    <${Give} ...${{ t, hall, running, print, close, wrong }} ask=${doing} first=${window.services} wait=${waitOf(t, hall, model, waits)}
      start=${hall.services.length === 1 ? hall.services[0].id : null} />
  <//>`;
}
