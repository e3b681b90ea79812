/* /record/{hall}?language=&lang= : somebody who speaks the language records the pieces of this hall's calls. */

import { html, render, useEffect, useState } from '/static/vendor/preact.js';
import { loadWords, pageLang } from '/static/js/i18n.js';
import { loadHall } from '/static/js/hall.js';
import { firstMisfit } from '/static/js/misfit.js';
import { hear, keep, list, nextMissing, remove } from '/display/web/record/clips.js';
import { allowed } from '/display/web/record/microphone.js';
import { RECORDERS, SignIn, whoAmI } from '/display/web/record/signin.js';
import { Studio } from '/display/web/record/studio.js';

const HALL = decodeURIComponent(location.pathname.split('/')[2] || '');
const asked = () => new URLSearchParams(location.search).get('language') || 'zh';

/* A failure in words: the hub's, the browser's refusal of the microphone, or whatever it was. */
export function problem(t, error) {
  const key = { NotAllowedError: 'mic.refused', NotFoundError: 'mic.none', NotReadableError: 'mic.busy' }[error.name] || `error.${error.code}`;
  const form = firstMisfit(t, error);
  if (form) return t('form.wrong', { form });
  return t.has(key) ? t(key, { detail: error.detail || '' }) : t('error.unknown', { detail: error.detail || error.message });
}

const languageName = (t, code) => (t.has(`language.${code}`) ? t(`language.${code}`) : code);

function Pieces({ t, clips, chosen, choose }) {
  const groups = clips.map((clip) => clip.group).filter((group, n, all) => all.indexOf(group) === n);
  return html`<nav class="pieces" aria-label=${t('pieces')}>${groups.map((group) => html`
    <h2>${t(`group.${group}`)}</h2>
    <ul>${clips.filter((clip) => clip.group === group).map((clip) => html`
      <li><button class=${clip.recorded ? 'done' : ''} aria-pressed=${clip.piece === chosen} onClick=${() => choose(clip.piece)}>
        ${clip.text}<span class="aside"> ${t(clip.recorded ? 'is_recorded' : 'is_missing')}</span></button></li>`)}</ul>`)}
  </nav>`;
}

function Desk({ t, hall }) {
  const [language, setLanguage] = useState(asked);
  const [found, setFound] = useState(null);
  const [chosen, choose] = useState(null);
  const [wrong, setWrong] = useState('');
  const say = (error) => setWrong(problem(t, error));

  const learn = async (then) => {
    try {
      const fresh = await list(HALL, language);
      setFound(fresh);
      then(fresh.clips);
    } catch (error) {
      setFound(null);
      say(error);
    }
  };
  useEffect(() => {
    setWrong('');
    learn((clips) => choose((nextMissing(clips) || clips[0]).piece));
  }, [language]);

  const clip = found && found.clips.find((one) => one.piece === chosen);
  const done = found ? found.clips.filter((one) => one.recorded).length : 0;
  const saved = async (bytes) => {
    await keep(HALL, language, chosen, bytes);
    setWrong('');
    await learn((clips) => choose((nextMissing(clips, chosen) || { piece: chosen }).piece));
  };
  return html`<header>
      <h1>${t('title')} · ${t.of(hall)}</h1>
      <label>${t('language')}
        <select value=${language} onChange=${(event) => setLanguage(event.target.value)}>
          ${(found ? found.languages : [language]).map((code) => html`<option value=${code}>${languageName(t, code)}</option>`)}
        </select></label>
      ${found && html`<p class="progress" data-done=${done}>${t('progress', { done, all: found.clips.length })}</p>`}
    </header>
    ${!allowed() && html`<p class="note" role="alert">${t('insecure', { address: location.host })}</p>`}
    <p class="fault" role="alert">${wrong}</p>
    ${clip && html`<div class="room">
      <${Studio} ...${{ t, clip, say }} sentence=${found.sentence} stored=${() => hear(HALL, language, chosen)}
        keep=${saved} remove=${async () => { await remove(HALL, language, chosen); await learn(() => {}); }} />
      <${Pieces} ...${{ t, chosen, choose }} clips=${found.clips} />
    </div>`}`;
}

function App({ t, hall }) {
  const [me, setMe] = useState(undefined);
  useEffect(() => { whoAmI().then(setMe, () => setMe(null)); }, []);
  if (me === undefined) return null;
  if (me && RECORDERS.includes(me.role)) return html`<${Desk} ...${{ t, hall }} />`;
  return html`<header><h1>${t('title')} · ${t.of(hall)}</h1></header>
    <p class="note">${me ? t('not_yours', { role: t(`role.${me.role}`) }) : t('sign_in')}</p>
    <${SignIn} t=${t} entered=${setMe} problem=${(error) => problem(t, error)} />`;
}

async function main() {
  const lang = pageLang();
  const t = await loadWords(lang, ['/display/web/record/i18n/{lang}.json']);
  document.documentElement.lang = lang === 'en' ? 'en' : 'zh-CN';
  document.title = t('title');
  const root = document.getElementById('record');
  try {
    render(html`<${App} t=${t} hall=${await loadHall(HALL, { as: 'staff' })} />`, root);
  } catch (error) {
    render(html`<p class="fault" role="alert">${problem(t, error)}</p>`, root);
  }
}

if (document.getElementById('record')) main();
