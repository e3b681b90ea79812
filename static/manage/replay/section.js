/* Replay: a day of the hall as it was, at any speed, stopped at any moment; what happened, and why each call. */

import { html, useEffect, useRef, useState } from '/static/vendor/preact.js';
import { api } from '/static/js/hub.js';
import { Empty, Fault, Loading, useAnswer } from '/static/manage/parts.js';
import { Life } from '/static/manage/life.js';
import { Why } from '/static/manage/life/why.js';
import { Bar } from '/static/manage/replay/bar.js';
import { Events } from '/static/manage/replay/events.js';
import { Film } from '/static/manage/replay/film.js';
import { Queues, Wall, Windows } from '/static/manage/replay/shown.js';

const TICK_MS = 100;
const ASK_MS = 30000;
const TIME = /^(\d{1,2})[:：](\d{2})(?:[:：](\d{2}))?$/;
const asked = new URLSearchParams(location.search);

/* What the address says is what is seen: it can be sent to somebody. */
function address(day, seq, ticket) {
  const said = new URLSearchParams({ day, ...(seq ? { seq } : {}), ...(ticket ? { ticket } : {}) });
  history.replaceState(null, '', `${location.pathname}?${said}`);
}

/* The film of a day, drawn anew whenever it says so. */
function useFilm({ day, hall, base, expired }) {
  const [, draw] = useState(0);
  const [fault, setFault] = useState(null);
  const film = useRef(null);
  useEffect(() => {
    if (!day) return undefined;
    const ask = (path) => api('GET', base + path, null, { as: 'staff', timeout: ASK_MS });
    const failed = (error, again) => {
      if (error && error.status === 401) expired();
      setFault(error && { error, again });
    };
    const mine = new Film(day, hall.id, ask, () => draw((n) => n + 1), failed);
    film.current = mine;
    draw((n) => n + 1);
    const seq = asked.get('day') === day && Number(asked.get('seq'));
    mine.open(seq);
    let last = performance.now();
    const timer = setInterval(() => {
      const now = performance.now();
      mine.tick(now - last);
      last = now;
    }, TICK_MS);
    return () => {
      clearInterval(timer);
      mine.close();
    };
  }, [day]);
  return { film: film.current && film.current.day === day ? film.current : null, fault };
}

/* The instant of a time of the day: the first mark of that minute tells which day and zone it is. */
function instantOf(film, hall, hours, minutes, seconds) {
  const first = Date.parse(film.marks[0].at);
  const parts = new Intl.DateTimeFormat('en-GB', { timeZone: hall.timezone, hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' }).formatToParts(new Date(first));
  const [h, m, s] = ['hour', 'minute', 'second'].map((type) => Number(parts.find((part) => part.type === type).value));
  return first + ((hours - h) * 3600 + (minutes - m) * 60 + (seconds - s)) * 1000 + 999;
}

function Panel({ t, hall, base, expired, film, ticket, call, open, tell, close }) {
  const box = useRef(null);
  useEffect(() => { if (box.current) box.current.focus(); }, [ticket, call]);
  const title = call ? t('called') : t('life');
  return html`<section class="manage-card replay-panel" ref=${box} tabindex="-1" aria-label=${title}>
    <div class="manage-card-head"><h2>${title}</h2><button class="small" onClick=${close}>${t('replay.close')}</button></div>
    ${call ? html`<${Why} key=${call} ...${{ t, hall, base, expired, open }} seq=${call} />`
      : html`<${Life} key=${ticket} ...${{ t, hall, base, expired, ticket, tell }} day=${film.day} here=${film.seq} />`}</section>`;
}

export function Section({ t, hall, base, expired, said }) {
  const { answer, error: lost, again } = useAnswer(`${base}/replay`, expired);
  const [day, setDay] = useState(asked.get('day'));
  const [shown, setShown] = useState({ ticket: asked.get('ticket'), call: null });
  const days = answer ? answer.days : [];
  const known = days.some((one) => one.day === day) ? day : days.length ? days[0].day : null;
  const { film, fault } = useFilm({ day: answer && known, hall, base, expired });
  const ready = film && film.marks.length > 0 && film.seq > 0;
  const stopped = !film || film.playing ? null : film.seq;
  useEffect(() => { if (ready && stopped) address(known, stopped, shown.ticket); }, [known, stopped, shown.ticket]);
  useEffect(() => { if (ready && shown.ticket && !asked.get('seq')) calledFirst(shown.ticket); }, [ready]);

  const choose = (one) => {
    asked.delete('seq');
    setShown({ ticket: null, call: null });
    setDay(one);
  };
  const open = (ticket) => setShown({ ticket, call: null });
  /* Whoever closes the panel goes on where it was opened from, or in the list that takes its place. */
  const close = () => {
    setShown({ ticket: null, call: null });
    setTimeout(() => {
      const next = document.querySelector('.replay-events ol');
      if (next) next.focus();
    });
  };
  const tell = (seq) => {
    film.play(false);
    film.seek(seq);
    setShown({ ticket: null, call: seq });
  };
  const calledFirst = (ticket) => {
    const mine = film.marks.filter((mark) => mark.ticket === ticket);
    const to = mine.find((mark) => mark.kind === 'ticket.called') || mine[0];
    if (to) film.seek(to.seq);
  };
  const jump = (text) => {
    if (!ready) return undefined;
    film.play(false);
    const time = TIME.exec(text);
    if (time) return film.seekTime(instantOf(film, hall, Number(time[1]), Number(time[2]), Number(time[3] || 0)));
    const found = film.marks.find((mark) => mark.number === text.toUpperCase() && mark.ticket);
    if (!found) return said.tell(t('replay.unknown', { number: text.toUpperCase() }), 'problem');
    calledFirst(found.ticket);
    return open(found.ticket);
  };

  if (lost && !answer) return html`<${Fault} t=${t} error=${lost} again=${again} />`;
  if (!answer) return html`<${Loading} t=${t} />`;
  if (!days.length) return html`<${Empty}>${t('replay.none')}<//>`;
  const aside = shown.ticket || shown.call;
  return html`<div class="replay">
    <${Bar} ...${{ t, hall, days, choose, film, ready, jump }} day=${known} />
    ${fault && html`<${Fault} t=${t} ...${fault} />`}
    ${!ready ? !fault && html`<${Loading} t=${t} />` : html`<div class=${`replay-main ${aside ? 'wide' : ''}`} aria-busy=${film.moving ? 'true' : 'false'}>
      <${Windows} ...${{ t, film, open }} />
      <div class="replay-side"><${Wall} ...${{ t, hall, film, open }} /><${Queues} ...${{ t, film }} /></div>
      ${aside ? html`<${Panel} ...${{ t, hall, base, expired, film, open, tell, ...shown }} close=${close} />`
        : html`<${Events} ...${{ t, hall, film, open, tell }} />`}
    </div>`}
  </div>`;
}
