/* 选呼: a number out of its turn. It needs a reason, which stays in the journal and in «why». */

import { html, useRef, useState } from '/static/vendor/preact.js';
import { nameOf, reasonWords } from '/caller/web/say.js';
import { READY } from '/caller/web/sheets/because.js';
import { Sheet, useFirst } from '/caller/web/sheets/sheet.js';

const SHOWN = 30;

export function Chosen({ t, hall, waiting, number: first, close, call }) {
  const [number, setNumber] = useState(first || '');
  const [code, setCode] = useState('');
  const [words, setWords] = useState('');
  const [wrong, setWrong] = useState('');
  const form = useRef(null);
  useFirst(form);
  const found = waiting.filter((ticket) => ticket.number.includes(number)).slice(0, SHOWN);
  const submit = (event) => {
    event.preventDefault();
    if (!number) return setWrong(t('call.need_number'));
    const reason = words.trim() || code;
    if (!reason) return setWrong(t('call.need_reason'));
    return call({ number, reason });
  };
  const because = (one, typed) => { setCode(one); setWords(typed); setWrong(''); };
  return html`<${Sheet} t=${t} close=${close} title=${t('call.title')}>
    <form ref=${form} onSubmit=${submit}>
      <label class="field">${t('call.which')}
        <input class="big" data-first=${!first || undefined} value=${number} maxlength="8" autocomplete="off" spellcheck=${false}
          onInput=${(event) => setNumber(event.target.value.trim().toUpperCase())} />
      </label>
      <ul class="options short">${found.map((ticket) => html`<li key=${ticket.id}>
        <button type="button" aria-pressed=${ticket.number === number} onClick=${() => setNumber(ticket.number)}>
          <b>${ticket.number}</b><span>${nameOf(t, hall.services, ticket.service)}</span>
        </button>
      </li>`)}</ul>
      <div class="chips" role="group" aria-label=${t('reason.ready')}>${READY.call.map((one) => html`
        <button type="button" key=${one} aria-pressed=${code === one} onClick=${() => because(one, '')}>${reasonWords(t, one)}</button>`)}
      </div>
      <label class="field">${t('reason.other')}
        <input value=${words} maxlength="100" onInput=${(event) => because('', event.target.value)} />
      </label>
      <p class="fault" role="alert">${wrong}</p>
      <button class="main">${number ? t('call.go', { number }) : t('verb.call')}</button>
    </form>
  <//>`;
}
