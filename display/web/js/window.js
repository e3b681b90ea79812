/* The screen above one window: /window/{hall}/{window}?lang= : its sign, the number, the state. */

import { html, render, useEffect, useRef, useState } from '/static/vendor/preact.js';
import { enlist } from '/static/js/device.js';
import { hallOf, profileMayDiffer } from '/static/js/hall.js';
import { loadWords, pageLang } from '/static/js/i18n.js';
import { live } from '/static/js/live.js';
import { ageWords, clock } from '/static/js/time.js';
import { Desk } from '/display/web/js/desk.js';
import { classNames, refusalWords } from '/display/web/js/hall.js';
import { touchable, useRating } from '/display/web/js/rate-window.js';
import { screenState } from '/display/web/js/screen-state.js';
import { fitNumber } from '/display/web/js/sizes.js';
import { ems } from '/display/web/js/queues.js';

const FLASH_MS = 3000;

/* Flashes for calls newer than the first word this screen heard, once each. */
function useFlash(seq, start) {
  const shown = useRef(start);
  const [on, set] = useState(false);
  useEffect(() => {
    if (seq === null || seq === undefined || seq <= shown.current) return undefined;
    shown.current = seq;
    set(false);
    const begin = requestAnimationFrame(() => set(true));
    const timer = setTimeout(() => set(false), FLASH_MS + 100);
    return () => {
      cancelAnimationFrame(begin);
      clearTimeout(timer);
    };
  }, [seq]);
  return on;
}

function Middle({ view, start, size, time, profile, t }) {
  const shown = classNames(view.classes, profile, t);
  const flash = useFlash(view.seq, start);
  const fontSize = fitNumber({ width: size.width * 0.94, height: size.height * 0.5, characters: view.number.length });
  return html`<div class=${`middle ${view.mark} ${flash ? 'fresh' : ''}`} data-number=${view.number} data-state=${view.mark}>
    ${view.number && html`<p class="number" style=${{ fontSize: `${fontSize}px` }}>${view.number}</p>`}
    <p class="say"><span class=${`mark ${view.mark}`} aria-hidden="true"></span><span>${t(view.say, { time })}</span></p>
    ${shown.length > 0 && html`<p class="shown">${shown.join(t('list.and'))}</p>`}
    ${view.last && html`<p class="last"><span class="mark warning" aria-hidden="true"></span>${t('screen.last')}</p>`}
    ${view.elsewhere.length > 0 && html`<p class="elsewhere">${t('screen.elsewhere')} <b>${view.elsewhere.join(t('list.and'))}</b></p>`}
  </div>`;
}

function Foot({ link, known, t }) {
  if (link.connected || !known) return null;
  return html`<footer role="status"><span class="mark warning" aria-hidden="true"></span>${t('link.cut', { age: ageWords(link.age, t) })}</footer>`;
}

function Plain({ mark, say, more }) {
  return html`<div class="middle plain"><p class="say"><span class=${`mark ${mark}`} aria-hidden="true"></span><span>${say}</span></p>
    ${more && html`<p class="elsewhere">${more}</p>`}</div>`;
}

function Screen({ state, t }) {
  const { model, profile, here, hours, link, refused, start } = state;
  const question = useRating(state, t);
  const window = model && model.windows.get(here.window);
  const size = { width: innerWidth, height: innerHeight };
  const sign = window ? window.sign : '';
  const least = Math.min(size.width, size.height) * 0.09;
  const signSize = Math.min(size.height * 0.17, (size.width * 0.92) / Math.max(1, ems(sign)));
  let middle = html`<${Plain} mark="called" say=${t('screen.joining')} />`;
  if (refused && !model) middle = html`<${Plain} mark="alarm" say=${t('screen.refused')} more=${refusalWords(refused, t)} />`;
  else if (window && question) middle = question;
  else if (window) middle = html`<${Middle} view=${screenState(model, here.window, profile, hours)} start=${start} size=${size} profile=${profile} t=${t}
    time=${hours && hours.resumes_at ? clock(hours.resumes_at, profile && profile.timezone) : ''} />`;
  else if (model) middle = html`<${Plain} mark="alarm" say=${t('error.unknown_window')} />`;
  return html`<div class="screen" data-link=${link.connected ? 'live' : 'cut'}>
    <header><h1 style=${{ fontSize: `${Math.max(least, signSize)}px` }}>${sign}</h1></header>
    ${middle}
    <${Desk} desk=${state.desk} profile=${profile} t=${t} />
    <${Foot} link=${link} known=${model} t=${t} />
  </div>`;
}

async function main() {
  const [, , hall, window] = location.pathname.split('/').map(decodeURIComponent);
  const lang = pageLang();
  const t = await loadWords(lang, ['/display/web/i18n/{lang}.json']);
  document.documentElement.lang = lang === 'en' ? 'en' : 'zh-CN';
  document.title = t('screen.title');
  const device = await enlist({ hall, kind: 'window', as: 'display', window }, {}, t);
  const root = document.getElementById('screen');
  const touch = touchable();
  if (touch) root.classList.add('touch');
  const now = () => device.now();
  const state = { here: { hall, window }, touch, now, model: null, profile: null, hours: null, desk: null, link: { connected: false, age: 0 }, refused: null, start: 0 };
  let frame = 0;

  function set(changes) {
    Object.assign(state, changes);
    if (frame) return;
    frame = requestAnimationFrame(() => {
      frame = 0;
      render(html`<${Screen} state=${{ ...state }} t=${t} />`, root);
    });
  }

  const learn = hallOf(hall, { as: 'display' }, (profile) => set({ profile }), (refused) => set({ refused }));
  live({ hall, view: 'window', as: 'display', window, device: device.id || undefined }, {
    change(model, update) {
      if (state.model && profileMayDiffer(update)) learn();
      set(state.model ? { model } : { model, start: model.seq });
      device.shown(model.seq);
    },
    state(key, value) {
      device.news(key);
      if (key === 'hours') set({ hours: value });
      if (key === 'desk') set({ desk: value });
    },
    link: (link) => set({ link, refused: link.refused }),
  });
  learn();
  addEventListener('resize', () => set({}));
  set({});
}

main();
