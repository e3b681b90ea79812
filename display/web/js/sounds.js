/* What a wall lets be heard: its own voice (`?voice=1`), and how loud its films and music are while calls are said. */

import { announcementMs, speakingUntil } from '/display/web/js/duck.js';
import { startVoice } from '/display/web/voice/start.js';

/* `set(changes)` is the wall's; it hears `ducked` and `untouched`: whether the browser waits for a touch before it makes a sound. */
export function sounds({ here, device, set }) {
  const asking = { voice: false, media: false };
  let profile = null;
  let voice = null;
  let board = null;
  let linked = null;
  let until = 0;
  let timer = 0;

  function asks(who, on) {
    if (asking[who] === on) return;
    asking[who] = on;
    if (who === 'media') device.tell(on ? 'warning' : 'ok', on ? 'needs_touch' : '');
    set({ untouched: asking.voice || asking.media });
  }

  /* A voice of this page is known to speak; of any other it is reckoned. */
  function duck(ms) {
    clearTimeout(timer);
    set({ ducked: ms > 0 });
    if (ms > 0) timer = setTimeout(() => duck(0), ms);
  }

  function reckon(update) {
    const now = performance.now();
    const later = speakingUntil(until, update, announcementMs(profile, here.zone), now);
    if (later === until) return;
    until = later;
    duck(until - now);
  }

  async function speak() {
    const part = device.beside('voice', { test: () => voice && voice.test() });
    voice = await startVoice({
      hall: here.hall, zone: here.zone, device: part,
      heard({ state }) {
        asks('voice', state === 'needs_touch');
        set({ ducked: state === 'speaking' });
      },
      told() {},
    });
    /* The board is mostly there first: what it has told is told again. */
    voice.profile(profile);
    if (board) voice.change(board, null);
    if (linked) voice.link(linked);
  }

  if (here.voice) speak();
  return {
    media: (on) => asks('media', on),
    profile(found) {
      profile = found;
      if (voice) voice.profile(found);
    },
    change(model, update) {
      board = model;
      if (voice) voice.change(model, update);
      else if (!here.voice) reckon(update);
    },
    link(link) {
      linked = link;
      if (voice) voice.link(link);
    },
  };
}
