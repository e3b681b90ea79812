/* The start page: what this is, the halls of this hub and their pages; in a demo also what to try. */

import { html, render, useEffect, useState } from '/static/vendor/preact.js';
import { ApiError, api } from '/static/js/hub.js';
import { loadWords, pageLang } from '/static/js/i18n.js';

const part = encodeURIComponent;

/* A hall's pages; in a demo the kiosk and the screens by the doors that pair this browser first. */
function urls(hall, window, demo) {
  const end = window ? `${part(hall)}/${part(window)}` : part(hall);
  return {
    kiosk: `${demo ? '/demo' : ''}/kiosk/${part(hall)}`,
    board: `${demo ? '/demo/display' : '/board'}/${part(hall)}`,
    caller: `/caller/${end}`,
    guide: `/guide/${part(hall)}`,
    devices: `/devices/${part(hall)}`,
    manage: `/manage/${part(hall)}`,
    public: `/public/${part(hall)}`,
    record: `/record/${part(hall)}`,
    window: window && `${demo ? '/demo/display' : '/window'}/${end}`,
  };
}

const inLang = (url, t) => (t.lang === 'zh' ? url : `${url}${url.includes('?') ? '&' : '?'}lang=${t.lang}`);

/* The demo's offers; null where the hub is a real hall's. */
async function demoOf() {
  try {
    const answer = await fetch('/demo.json', { cache: 'no-store' });
    return answer.ok ? await answer.json() : null;
  } catch (_) {
    return null;
  }
}

async function everyHall() {
  const halls = [];
  for (let next = ''; next !== null; ) {
    const page = await api('GET', `/halls${next ? `?next=${part(next)}` : ''}`);
    halls.push(...page.halls);
    next = page.next || null;
  }
  return halls;
}

function Go({ href, t, children, main }) {
  return html`<a class=${main ? 'go main' : 'go'} href=${inLang(href, t)} target="_blank" rel="noopener">${children}</a>`;
}

function Windows({ hall, profile, demo, t }) {
  return html`<details>
    <summary>${t('start.windows', { n: profile.windows.length })}</summary>
    <ul class="windows">${profile.windows.map((w) => html`<li key=${w.id}>
      <span>${t.of(w, 'sign')}</span>
      <a href=${inLang(urls(hall.id, w.id, demo).caller, t)} target="_blank" rel="noopener">${t('start.caller.short')}</a>
      <a href=${inLang(urls(hall.id, w.id, demo).window, t)} target="_blank" rel="noopener">${t('start.window.short')}</a>
    </li>`)}</ul>
  </details>`;
}

function Hall({ hall, demo, t }) {
  const [profile, learn] = useState(null);
  useEffect(() => {
    api('GET', `/halls/${part(hall.id)}`).then(learn, () => {});
  }, [hall.id]);
  const first = profile && profile.windows[0];
  const to = urls(hall.id, first && first.id, demo);
  const zones = (profile && profile.zones.length > 1 && profile.zones) || [];
  return html`<section class="card hall">
    <h2>${t.of(profile || hall)}</h2>
    <p class="row">
      <${Go} href=${to.kiosk} t=${t}>${t('start.kiosk')}<//>
      <${Go} href=${urls(hall.id).caller} t=${t}>${t('start.caller')}<//>
      <${Go} href=${to.guide} t=${t}>${t('start.guide')}<//>
      <${Go} href=${to.devices} t=${t}>${t('start.devices')}<//>
      <${Go} href=${to.manage} t=${t}>${t('start.manage')}<//>
      <${Go} href=${to.public} t=${t}>${t('start.public')}<//>
      <${Go} href=${to.record} t=${t}>${t('start.record')}<//>
      <${Go} href=${to.board} t=${t}>${t('start.board')}<//>
      ${first && html`<${Go} href=${to.window} t=${t}>${t('start.window')}<//>`}
    </p>
    ${zones.length > 0 && html`<p class="row small"><span>${t('start.zones')}</span>${zones.map((z) => html`<a key=${z.id}
      href=${inLang(`${to.board}?zone=${part(z.id)}`, t)} target="_blank" rel="noopener">${t.of(z)}</a>`)}</p>`}
    ${profile && html`<${Windows} hall=${hall} profile=${profile} demo=${demo} t=${t} />`}
  </section>`;
}

function SignIns({ list, t }) {
  return html`<table>
    <caption>${t('start.signins')}</caption>
    <thead><tr><th scope="col">${t('start.name')}</th><th scope="col">${t('start.password')}</th><th scope="col">PIN</th><th scope="col">${t('start.role')}</th></tr></thead>
    <tbody>${list.map((one) => html`<tr key=${one.name}><td>${one.name}</td><td><code>${one.password}</code></td><td><code>${one.pin || ''}</code></td>
      <td>${t.has(`role.${one.role}`) ? t(`role.${one.role}`) : one.role}</td></tr>`)}</tbody>
  </table>`;
}

function Demo({ demo, t }) {
  const hall = demo.halls[0];
  if (!hall) return null;
  return html`<section class="card demo">
    <h2>${t('start.try')}</h2>
    <ol>
      <li><p>${t('start.step1', { service: t.of(hall, 'service') })}</p><p class="row"><${Go} href=${hall.kiosk} t=${t} main>${t('start.kiosk')}<//>
        ${demo.slip && html`<${Go} href=${demo.slip} t=${t}>${t('start.slip')}<//>`}</p></li>
      <li><p>${t('start.step2', { sign: hall.window_sign })}</p><p class="row"><${Go} href=${hall.caller} t=${t} main>${t('start.caller')}<//></p></li>
      <li><p>${t('start.step3')}</p><p class="row"><${Go} href=${hall.board} t=${t} main>${t('start.board')}<//>
        <${Go} href=${hall.window} t=${t} main>${t('start.window')}<//></p></li>
    </ol>
    ${hall.devices && html`<div class="look"><h3>${t('start.look')}</h3><p>${t('start.look.more')}</p>
      <p class="row"><${Go} href=${hall.devices} t=${t}>${t('start.look.go')}<//></p></div>`}
    ${(demo.sign_ins || []).length > 0 && html`<${SignIns} list=${demo.sign_ins} t=${t} />`}
  </section>`;
}

function Halls({ halls, wrong, demo, t }) {
  if (wrong) return html`<p class="card" role="alert"><span class="mark alarm" aria-hidden="true"></span>${t(t.has(`error.${wrong.code}`) ? `error.${wrong.code}` : 'error.offline')}</p>`;
  if (!halls) return html`<p class="card" role="status">${t('link.joining')}</p>`;
  if (!halls.length) return html`<p class="card">${t('start.empty')}</p>`;
  return halls.map((hall) => html`<${Hall} hall=${hall} key=${hall.id} demo=${demo} t=${t} />`);
}

function Start({ state, speak, t }) {
  const other = t.lang === 'en' ? 'zh' : 'en';
  return html`<div class="page">
    <header>
      <h1>${t('start.title')}</h1>
      <button class="lang" lang=${other === 'en' ? 'en' : 'zh-CN'} onClick=${() => speak(other)}>${t(`lang.${other}`)}</button>
    </header>
    <p class="about">${t('start.about')}</p>
    ${state.demo && html`<${Demo} demo=${state.demo} t=${t} />`}
    <${Halls} halls=${state.halls} wrong=${state.wrong} demo=${state.demo} t=${t} />
    <footer><a href="/api/">${t('start.api')}</a></footer>
  </div>`;
}

async function main() {
  const root = document.getElementById('start');
  const state = { demo: null, halls: null, wrong: null };
  let t = null;
  const draw = () => render(html`<${Start} state=${{ ...state }} speak=${speak} t=${t} />`, root);

  async function speak(lang) {
    t = await loadWords(lang, ['/static/start/i18n/{lang}.json']);
    document.documentElement.lang = lang === 'en' ? 'en' : 'zh-CN';
    document.title = t('start.title');
    draw();
  }

  await speak(pageLang({ follow: true }));
  const [demo, halls] = await Promise.all([demoOf(), everyHall().catch((error) => error)]);
  Object.assign(state, { demo }, halls instanceof ApiError ? { wrong: halls } : { halls });
  draw();
}

main();
