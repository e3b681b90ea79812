/* The clerk's card of a numeric pad, to print: /keypad/{hall}?lang= : what the keys do, and the hall's short codes. */

import { html, render } from '/static/vendor/preact.js';
import { api } from '/static/js/hub.js';
import { loadWords, pageLang } from '/static/js/i18n.js';

/* What the keys are, as caller/keypad/sequences.py understands them. Each row: the keys, the word that says what they do. */
const ROWS = [
  [['keypad.number', '*', 'PIN', 'Enter'], 'signin'],
  [['Enter'], 'next'],
  [['1–6', 'Enter'], 'outcome'],
  [['+'], 'recall'],
  [['-'], 'no_show'],
  [['.'], 'park'],
  [['*', 'keypad.code', 'Enter'], 'transfer'],
  [['/'], 'undo'],
  [['0'], 'pause'],
  [['*', '0', 'Enter'], 'close'],
];
const OUTCOMES = ['done', 'accepted', 'incomplete', 'refused', 'wrong_window', 'advice'];

function Keys({ keys, t }) {
  return keys.map((key) => html`<kbd>${t.has(key) ? t(key) : key}</kbd>`);
}

function Codes({ hall, t }) {
  const coded = hall.services.filter((service) => service.short).sort((a, b) => Number(a.short) - Number(b.short));
  return html`<h2>${t('keypad.codes')}</h2>
    ${coded.length ? html`<ul class="codes">${coded.map((one) => html`<li key=${one.id}><b>${one.short}</b>${t.of(one)}</li>`)}</ul>` : null}
    <p>${t('keypad.windows')}</p>`;
}

function Card({ hall, t }) {
  return html`<h1>${t('keypad.title', { hall: t.of(hall) })}</h1>
    <table><tbody>${ROWS.map(([keys, word]) => html`<tr key=${word}>
      <th scope="row"><${Keys} keys=${keys} t=${t} /></th><td>${t(`keypad.${word}`)}</td>
    </tr>`)}</tbody></table>
    <h2>${t('keypad.outcomes')}</h2>
    <ul class="codes">${OUTCOMES.map((code, at) => html`<li key=${code}><b>${at + 1}</b>${t(`outcome.${code}`)}</li>`)}</ul>
    <${Codes} hall=${hall} t=${t} />
    <p class="note">${t('keypad.note')}</p>
    <button onClick=${() => print()}>${t('keypad.print')}</button>`;
}

async function main() {
  const lang = pageLang();
  const t = await loadWords(lang, ['/caller/web/keypad/i18n/{lang}.json']);
  document.documentElement.lang = lang === 'en' ? 'en' : 'zh-CN';
  const root = document.getElementById('page');
  try {
    const hall = await api('GET', `/halls/${encodeURIComponent(decodeURIComponent(location.pathname.split('/')[2]))}`);
    document.title = t('keypad.title', { hall: t.of(hall) });
    render(html`<${Card} hall=${hall} t=${t} />`, root);
  } catch (error) {
    render(html`<p role="alert">${t.has(`error.${error.code}`) ? t(`error.${error.code}`) : t('error.unknown', { detail: error.detail })}</p>`, root);
  }
}

main();
