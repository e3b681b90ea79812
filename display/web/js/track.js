/* The phone page of one ticket: /track/{code}?lang= : live, with cancelling and rating.
   The code is the key to the ticket: it goes to the hub and nowhere else. */

import { html, render } from '/static/vendor/preact.js';
import { hallOf, profileMayDiffer, untilAnswered } from '/static/js/hall.js';
import { loadWords, pageLang } from '/static/js/i18n.js';
import { live } from '/static/js/live.js';
import { Track } from '/display/web/js/track-parts.js';

function watch(code, hall, set) {
  const learn = hallOf(hall, {}, (profile) => set({ profile }));
  live({ hall, view: 'ticket', code }, {
    change(model, update) {
      const ticket = [...model.tickets.values()][0];
      if (ticket) set({ ticket });
      if (profileMayDiffer(update)) learn();
    },
    state(key, value) {
      if (key === 'ahead') set({ ahead: value });
      if (key === 'hours') set({ hours: value });
    },
    link: (link) => set({ link }),
  });
  learn();
}

async function main() {
  const code = decodeURIComponent(location.pathname.split('/')[2] || '');
  const root = document.getElementById('track');
  const state = { code, lang: pageLang({ follow: true }), ticket: null, profile: null, ahead: null, hours: null, link: { connected: false, age: 0 }, refused: null };
  let t = null;

  function set(changes) {
    Object.assign(state, changes);
    if (t) render(html`<${Track} state=${{ ...state }} set=${set} speak=${speak} t=${t} />`, root);
  }

  async function speak(lang) {
    t = await loadWords(lang, ['/display/web/i18n/{lang}.json']);
    document.documentElement.lang = lang === 'en' ? 'en' : 'zh-CN';
    document.title = t('track.title');
    set({ lang });
  }

  await speak(state.lang);
  try {
    const answer = await untilAnswered(`/track/${encodeURIComponent(code)}`);
    const { ticket, ahead, wait, reason, resumes_at } = answer;
    set({ ticket, ahead: { ahead, wait, reason, resumes_at } });
    watch(code, answer.hall, set);
  } catch (refused) {
    set({ refused });
  }
}

main();
