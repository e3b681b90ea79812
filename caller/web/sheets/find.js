/* 找号: any number of the day, by what is printed on the slip: where it stands, let back in, moved, given up. */

import { html, useRef, useState } from '/static/vendor/preact.js';
import { useAsk } from '/caller/web/hooks.js';
import { Card } from '/caller/web/card.js';
import { lookUp, spelt, useTicket } from '/caller/web/lookup.js';
import { problem } from '/caller/web/say.js';
import { Sheet, useFirst } from '/caller/web/sheets/sheet.js';

export function Find({ t, hall, id: first, seq, print, close, expired, told }) {
  const [number, setNumber] = useState('');
  const [id, setId] = useState(first || null);
  const [wrong, setWrong] = useState('');
  const failed = (error) => (error.status === 401 ? expired() : setWrong(problem(t, error)));
  const [ticket, setTicket] = useTicket(hall.id, id, seq, failed);
  const { ask, running } = useAsk({ hall: hall.id, failed });
  const form = useRef(null);
  useFirst(form);

  async function submit(event) {
    event.preventDefault();
    if (!number) return;
    setWrong('');
    try {
      const found = await lookUp(hall.id, number);
      if (found) setTicket(found);
      setId(found && found.id);
      if (!found) setWrong(t('error.unknown_ticket'));
    } catch (error) {
      failed(error);
    }
  }

  async function doing(name, about, args) {
    setWrong('');
    const answer = await ask(name, about, args);
    if (answer && answer.ticket) {
      setTicket((old) => ({ ...answer.ticket, ahead: old && old.ahead, wait: old && old.wait }));
      told(t(`deed.${name}.done`, { number: answer.ticket.number }));
    }
    return answer;
  }

  return html`<${Sheet} t=${t} close=${close} title=${t('find.title')}>
    <form ref=${form} onSubmit=${submit} autocomplete="off" class="finder">
      <label class="field"><span class="aside">${t('call.which')}</span>
        <input class="big" data-first placeholder=${t('find.hint')} value=${number} maxlength="8" spellcheck=${false}
          onInput=${(event) => { setNumber(spelt(event.target.value)); setWrong(''); }} /></label>
      <button class="other">${t('find.go')}</button>
    </form>
    ${ticket ? html`<${Card} key=${ticket.id} ...${{ t, hall, ticket, print, wrong }} ask=${doing} off=${!!running} />` : html`<p class="fault" role="alert">${wrong}</p>`}
  <//>`;
}
