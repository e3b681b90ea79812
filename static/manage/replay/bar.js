/* What moves the day: which one, play and stop, how fast, steps, the whole day as a strip, a number or a time to go to. */

import { html, useState } from '/static/vendor/preact.js';
import { clock, dateLine } from '/static/js/time.js';
import { ms } from '/static/manage/replay/film.js';

const SPEEDS = [1, 2, 5, 10, 30, 60, 100];
const BINS = 160;
const MOMENTS = 1000;
const called = (mark) => mark.kind === 'ticket.called';

function Days({ t, days, day, choose, hall }) {
  const year = new Date().getFullYear();
  const old = (one) => (Number(one.day.slice(0, 4)) === year ? '' : `${one.day.slice(0, 4)} · `);
  const label = (one) => `${old(one)}${dateLine(one.at, t.lang, hall.timezone)}${one.rehearsal ? ` · ${t('replay.rehearsal')}` : ''}`;
  return html`<label class="replay-day"><span class="aside">${t('replay.day')}</span>
    <select value=${day} onChange=${(event) => choose(event.target.value)}>${days.map((one) => html`<option key=${one.day} value=${one.day}>${label(one)}</option>`)}</select></label>`;
}

/* A number as on a slip, or a time of the day. */
function Jump({ t, jump, ready }) {
  const [text, setText] = useState('');
  const go = (event) => {
    event.preventDefault();
    if (text.trim()) jump(text.trim());
  };
  return html`<form class="replay-jump" onSubmit=${go}><label class="aside" for="replay-to">${t('replay.jump')}</label>
    <input id="replay-to" value=${text} maxlength="12" placeholder=${t('replay.jump')} autocomplete="off" onInput=${(event) => setText(event.target.value)} />
    <button class="small" disabled=${!ready}>${t('replay.go')}</button></form>`;
}

/* How busy the day was, under the handle that moves through it. */
function Strip({ t, hall, film }) {
  const from = ms(film.marks[0].at);
  const until = ms(film.marks[film.marks.length - 1].at);
  const span = Math.max(1, until - from);
  if (!film.bins) {
    film.bins = new Array(BINS).fill(0);
    film.marks.forEach((mark) => { film.bins[Math.min(BINS - 1, Math.floor(((ms(mark.at) - from) / span) * BINS))] += 1; });
  }
  const most = Math.max(...film.bins);
  const path = film.bins.map((n, at) => `M${at} 20V${(20 - 19 * Math.sqrt(n / most)).toFixed(1)}h1V20z`).join('');
  /* While somebody drags, the handle is theirs: the day stops and moves when they let go. */
  const [held, hold] = useState(null);
  const drag = (event) => {
    film.play(false);
    hold(Number(event.target.value));
  };
  const drop = async (event) => {
    const value = Number(event.target.value);
    await film.seekTime(from + (value / MOMENTS) * span);
    hold((now) => (now === value ? null : now));
  };
  const at = held === null ? Math.round(((film.at - from) / span) * MOMENTS) : held;
  const time = clock(held === null ? film.at : from + (held / MOMENTS) * span, hall.timezone);
  return html`<div class="replay-strip">
    <svg viewBox=${`0 0 ${BINS} 20`} preserveAspectRatio="none" aria-hidden="true"><path d=${path} /></svg>
    <input type="range" aria-label=${t('replay.moment')} aria-valuetext=${time} min="0" max=${MOMENTS} step="1" value=${at} onInput=${drag} onChange=${drop} />
    <span class="replay-ends" aria-hidden="true"><span>${clock(from, hall.timezone)}</span><span>${clock(until, hall.timezone)}</span></span>
  </div>`;
}

export function Bar({ t, hall, days, day, choose, film, ready, jump }) {
  const step = (back) => {
    film.play(false);
    const found = film.find(called, back);
    if (found) film.seek(found.seq);
  };
  const full = ready && new Date(film.at).toISOString();
  return html`<section class="manage-card replay-bar" aria-label=${t('replay.controls')}>
    <div class="replay-row">
      <${Days} ...${{ t, hall, days, day, choose }} />
      <button class="small" disabled=${!ready} onClick=${() => step(true)}>${t('replay.back')}</button>
      <button class="replay-play" disabled=${!ready} aria-pressed=${ready && film.playing ? 'true' : 'false'} onClick=${() => film.play(!film.playing)}>
        <i class=${ready && film.playing ? 'stop' : 'go'} aria-hidden="true"></i>${ready && film.playing ? t('replay.stop') : t('replay.play')}</button>
      <button class="small" disabled=${!ready} onClick=${() => step(false)}>${t('replay.next')}</button>
      <label class="replay-speed"><span class="aside">${t('replay.speed')}</span><select disabled=${!ready} value=${ready ? film.speed : 10} onChange=${(event) => { film.speed = Number(event.target.value); film.changed(); }}>
        ${SPEEDS.map((n) => html`<option key=${n} value=${n}>×${n}</option>`)}</select></label>
      <p class="replay-clock"><time datetime=${full || undefined}>${ready ? clock(film.at, hall.timezone) : '--:--'}<small>${ready ? full.slice(16, 19) : ''}</small></time></p>
      <${Jump} ...${{ t, jump, ready }} />
    </div>
    ${ready && html`<${Strip} key=${day} ...${{ t, hall, film }} />`}
  </section>`;
}
