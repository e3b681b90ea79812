/* The big screen for visitors of the hall's management: a few very large numbers, the day's curve, every window.
   Readable from five metres at 1920×1080. No citizen and no clerk is named, and nothing here can be pressed. */

import { html, useEffect } from '/static/vendor/preact.js';
import { ageWords, clock, dateLine } from '/static/js/time.js';
import { problem } from '/caller/web/say.js';
import { useLive, useNow } from '/caller/web/hooks.js';
import { LEVEL_MARK } from '/caller/web/alarms.js';
import { NOTHING, count } from '/static/manage/parts.js';
import { Curve } from '/static/manage/big/curve.js';
import { MARK } from '/static/manage/room/windows.js';
import { minutes, openWords, plate } from '/static/manage/room/say.js';

const LEVELS = ['red', 'yellow', 'remind'];
const STATES = Object.keys(MARK);

function Head({ t, hall, now, link, hours }) {
  return html`<header class="big-head"><h1>${t.of(hall)}</h1><p>${link.connected ? openWords(t, hall, hours) : html`<b class="big-cut"><i class="mark alarm" aria-hidden="true"></i>${t('room.cut', { age: ageWords(link.age, t) })}</b>`}</p>
    <p>${dateLine(new Date(now), t.lang, hall.timezone)}</p><p class="big-clock">${clock(new Date(now), hall.timezone)}</p></header>`;
}

const One = ({ label, value, unit, note }) => html`<div><dt>${label}</dt><dd><b>${value}</b>${unit && html`<span>${unit}</span>`}<small>${note}</small></dd></div>`;

function Numbers({ t, room, now }) {
  const { waiting, longest, states } = room.now;
  const { figures, reservations: r } = room.today;
  const open = states.serving + states.called + states.idle + states.paused;
  return html`<dl class="big-numbers">
    <${One} label=${t('room.waiting')} value=${waiting} />
    <${One} label=${t('room.longest')} value=${longest ? minutes(longest.since, now) : NOTHING} unit=${longest ? t('big.minutes') : ''} />
    <${One} label=${t('room.open.windows')} value=${open} note=${t('big.of', { n: room.now.windows.length })} />
    <${One} label=${t('big.served')} value=${figures ? count(figures.served) : NOTHING} note=${figures ? t('big.taken', { n: count(figures.tickets) }) : ''} />
    <${One} label=${t('room.reserved')} value=${r.booked ? r.arrived : NOTHING} note=${r.booked ? t('big.due', { n: r.due }) : t('room.reserved.none')} />
  </dl>`;
}

const Levels = ({ t, levels }) => html`<ul class="big-levels">${LEVELS.map((level) => html`<li key=${level} class=${levels[level] ? `is-${level}` : 'none'}>
  <i class=${`mark ${LEVEL_MARK[level]}`} aria-hidden="true"></i><span>${t(`level.${level}`)}</span><b>${levels[level]}</b></li>`)}</ul>`;

function Windows({ t, hall, room }) {
  const { windows, states } = room.now;
  const size = windows.length > 40 ? 'many' : windows.length > 16 ? 'some' : 'few';
  return html`<section class="big-windows" aria-label=${t('room.windows')}>
    <ul class="big-legend">${STATES.map((state) => html`<li key=${state}><i class=${`mark ${MARK[state]}`} aria-hidden="true"></i>${t(`room.window.${state}`)}<b>${states[state]}</b></li>`)}</ul>
    <ul class=${`big-cells ${size}`}>${windows.map((window) => html`<li key=${window.id} class=${`is-${window.state}`}>
      <b>${plate(t, hall, window.id).number}</b><i class=${`mark ${MARK[window.state]}`} role="img" aria-label=${t(`room.window.${window.state}`)}></i></li>`)}</ul></section>`;
}

export function Section({ t, hall, renew, session, expired }) {
  const { states, link, skew } = useLive({ hall: hall.id, view: 'manage', as: 'staff' }, session, renew);
  const now = useNow(skew);
  const { room } = states;
  useEffect(() => { if (link.refused && link.refused.code === 'unauthenticated') expired(); }, [link.refused]);
  if (link.refused || !room) return html`<main class="dark big"><div class="big-plain"><p role="status">${link.refused ? problem(t, link.refused) : t('manage.loading')}</p></div></main>`;
  return html`<main class="dark big">
    <${Head} ...${{ t, hall, now, link }} hours=${states.hours} />
    <${Numbers} ...${{ t, room, now }} />
    <${Curve} ...${{ t, hall, curve: room.today.curve }} />
    <${Levels} t=${t} levels=${room.now.warnings.levels} />
    <${Windows} ...${{ t, hall, room }} />
  </main>`;
}
