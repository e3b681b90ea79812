/* Starts the kiosk page: the hall is in the path, `?lang=` says with which language a new person is met. */

import { html, render } from '/static/vendor/preact.js';
import { enlist } from '/static/js/device.js';
import { pageLang, loadWords } from '/static/js/i18n.js';
import { App } from '/kiosk/web/app.js';

const WORDS = ['/kiosk/web/i18n/{lang}.json'];

async function start() {
  const hall = decodeURIComponent(location.pathname.split('/')[2] || '');
  const [zh, en] = await Promise.all(['zh', 'en'].map((lang) => loadWords(lang, WORDS)));
  const lang = pageLang();
  /* `busy` while somebody is being served: then nothing takes the page away from them. */
  const desk = { busy: false, device: null };
  addEventListener('contextmenu', (event) => event.preventDefault());
  render(html`<${App} hall=${hall} lang=${lang} words=${{ zh, en }} desk=${desk} />`, document.getElementById('kiosk'));
  desk.device = await enlist({ hall, kind: 'kiosk', as: 'kiosk' }, { busy: () => desk.busy }, lang === 'en' ? en : zh);
}

start();
