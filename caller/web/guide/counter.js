/* The guide's desk: one field for whatever somebody says or shows, beside it what needs a hand now.
   A number, a business, a reservation: the same field finds all three. */

import { html, useEffect, useRef, useState } from '/static/vendor/preact.js';
import { Alarms, open } from '/caller/web/alarms.js';
import { printing, useAsk, useLive } from '/caller/web/hooks.js';
import { Queues, Passed } from '/caller/web/lists.js';
import { lists } from '/caller/web/moves.js';
import { Said, useSaid } from '/caller/web/said.js';
import { problem } from '/caller/web/say.js';
import { Attention, calledWithNeeds } from '/caller/web/guide/attention.js';
import { Pane } from '/caller/web/guide/pane.js';
import { Results } from '/caller/web/guide/results.js';
import { Settings } from '/caller/web/guide/settings.js';
import { Top } from '/caller/web/guide/top.js';
import { useRing } from '/caller/web/ring.js';

const MANAGERS = ['manager', 'admin'];

function Search({ t, text, setText, field, enter, escape }) {
  const keys = (event) => {
    if (event.isComposing) return undefined;
    if (event.key === 'Enter') {
      /* Else the same key would also press what has just been focused. */
      event.preventDefault();
      return enter();
    }
    return event.key === 'Escape' ? escape() : undefined;
  };
  return html`<label class="search"><span class="aside">${t('guide.search')}</span>
    <input id="search" ref=${field} type="search" class="big" autocomplete="off" spellcheck=${false} value=${text} placeholder=${t('guide.search')}
      onInput=${(event) => setText(event.target.value)} onKeyDown=${keys} />
    <kbd aria-hidden="true">/</kbd></label>`;
}

/* `/` and Escape lead back to the field from anywhere nobody types in. */
function useWayBack(field, clear) {
  const latest = useRef(clear);
  latest.current = clear;
  useEffect(() => {
    const listen = (event) => {
      if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing) return;
      const typing = event.target.closest && event.target.closest('input, textarea, select');
      if (event.key === 'Escape') latest.current();
      if (event.key === '/' && !typing) {
        event.preventDefault();
        field.current.focus();
        field.current.select();
      }
    };
    document.addEventListener('keydown', listen);
    return () => document.removeEventListener('keydown', listen);
  }, []);
}

export function Counter({ t, hall, renew, me, session, speak, signOut, expired }) {
  const { model, states, link } = useLive({ hall: hall.id, view: 'manage', as: 'staff' }, session, renew);
  const [text, setText] = useState('');
  const [pane, setPane] = useState(null);
  const [settings, setSettings] = useState(false);
  const [seen, setSeen] = useState([]);
  const [wrong, setWrong] = useState('');
  const said = useSaid(t);
  const field = useRef(null);
  const first = useRef(null);

  const failed = (error) => {
    if (error.status === 401) return expired();
    if (error.code === 'already_waiting') return setWrong(t('guide.already', error.facts));
    return setWrong(problem(t, error));
  };
  const { ask, running } = useAsk({ hall: hall.id, failed });
  const show = (next) => { setPane(next); setWrong(''); };
  const clear = () => { show(null); setText(''); if (field.current) field.current.focus(); };
  useWayBack(field, clear);

  async function doing(name, about, args) {
    setWrong('');
    const answer = await ask(name, about, args);
    if (answer && answer.ticket && t.has(`deed.${name}.done`)) said.tell(t(`deed.${name}.done`, { number: answer.ticket.number }), 'info');
    return answer;
  }

  const rung = calledWithNeeds(model).filter((one) => !seen.includes(one.call));
  const flash = useRing(rung.length ? rung[0].call : '', () => said.tell(t('guide.come'), 'quiet'));
  useEffect(() => { document.title = flash ? `● ${t('guide.come')}` : `${t('kind.guide')} · ${t.of(hall)}`; });
  useEffect(() => { if (link.refused && link.refused.code === 'unauthenticated') expired(); }, [link.refused]);

  const waits = states.waits || {};
  const off = !!running || !link.connected;
  const alarms = open(states.alarms && states.alarms.alarms);
  const look = (ticket) => show({ name: 'ticket', id: ticket.id });
  const shared = { t, hall, model, waits, ask: doing, running, off, show, clear, wrong, failed, print: printing(states) };
  const manager = MANAGERS.includes(me.role);
  return html`<div class="counter" data-cut=${!link.connected}>
    <${Top} ...${{ t, hall, me, link, manager, settings, speak, signOut }} hours=${states.hours} toggle=${() => setSettings(!settings)} />
    <${Alarms} ...${{ t, hall, alarms, off }} acknowledge=${(alarm) => doing('acknowledge', alarm.key)} />
    ${settings ? html`<${Settings} ...${{ t, hall, model, failed, wrong, setWrong, renew, expired }} hours=${states.hours} said=${said.tell} />`
      : html`<main class="guide">
      <div class="asked">
        <${Search} ...${{ t, text, field }} setText=${(value) => { setText(value); show(null); }} escape=${clear} enter=${() => first.current && first.current()} />
        ${pane ? html`<${Pane} key=${JSON.stringify(pane)} ...${{ ...shared, pane }} />` : html`<${Results} ...${{ ...shared, text, first }} />`}
      </div>
      <div class="coming">
        <${Attention} ...${{ t, hall, rung, look }} done=${(call) => setSeen([...seen, call].slice(-200))} />
        <${Queues} ...${{ t, model, waits }} />
        <${Passed} ...${{ t, hall, off, look }} passed=${lists(model).passed} requeue=${(one) => doing('requeue', one.id, {})} />
      </div>
    </main>`}
    <${Said} t=${t} said=${said} />
  </div>`;
}
