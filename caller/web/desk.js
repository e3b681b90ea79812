/* The clerk's desk: one window, live. Wires the live view, the acts, the keys and the sheets to what is shown. */

import { html, useEffect, useRef, useState } from '/static/vendor/preact.js';
import { api } from '/static/js/hub.js';
import { printing, useActs, useAsk, useLive } from '/caller/web/hooks.js';
import { asked } from '/caller/web/keys.js';
import { lists, possible, present, primary } from '/caller/web/moves.js';
import { problem, result } from '/caller/web/say.js';
import { Head } from '/caller/web/head.js';
import { Current } from '/caller/web/ticket.js';
import { Primary } from '/caller/web/primary.js';
import { Verbs } from '/caller/web/verbs.js';
import { Alarms, open } from '/caller/web/alarms.js';
import { useRing } from '/caller/web/ring.js';
import { Held, Passed, Queues, Tools, Waiting } from '/caller/web/lists.js';
import { Sheets } from '/caller/web/sheets/sheets.js';
import { Said, useSaid } from '/caller/web/said.js';

const SHEETS = ['complete', 'transfer', 'hold', 'call', 'pause', 'find', 'give', 'person', 'help'];
/* Sheets that need nothing of the window: they open while an act is on its way, and its answer leaves them open. */
const APART = ['person', 'help'];
const ASIDE = ['find', 'give', ...APART];
const CHOICES = ['first', 'second', 'third'];
const JOINING_S = 2;
const CALLS = ['next', 'finish_next', 'absent_next'];

/* True for three seconds after somebody came to an idle window where nobody waited. */
function useFresh(idle, waiting) {
  const [fresh, setFresh] = useState(false);
  const before = useRef(waiting);
  useEffect(() => {
    const came = idle && before.current === 0 && waiting > 0;
    before.current = waiting;
    if (came) setFresh(true);
    const timer = setTimeout(() => setFresh(false), 3000);
    return () => clearTimeout(timer);
  }, [idle, waiting]);
  return fresh && idle;
}

function title(t, sign, ticket, waiting) {
  if (ticket) return `${ticket.number} ${t(`status.${ticket.status}`)} · ${sign}`;
  return waiting ? `(${waiting}) ${sign}` : `${sign} · ${t('empty')}`;
}

export function Desk({ t, hall, renew, id, me, session, fixed, speak, leave, entered, signOut, expired }) {
  const { model, skew, states, link } = useLive({ hall: hall.id, view: 'caller', window: id, as: 'staff' }, session, renew);
  const waits = states.waits || {};
  const doubtful = !!states.clock && states.clock.doubtful;
  const print = printing(states);
  const alarms = open(states.alarms && states.alarms.alarms);
  const [sheet, setSheet] = useState(null);
  const [askedAt, setAsked] = useState('');
  const said = useSaid(t);
  const place = useRef(null);
  const about = useRef('');

  const { act, answer, running, slow } = useActs({
    hall: hall.id, window: id, model, connected: link.connected,
    done: (name, told, args) => {
      const text = result(t, name, told, about.current, args);
      said.tell(text, !CALLS.includes(name) || (told.ticket && told.ticket.status === 'called') ? 'quiet' : 'info');
      if (name === 'close' && told.left && told.left.length) setSheet({ name: 'left', left: told.left });
      else setSheet((now) => (now && ASIDE.includes(now.name) ? now : null));
    },
    failed: (name, error) => {
      if (error.status === 401) return expired();
      if (error.code === 'too_early') return setSheet({ name: 'absent', verb: name });
      return said.tell(problem(t, error), 'problem');
    },
  });

  const { ask } = useAsk({
    hall: hall.id,
    failed: (error) => (error.status === 401 ? expired() : said.tell(problem(t, error), 'problem')),
  });

  async function settle(service, args) {
    const answer = await ask('settle', service, args);
    if (answer) said.tell(t(`left.${args.do}.done`, { n: answer.settled }), 'info');
    return answer;
  }
  const acknowledge = (alarm) => ask('acknowledge', alarm.key);

  const { window, ticket } = present(model, id, answer);
  const { waiting, held, passed } = lists(model, answer);
  const can = possible(window, ticket);
  const off = !!running || !link.connected;
  const cut = !link.connected && (!!model || link.age >= JOINING_S);
  about.current = ticket ? ticket.number : about.current;

  function finish({ outcome, items }, next) {
    return act(next ? 'finish_next' : 'complete', { outcome, items });
  }

  function press(name, args) {
    if (APART.includes(name) || (ASIDE.includes(name) && link.connected)) return setSheet({ name, ...args });
    if (name === 'acknowledge') return alarms.length && !off ? acknowledge(alarms[0]) : undefined;
    if (running && !slow) return undefined;
    if (off) return said.tell(t(link.connected ? 'busy' : 'cut'), 'info');
    if (!can.has(name)) return said.tell(t('cannot', { verb: t(`verb.${name}`) }), 'info');
    if (SHEETS.includes(name)) return setSheet({ name, ...args });
    return act(name, args);
  }

  function key(name) {
    const main = window && primary(window, ticket);
    if (name === 'primary' && main === 'ask') {
      setAsked(ticket.id);
      place.current.focus({ preventScroll: true });
      return said.tell(t('ask.keys', { number: ticket.number }), 'info');
    }
    if (name === 'primary') return place.current && place.current.click();
    if (CHOICES.includes(name)) return main === 'ask' ? place.current.children[CHOICES.indexOf(name)].click() : undefined;
    if (name === 'ready') return hall.rules && hall.rules.auto_call ? press(window && window.ready ? 'unready' : 'ready') : undefined;
    return press(name === 'pause' && window && window.state === 'paused' ? 'back' : name);
  }

  const latest = useRef(key);
  latest.current = key;
  useEffect(() => {
    const listen = (event) => {
      const name = asked(event);
      if (!name) return;
      event.preventDefault();
      latest.current(name);
    };
    document.addEventListener('keydown', listen);
    return () => document.removeEventListener('keydown', listen);
  }, []);

  const sign = t.of(hall.windows.find((w) => w.id === id), 'sign');
  const rung = !answer && !!states.ring && states.ring.ring && !!window && window.state === 'open' && !ticket;
  const flash = useRing(rung, () => said.tell(t('ring'), 'quiet'));
  useEffect(() => { document.title = flash ? `● ${t('ring')}` : title(t, sign, ticket, waiting.length); });
  useEffect(() => { if (link.refused && link.refused.code === 'unauthenticated') expired(); }, [link.refused]);
  const fresh = useFresh(!!window && window.state === 'open' && !window.ticket, waiting.length);

  /* After a press of the mouse the focus goes home, so that Space always means the big button. */
  const home = (event) => { if (event.detail > 0 && !sheet && place.current && event.target.closest('.verbs, .primary, .foot, .block, .alarms, .tools')) place.current.focus({ preventScroll: true }); };

  async function changed(who) {
    entered(who);
    setSheet(null);
    try {
      await api('POST', `/halls/${hall.id}/windows/${id}/open`, {}, { as: 'staff' });
      said.tell(t('did.person', { name: who.name }), 'info');
    } catch (error) {
      said.tell(problem(t, error), 'problem');
    }
  }

  const shared = { t, hall, id, window, ticket, can, off, slow, skew };
  const look = (one) => setSheet({ name: 'find', ticket: one.id });
  return html`<div class="desk" onClick=${home} data-cut=${cut}>
    <${Head} ...${shared} ...${{ me, link, cut, doubtful, press, leave, fixed, speak }} />
    <${Alarms} ...${{ t, hall, alarms, acknowledge, off }} keyed=${true} />
    <main class="work">
      <div class="hand">
        <${Current} ...${shared} waiting=${waiting.length} press=${press} ring=${rung} />
        ${window && html`<${Primary} ...${shared} waiting=${waiting.length} ...${{ press, place, fresh }} asked=${!!ticket && askedAt === ticket.id} />`}
        <${Verbs} ...${shared} press=${press} />
      </div>
      <div class="coming">
        <${Tools} ...${{ t, off, press }} />
        <${Held} ...${{ ...shared, held, look }} resume=${(one) => act('resume', { ticket: one.id })} />
        <${Passed} ...${{ ...shared, passed, look }} requeue=${(one) => act('requeue', { ticket: one.id })} />
        <${Queues} t=${t} model=${model} waits=${waits} />
        <${Waiting} ...${{ ...shared, waiting, look }} choose=${(one) => press('call', { number: one.number })} />
      </div>
    </main>
    <${Said} t=${t} said=${said} />
    <${Sheets} ...${shared} ...${{ sheet, me, model, waits, print, waiting, act, settle, finish, changed, entered, expired, signOut }} told=${(text) => said.tell(text, 'info')} close=${() => setSheet(null)} />
  </div>`;
}
