/* A verb that says why. A ready reason acts at once, by touch or digit; any other is typed.
   Ready reasons travel as codes, which the journal keeps; typed words are kept apart from it. */

import { html, useRef, useState } from '/static/vendor/preact.js';
import { reasonWords } from '/caller/web/say.js';
import { Sheet, useFirst } from '/caller/web/sheets/sheet.js';

export const READY = {
  pause: ['lunch', 'break', 'meeting', 'materials', 'system'],
  absent: ['no_answer', 'left', 'gave_up'],
  call: ['missed', 'unwell', 'papers', 'guide'],
};

export function Because({ t, close, title, label, note, ready, must, act }) {
  const [words, setWords] = useState('');
  const form = useRef(null);
  useFirst(form);
  const say = (reason) => act(reason ? { reason } : {});
  const submit = (event) => {
    event.preventDefault();
    if (words.trim() || !must) say(words.trim());
  };
  const keys = (event) => {
    const found = /^(?:Digit|Numpad)(\d)$/.exec(event.code);
    const code = found && event.target.tagName !== 'INPUT' && ready[found[1] - 1];
    if (code && !event.repeat) say(code);
  };
  return html`<${Sheet} t=${t} close=${close} title=${title}>
    <form ref=${form} onSubmit=${submit} onKeyDown=${keys}>
      ${note && html`<p class="note">${note}</p>`}
      <div class="reasons" role="group" aria-label=${t('reason.ready')}>${ready.map((code, at) => html`
        <button type="button" key=${code} data-first=${at === 0 || undefined} onClick=${() => say(code)}>
          <span>${reasonWords(t, code)}</span><kbd aria-hidden="true">${at + 1}</kbd>
        </button>`)}
      </div>
      <label class="field">${t('reason.other')}
        <input value=${words} maxlength="100" onInput=${(event) => setWords(event.target.value)} />
      </label>
      <button class="other" aria-disabled=${must && !words.trim()}>${label}</button>
    </form>
  <//>`;
}
