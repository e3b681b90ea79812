/* The wall display /board/{hall}?zone=&width_mm=&distance_m=&voice=1&lang=
   Holds the state of one wall, advances the newest calls, turns the pages on one beat. */

import { html, render } from '/static/vendor/preact.js';
import { advance, due, emptyBurst } from '/static/js/burst.js';
import { enlist } from '/static/js/device.js';
import { hallOf, profileMayDiffer } from '/static/js/hall.js';
import { loadWords, pageLang } from '/static/js/i18n.js';
import { live } from '/static/js/live.js';
import { Board } from '/display/web/js/board-parts.js';
import { takeSnapshot, takeUpdate } from '/display/web/js/calls.js';
import { sorted } from '/display/web/js/media.js';
import { footWords } from '/display/web/js/opening.js';
import { boardSizes } from '/display/web/js/sizes.js';
import { sounds } from '/display/web/js/sounds.js';

const BEAT_MS = 8000;
const LONGEST_NAP = 60000;

/* What to show and when to look again. `draw(state)` paints; `clock()` gives milliseconds. */
export function wall(draw, clock = () => performance.now()) {
  const state = { burst: emptyBurst(), model: null, waits: {}, hours: null, notices: [], ducked: false, untouched: false, link: { connected: false, age: 0 }, beat: 0 };
  let cursor = null;
  let timer = 0;
  let frame = 0;
  let rules = { show: 4, together: 5 };

  function paint() {
    frame = 0;
    draw(state);
  }

  function pump() {
    clearTimeout(timer);
    state.burst = advance(state.burst, rules, clock());
    const next = due(state.burst, rules, clock());
    if (next !== Infinity) timer = setTimeout(pump, Math.min(Math.max(next, 20), LONGEST_NAP));
    if (!frame) frame = requestAnimationFrame(paint);
  }

  return {
    state,
    set(changes) {
      Object.assign(state, changes);
      pump();
    },
    rule(changes) {
      rules = { ...rules, ...changes };
    },
    change(model, update) {
      if (update) {
        state.burst = takeUpdate(state.burst, model, update, clock());
      } else {
        if (cursor !== null && model.seq < cursor) cursor = null;
        state.burst = takeSnapshot(state.burst, model, cursor, clock());
      }
      cursor = model.seq;
      state.model = model;
      pump();
    },
  };
}

const asked = (query, name) => Number(query.get(name)) || undefined;

function place() {
  const query = new URLSearchParams(location.search);
  return {
    hall: decodeURIComponent(location.pathname.split('/')[2] || ''),
    zone: query.get('zone') || undefined,
    mm: asked(query, 'width_mm'),
    metres: asked(query, 'distance_m'),
    voice: query.get('voice') === '1',
    lang: pageLang(),
  };
}

function measure(state, here, profile, t) {
  const screens = (profile && profile.screens) || {};
  return boardSizes({
    width: innerWidth,
    height: innerHeight,
    mm: here.mm || screens.board_width_mm || 1218,
    metres: here.metres || screens.board_distance_m || 10,
    notice: Boolean(footWords(state, profile, t)) || !state.link.connected,
    media: sorted(screens.media).shown.length > 0,
  });
}

async function main() {
  const here = place();
  const t = await loadWords(here.lang, ['/display/web/i18n/{lang}.json']);
  document.documentElement.lang = here.lang === 'en' ? 'en' : 'zh-CN';
  document.title = t('board.title');
  const device = await enlist({ hall: here.hall, kind: 'board', as: 'display', zone: here.zone }, {}, t);
  /* Where staff have put this wall goes before its address. */
  here.zone = device.zone || undefined;
  const root = document.getElementById('board');
  let profile = null;
  let sound = null;
  const screen = wall((state) => {
    const size = measure(state, here, profile, t);
    screen.rule({ together: size.together });
    render(html`<${Board} state=${state} here=${here} profile=${profile} size=${size} t=${t} now=${new Date()} asks=${sound && sound.media} />`, root);
  });
  sound = sounds({ here, device, set: (changes) => screen.set(changes) });

  const learn = hallOf(here.hall, { as: 'display' }, (found) => {
    profile = found;
    sound.profile(found);
    if (found.screens) screen.rule({ show: found.screens.board_show_seconds || 4 });
    screen.set({});
  }, (error) => screen.set({ refused: error }));

  live({ hall: here.hall, view: 'board', as: 'display', zone: here.zone, device: device.id || undefined }, {
    change(model, update) {
      const joined = screen.state.model;
      screen.change(model, update);
      device.shown(model.seq);
      sound.change(model, update);
      if (joined && profileMayDiffer(update)) learn();
    },
    state(key, value) {
      device.news(key);
      if (key === 'waits') screen.set({ waits: value || {} });
      if (key === 'hours') screen.set({ hours: value });
      if (key === 'notices') screen.set({ notices: (value && value.notices) || [] });
    },
    link(link) {
      sound.link(link);
      screen.set({ link, refused: link.refused });
    },
  });
  learn();
  setInterval(() => screen.set({}), 1000);
  setInterval(() => screen.set({ beat: screen.state.beat + 1 }), BEAT_MS);
  addEventListener('resize', () => screen.set({}));
}

if (document.getElementById('board')) main();
