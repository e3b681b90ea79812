/* /demo/devices/{hall}: what the demo's virtual devices have printed, show and said, and buttons that break and mend them. */

import { html, render, useEffect, useRef } from '/static/vendor/preact.js';
import { loadWords, pageLang } from '/static/js/i18n.js';
import { clock } from '/static/js/time.js';

const LOOK_MS = 1000;
const FLASH_MS = 3500;
const SHOWN_SLIPS = 3;
const COLOURS = ['red', 'green', 'yellow', 'amber', 'blue', 'cyan', 'purple', 'white'];

/* The wishes a device knows, and being well; the present one is pressed. A reader's are cards too. */
function Wishes({ which, fails, wish, t }) {
  const one = (word) => html`<button key=${word} aria-pressed=${(fails.now || '') === word} onClick=${() => wish(which, word)}>${t(word ? `dev.fail.${word}` : which === 'reader' ? 'dev.lay.none' : 'dev.ok')}</button>`;
  return html`<div class="wishes" role="group" aria-label=${t(`dev.${which}`)}><span>${t(which === 'reader' ? 'dev.lay' : 'dev.make')}</span>${one('')}${fails.can.map(one)}</div>`;
}

function Slip({ slip, t }) {
  const facts = [slip.number, slip.copy && t('dev.copy'), clock(slip.at)].filter(Boolean).join(' · ');
  return html`<li>${slip.slip ? html`<a href=${`/demo/slips/${slip.slip}`} target="_blank" rel="noopener"><img src=${`/demo/slips/${slip.slip}`} alt=${facts} /></a>`
    : html`<p class="lost"><i class="mark alarm" aria-hidden="true"></i>${t('dev.lost')}: ${t(`dev.fail.${slip.lost}`)}</p>`}<p class="facts">${facts}</p></li>`;
}

/* A strip as its lights stand; one that flashes does so for as long as a real one would. */
function Strip({ strip, t }) {
  const fresh = strip.flashing && Date.now() - Date.parse(strip.at) < FLASH_MS;
  const colour = COLOURS.includes(strip.colour) ? strip.colour : 'red';
  const lines = (strip.lines || []).filter(Boolean);
  return html`<li><p class="id">${strip.id}</p>
    ${strip.picture ? html`<img src=${`/demo/strips/lit${strip.card ? `-${strip.card}` : ''}.png?${strip.at}`} alt=${strip.id} />`
      : html`<p class=${`lights ${colour} ${fresh ? 'flashing' : ''}`}>${lines.length ? lines.map((line) => html`<span>${line}</span>`) : html`<span class="blank">${t('dev.blank')}</span>`}</p>`}</li>`;
}

/* The element is made once a file: a poll must not stop what is being listened to. */
function Heard({ said, t }) {
  const ref = useRef(null);
  useEffect(() => { ref.current.src = `/demo/speech/${said.file}`; }, [said.file]);
  const notes = [said.repeat && t('dev.again'), said.whole === false && t('dev.cut')].filter(Boolean).join(' · ');
  return html`<li><time>${clock(said.at)}</time><span>${said.text}${notes && html` <small>${notes}</small>`}</span><audio ref=${ref} controls preload="none"></audio></li>`;
}

function Page({ state, wish, t, hall }) {
  const { slips, strips, spoken, fails } = state.found;
  const lang = t.lang === 'zh' ? '' : '?lang=en';
  return html`<div class="page wide">
    <header><h1>${t('dev.title')}</h1><p class="row"><a href=${`/devices/${hall}${lang}`}>${t('dev.staff')}</a><a href=${`/${lang}`}>${t('dev.back')}</a></p></header>
    <section class="card"><h2>${t('dev.printer')}</h2><${Wishes} which="printer" fails=${fails.printer} wish=${wish} t=${t} />
      ${slips.length ? html`<ul class="slips">${slips.slice(0, SHOWN_SLIPS).map((slip) => html`<${Slip} key=${`${slip.at} ${slip.slip}`} slip=${slip} t=${t} />`)}</ul>` : html`<p>${t('dev.printer.none')}</p>`}</section>
    <section class="card"><h2>${t('dev.reader')}</h2><${Wishes} which="reader" fails=${fails.reader} wish=${wish} t=${t} /><p>${t('dev.reader.note')}</p></section>
    <section class="card"><h2>${t('dev.strips')}</h2><${Wishes} which="strips" fails=${fails.strips} wish=${wish} t=${t} />
      ${strips.length ? html`<ul class="strips">${strips.map((strip) => html`<${Strip} key=${strip.id} strip=${strip} t=${t} />`)}</ul>` : html`<p>${t('dev.strips.none')}</p>`}</section>
    <section class="card"><h2>${t('dev.speaker')}</h2><${Wishes} which="speaker" fails=${fails.speaker} wish=${wish} t=${t} />
      ${spoken.length ? html`<ol class="spoken">${spoken.map((said) => html`<${Heard} key=${`${said.speaker} ${said.file}`} said=${said} t=${t} />`)}</ol>` : html`<p>${t('dev.speaker.none')}</p>`}</section>
  </div>`;
}

async function main() {
  const t = await loadWords(pageLang({ follow: true }), ['/static/start/i18n/{lang}.json']);
  document.documentElement.lang = t.lang === 'en' ? 'en' : 'zh-CN';
  document.title = t('dev.title');
  const root = document.getElementById('devices');
  const hall = location.pathname.split('/')[3];
  const state = { found: null, text: '' };
  const draw = () => render(html`<${Page} state=${{ ...state }} wish=${wish} t=${t} hall=${hall} />`, root);

  async function look() {
    try {
      const text = await (await fetch('/demo/devices.json', { cache: 'no-store' })).text();
      const flashing = state.found && state.found.strips.some((strip) => strip.flashing);
      if (text === state.text && !flashing) return;
      Object.assign(state, { text, found: JSON.parse(text) });
      draw();
    } catch (_) {
      /* the demo has ended or is being started again: what was seen last stays */
    }
  }

  async function wish(which, fail) {
    await fetch(`/demo/devices/${which}`, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify({ fail }) });
    await look();
  }

  await look();
  setInterval(look, LOOK_MS);
}

main();
