/* What the public page shows: how long now, when it is better, what waits where, and how full each day gets. */

import { html, useState } from '/static/vendor/preact.js';
import { ageWords, clock, dateLine, minutesRange } from '/static/js/time.js';
import { dayWords, merged, quietWords, stateWords } from '/static/public/words.js';

const STALE_SECONDS = 90;

function Head({ t, told, speak }) {
  const other = t.lang === 'en' ? 'zh' : 'en';
  return html`<header><p class="hall">${told ? t.of(told) : ''}</p>
    <button class="lang" lang=${other === 'en' ? 'en' : 'zh-CN'} onClick=${() => speak(other)}>${t(`lang.${other}`)}</button></header>`;
}

/* The answer to the question people come with. */
function Now({ t, told }) {
  const works = told.open && told.windows_open > 0;
  return html`<section class="card now" aria-live="polite">
    <p class="state"><i class=${`mark ${told.open ? 'open' : 'closed'}`} aria-hidden="true"></i>${stateWords(t, told)}</p>
    ${works && told.wait && html`<h1><span>${t('public.now')}</span><b>${minutesRange(told.wait, t)}</b></h1>`}
    ${!(works && told.wait) && html`<h1><span>${t(told.open ? 'public.unsure' : 'public.closed_now')}</span></h1>`}
    ${told.open && html`<p class="counts">${t('public.waiting', { n: told.waiting })} · ${t('public.windows', { n: told.windows_open })}</p>`}
    ${quietWords(t, told).map((line) => html`<p class="best"><i class="mark calm" aria-hidden="true"></i>${line}</p>`)}
  </section>`;
}

function Queues({ t, told }) {
  return html`<section class="card"><h2>${t('public.queues')}</h2><ul class="queues">${told.queues.map((q) => html`
    <li key=${q.id}><span class="name">${t.of(q)}</span>
      <b class="wait">${q.windows_open ? minutesRange(q.wait, t) : t('public.no_window')}</b>
      <span class="quiet">${t('public.waiting', { n: q.waiting })} · ${t('public.windows', { n: q.windows_open })}</span></li>`)}</ul></section>`;
}

/* A day in words: stretches of half hours that are alike; how wide a bar is says the same again. */
function Day({ t, day }) {
  if (!day.hours.length) return html`<p class="quiet">${t('public.day_off')}</p>`;
  if (!day.halves.length) return html`<p class="quiet">${t('public.no_past')}</p>`;
  return html`<ul class="stretches">${merged(day.halves).map((s) => html`
    <li key=${s.from} class=${s.level}><span class="time">${s.from}–${s.until}</span><i class="bar" aria-hidden="true"></i><b>${t(`public.${s.level}`)}</b></li>`)}</ul>`;
}

function Days({ t, told }) {
  const [at, pick] = useState(0);
  const day = told.days[at] || told.days[0];
  if (!day) return null;
  return html`<section class="card days"><h2>${t('public.when')}</h2>
    <div class="tabs" role="group" aria-label=${t('public.when')}>${told.days.map((d, n) => html`
      <button key=${d.day} aria-pressed=${n === at ? 'true' : 'false'} onClick=${() => pick(n)}>${dayWords(t, d.day, n && t.lang === 'en' ? 2 : n)}</button>`)}</div>
    <p class="hours"><b>${dateLine(`${day.day}T04:00:00Z`, t.lang, 'UTC')}</b>${day.hours.map((span) => html`<span key=${span}>${span.replace('-', '–')}</span>`)}</p>
    <${Day} t=${t} day=${day} />
    ${day.halves.length > 0 && html`<p class="quiet">${t('public.measure')}</p>`}
  </section>`;
}

export function Page({ t, told, fault, heard, now, speak, again }) {
  const age = told ? Math.round((now - heard) / 1000) : 0;
  return html`<div class="page"><${Head} ...${{ t, told, speak }} />
    <main>
      ${fault && !told && html`<section class="card" role="alert"><p>${t(fault.status === 404 ? 'public.none' : 'public.fault')}</p>
        <button class="main" onClick=${again}>${t('public.again')}</button></section>`}
      ${!fault && !told && html`<p class="quiet" role="status">${t('public.loading')}</p>`}
      ${told && html`<${Now} ...${{ t, told }} />`}
      ${told && t.of(told, 'notice') && html`<p class="card notice">${t.of(told, 'notice')}</p>`}
      ${told && (told.open || told.waiting > 0) && html`<${Queues} ...${{ t, told }} />`}
      ${told && html`<${Days} ...${{ t, told }} />`}
      ${told && html`<p class=${`fresh ${age > STALE_SECONDS ? 'old' : ''}`}>${age > STALE_SECONDS && html`<i class="mark warning" aria-hidden="true"></i>`}
        ${age > STALE_SECONDS ? t('public.old', { age: ageWords(age, t) }) : t('public.fresh', { time: clock(told.at, told.timezone) })}</p>`}
    </main></div>`;
}
