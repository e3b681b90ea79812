/* The public page of a hall: /public/HALL?lang= : no sign-in, asked for again every half minute while it is looked at. */

import { html, render } from '/static/vendor/preact.js';
import { api } from '/static/js/hub.js';
import { loadWords, pageLang } from '/static/js/i18n.js';
import { Page } from '/static/public/page.js';

const EVERY_MS = 30000;

async function main() {
  const hall = decodeURIComponent(location.pathname.split('/')[2] || '');
  const root = document.getElementById('public');
  const state = { told: null, fault: null, heard: 0 };
  let t = null;
  let asking = false;

  function show(changes) {
    Object.assign(state, changes);
    if (t) render(html`<${Page} ...${state} now=${Date.now()} t=${t} speak=${speak} again=${ask} />`, root);
  }

  async function speak(lang) {
    t = await loadWords(lang, ['/static/public/i18n/{lang}.json']);
    document.documentElement.lang = lang === 'en' ? 'en' : 'zh-CN';
    document.title = state.told ? `${t('public.title')} · ${t.of(state.told)}` : t('public.title');
    show({});
  }

  async function ask() {
    if (asking) return;
    asking = true;
    try {
      const told = await api('GET', `/halls/${encodeURIComponent(hall)}/public`);
      document.title = `${t('public.title')} · ${t.of(told)}`;
      show({ told, fault: null, heard: Date.now() });
    } catch (fault) {
      show({ fault });
    } finally {
      asking = false;
    }
  }

  await speak(pageLang({ follow: true }));
  await ask();
  setInterval(() => { if (document.visibilityState === 'visible') ask(); }, EVERY_MS);
  document.addEventListener('visibilitychange', () => { if (document.visibilityState === 'visible') ask(); });
}

main();
