/* Puts a page's announcer together: the browser's voice, the live board, the hub's jobs, the registry. */

import { api } from '/static/js/hub.js';
import { words } from '/static/js/i18n.js';
import { Announcer } from '/display/web/voice/announcer.js';
import { Speech } from '/display/web/voice/speech.js';
import { over, undoneBy } from '/display/web/voice/standing.js';

const HEALTH = { needs_touch: 'warning', no_voice: 'fault', voice_failed: 'fault', refused: 'fault' };
const TOUCHES = ['pointerdown', 'keydown'];

async function dictionary(lang) {
  const answer = await fetch(`/display/web/voice/i18n/${lang}.json`, { credentials: 'same-origin' });
  return words(lang, await answer.json());
}

/* The zone's languages in order, as its profile has them now. */
export function languagesOf(profile, zone) {
  const own = profile && (profile.zones || []).find((z) => z.id === zone);
  return (own && own.voice && own.voice.languages) || (profile && profile.voice && profile.voice.languages) || ['zh'];
}

/* `heard({state, detail, job})` at each change, `told(job, words)` after each call; the answer feeds it the board:
   `change(model, update)`, `link({connected})`, `profile(p)`, and `test()` says a sentence. */
export async function startVoice({ hall, zone, device, heard, told }) {
  const [zh, en] = await Promise.all(['zh', 'en'].map(dictionary));
  const board = { model: null, undone: new Map(), connected: false };
  let profile = null;
  const speech = new Speech();
  const announcer = new Announcer({
    ask: (path, body, timeout) => api('POST', `/halls/${encodeURIComponent(hall)}${path}`, body, { as: 'display', timeout }),
    speech, spoken: { zh, en }, zone,
    over: (job) => over(job, board),
    languages: () => languagesOf(profile, zone),
    now: () => device.now(),
    tell(news) {
      if (news.state !== 'cut') device.tell(HEALTH[news.state] || 'ok', HEALTH[news.state] ? news.detail || news.state : '');
      heard(news);
    },
    told(job, said) {
      device.shown(job.seq);
      told(job, said);
    },
  });
  const touched = () => speech.allowed().then(() => announcer.wake());
  speech.onVoices(() => announcer.wake());
  for (const kind of TOUCHES) addEventListener(kind, touched, true);
  announcer.run();
  return {
    speech,
    test: () => announcer.test(),
    change(model, update) {
      board.model = model;
      board.undone = undoneBy(board.undone, update);
      announcer.changed();
    },
    link: ({ connected }) => { board.connected = connected; },
    profile: (found) => { profile = found; },
  };
}
