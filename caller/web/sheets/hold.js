/* 挂起: for how long, and perhaps why. Enter takes the hall's own time; a digit takes another. */

import { html, useRef, useState } from '/static/vendor/preact.js';
import { Sheet, useFirst } from '/caller/web/sheets/sheet.js';

const MINUTES = [5, 10, 15, 30, 60];

export function Hold({ t, hall, ticket, close, hold }) {
  const usual = (hall.rules && hall.rules.hold / 60) || 15;
  const times = [...MINUTES.filter((n) => n !== usual), usual].sort((a, b) => a - b);
  const [words, setWords] = useState('');
  const form = useRef(null);
  useFirst(form);
  const go = (minutes) => hold(words.trim() ? { minutes, reason: words.trim() } : { minutes });
  const submit = (event) => {
    event.preventDefault();
    go(usual);
  };
  const keys = (event) => {
    const found = /^(?:Digit|Numpad)(\d)$/.exec(event.code);
    const minutes = found && event.target.tagName !== 'INPUT' && times[found[1] - 1];
    if (minutes && !event.repeat) go(minutes);
  };
  return html`<${Sheet} t=${t} close=${close} title=${t('hold.title', { number: ticket.number })}>
    <form ref=${form} onSubmit=${submit} onKeyDown=${keys}>
      <p class="quiet">${t('hold.note')}</p>
      <div class="reasons" role="group" aria-label=${t('hold.remind')}>${times.map((n, at) => html`
        <button type="button" key=${n} data-first=${n === usual || undefined} onClick=${() => go(n)}>
          <span>${t('hold.minutes', { n })}</span><kbd aria-hidden="true">${at + 1}</kbd>
        </button>`)}
      </div>
      <label class="field">${t('hold.why')}
        <input value=${words} maxlength="100" onInput=${(event) => setWords(event.target.value)} />
      </label>
    </form>
  <//>`;
}
