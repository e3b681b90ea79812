/* The page /voice/{hall}?zone=&lang= : a computer with loudspeakers and a browser says a zone's calls.
   What is said stands here as text too; what keeps it from speaking stands where nobody can overlook it. */

import { html, render } from '/static/vendor/preact.js';
import { enlist } from '/static/js/device.js';
import { hallOf, profileMayDiffer } from '/static/js/hall.js';
import { loadWords, pageLang } from '/static/js/i18n.js';
import { live } from '/static/js/live.js';
import { clock } from '/static/js/time.js';
import { startVoice } from '/display/web/voice/start.js';
import { voiceFor } from '/display/web/voice/speech.js';

const SHOWN = 8;
const MARKS = { ready: 'open', speaking: 'called', needs_touch: 'warning', cut: 'warning' };
const WORDS = { ready: 'voice.ready', speaking: 'voice.now', needs_touch: 'voice.touch', no_voice: 'voice.none', voice_failed: 'voice.failed', cut: 'voice.cut', refused: 'voice.other' };

function Now({ state, t }) {
  const { job, detail } = state.news;
  if (state.news.state !== 'speaking') return null;
  return html`<section class="saying" aria-live="off">
    ${job && job.number && html`<p class="number">${job.number}</p>`}
    <p class="words">${detail}</p></section>`;
}

function Page({ state, profile, here, t, test }) {
  const { news, past } = state;
  const zone = profile && (profile.zones || []).find((z) => z.id === here.zone);
  const more = `${WORDS[news.state]}.more`;
  const voices = ['zh', 'en'].map((lang) => state.voice && voiceFor(state.voice.speech.voices(), lang)).filter(Boolean);
  return html`<div class="voice" data-state=${news.state} data-seq=${state.seq}>
    <header><h1>${zone ? t.of(zone) : t('voice.hall')}</h1><p>${profile ? t.of(profile) : ''}</p></header>
    <p class="how" role="status"><i class=${`mark ${MARKS[news.state] || 'alarm'}`} aria-hidden="true"></i>${t(WORDS[news.state], { detail: news.detail })}</p>
    ${t.has(more) && html`<p class="more">${t(more)}</p>`}
    <${Now} state=${state} t=${t} />
    <section class="past"><h2>${t('voice.past')}</h2>
      ${past.length ? html`<ol>${past.map((one) => html`<li key=${one.at}><time>${clock(one.at, profile && profile.timezone)}</time><span>${one.words}</span></li>`)}</ol>` : html`<p>${t('voice.past.none')}</p>`}</section>
    <footer><button onClick=${test}>${t('voice.test')}</button>
      <p>${voices.length > 0 && t('voice.by', { names: voices.map((v) => v.name).join(', ') })}</p></footer>
  </div>`;
}

async function main() {
  const query = new URLSearchParams(location.search);
  const here = { hall: decodeURIComponent(location.pathname.split('/')[2] || ''), zone: query.get('zone') || undefined };
  const lang = pageLang();
  const t = await loadWords(lang, ['/display/web/i18n/{lang}.json', '/display/web/voice/i18n/{lang}.json']);
  document.documentElement.lang = lang === 'en' ? 'en' : 'zh-CN';
  document.title = t('voice.title');
  const state = { news: { state: 'cut', detail: '', job: null }, past: [], voice: null, seq: '' };
  let profile = null;
  const device = await enlist({ hall: here.hall, kind: 'voice', as: 'display', zone: here.zone }, { test: () => state.voice && state.voice.test() }, t);
  here.zone = device.zone || undefined;
  const root = document.getElementById('voice');
  const draw = () => render(html`<${Page} state=${{ ...state }} profile=${profile} here=${here} t=${t} test=${() => state.voice && state.voice.test()} />`, root);
  draw();
  state.voice = await startVoice({
    hall: here.hall, zone: here.zone, device,
    heard(news) { state.news = news; draw(); },
    told(job, said) { state.past = [{ at: device.now(), words: said }, ...state.past].slice(0, SHOWN); draw(); },
  });
  state.voice.speech.onVoices(draw);
  const learn = hallOf(here.hall, { as: 'display' }, (found) => {
    profile = found;
    state.voice.profile(found);
    draw();
  });
  live({ hall: here.hall, view: 'board', as: 'display', zone: here.zone, device: device.id || undefined }, {
    change(model, update) {
      state.voice.change(model, update);
      state.seq = model.seq;
      draw();
      if (profileMayDiffer(update)) learn();
    },
    state: (key) => device.news(key),
    link: (link) => state.voice.link(link),
  });
  learn();
}

main();
