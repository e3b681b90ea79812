/* Starts the kiosk page: the hall is in the path, `?lang=` says with which language a new person is met. */

import { html, render } from '/static/vendor/preact.js';
import { pageLang, loadWords } from '/static/js/i18n.js';
import { App } from '/kiosk/web/app.js';

const WORDS = ['/kiosk/web/i18n/{lang}.json'];

async function start() {
  const hall = decodeURIComponent(location.pathname.split('/')[2] || '');
  const [zh, en] = await Promise.all(['zh', 'en'].map((lang) => loadWords(lang, WORDS)));
  addEventListener('contextmenu', (event) => event.preventDefault());
  render(html`<${App} hall=${hall} lang=${pageLang()} words=${{ zh, en }} />`, document.getElementById('kiosk'));
}

start();
