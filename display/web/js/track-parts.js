/* The phone page's parts: number, sentence, people ahead, where, cancel, rate. */

import { html, useEffect, useRef, useState } from '/static/vendor/preact.js';
import { verb } from '/static/js/hub.js';
import { ageWords, clock, minutesRange } from '/static/js/time.js';
import { refusalWords } from '/display/web/js/hall.js';
import { toldWords, trackState, whyWords } from '/display/web/js/track-state.js';

const LEVELS = [5, 4, 3, 2, 1];

/* Sends a verb once; tells busy and what went wrong. */
function useVerb(state, set) {
  const [busy, setBusy] = useState(false);
  const [wrong, setWrong] = useState(null);
  async function send(name, body) {
    if (busy) return false;
    setBusy(true);
    setWrong(null);
    try {
      const answer = await verb(`/track/${encodeURIComponent(state.code)}/${name}`, body);
      if (answer && answer.ticket) set({ ticket: { ...state.ticket, ...answer.ticket } });
      return true;
    } catch (error) {
      setWrong(error);
      return false;
    } finally {
      setBusy(false);
    }
  }
  return { busy, wrong, send };
}

const Wrong = ({ error, t }) => error && html`<p class="wrong" role="alert"><span class="mark alarm" aria-hidden="true"></span>${refusalWords(error, t)}</p>`;

function Cancel({ state, set, t }) {
  const [asking, ask] = useState(false);
  const { busy, wrong, send } = useVerb(state, set);
  const card = useRef(null);
  /* The question opens at the page's end: both answers must be seen at once. */
  useEffect(() => {
    if (asking) card.current.scrollIntoView({ block: 'end' });
  }, [asking]);
  if (!asking) return html`<p class="end"><button class="link" onClick=${() => ask(true)}>${t('track.cancel')}</button></p>`;
  return html`<section class="card ask" ref=${card} aria-labelledby="ask">
    <h2 id="ask">${t('track.cancel.ask')}</h2>
    <p>${t('track.cancel.more')}</p>
    <${Wrong} error=${wrong} t=${t} />
    <div class="pair">
      <button class="plain" onClick=${() => ask(false)} disabled=${busy}>${t('track.cancel.no')}</button>
      <button class="grave" onClick=${() => send('cancel')} disabled=${busy}>${t('track.cancel.yes')}</button>
    </div>
  </section>`;
}

/* Why, if they like: the hall's reasons and a few words, open once a level is chosen. */
function Why({ profile, chosen, pick, words, write, t }) {
  const { reasons, most } = (profile && profile.ratings) || { reasons: [], most: 0 };
  const toggle = (id) => pick(chosen.includes(id) ? chosen.filter((r) => r !== id) : [...chosen, id]);
  return html`${most > 0 && html`<fieldset class="reasons"><legend>${t('rate.reasons')}</legend>
      ${reasons.map((r) => html`<label class=${chosen.includes(r.id) ? 'reason chosen' : 'reason'} key=${r.id}>
        <input type="checkbox" checked=${chosen.includes(r.id)} disabled=${!chosen.includes(r.id) && chosen.length >= most} onChange=${() => toggle(r.id)} />
        <span>${t.of(r)}</span></label>`)}</fieldset>`}
    <label class="words"><span>${t('rate.words')}</span>
      <textarea rows="3" maxlength="500" value=${words} onInput=${(e) => write(e.target.value)}></textarea></label>
    <p class="note">${t('rate.words.note')}</p>`;
}

/* The level only to whoever has just said it, or once it is closed: a slip lies about. */
function Thanks({ level, t }) {
  const words = level ? t('track.rate.thanks', { level: t(`rate.${level}`) }) : t('track.rate.rated');
  return html`<p class="card thanks" role="status"><span class="mark done" aria-hidden="true"></span>${words}</p>`;
}

function Rate({ state, set, t }) {
  const [level, choose] = useState(0);
  const [reasons, pick] = useState([]);
  const [words, write] = useState('');
  const { busy, wrong, send } = useVerb(state, set);
  if (state.ticket.rating || state.ticket.rated) return html`<${Thanks} level=${state.said || state.ticket.rating} t=${t} />`;
  const rate = async () => (await send('rate', body)) && set({ said: level });
  const body = { level, ...(reasons.length ? { reasons } : {}), ...(words.trim() ? { words: words.trim() } : {}) };
  return html`<section class="card rate">
    <h2 id="rate">${t('track.rate')}</h2>
    <p>${t('track.rate.more')}</p>
    <div role="radiogroup" aria-labelledby="rate">
      ${LEVELS.map((n) => html`<label class=${level === n ? 'level chosen' : 'level'} key=${n}>
        <input type="radio" name="level" value=${n} checked=${level === n} onChange=${() => choose(n)} />
        <span>${t(`rate.${n}`)}</span></label>`)}
    </div>
    ${level > 0 && html`<${Why} profile=${state.profile} chosen=${reasons} pick=${pick} words=${words} write=${write} t=${t} />`}
    <${Wrong} error=${wrong} t=${t} />
    <button class="main" disabled=${!level || busy} onClick=${rate}>${t('track.rate.send')}</button>
  </section>`;
}

function Ahead({ ahead, why, t }) {
  if (!ahead || ahead.ahead === undefined || ahead.ahead === null) return null;
  const next = ahead.ahead === 0;
  return html`<section class="card">
    <div class="figures">
      ${next ? html`<p class="next">${t('track.ahead.none')}</p>` : html`<p><span>${t('track.ahead')}</span><b>${t('people', { n: ahead.ahead })}</b></p>`}
      ${ahead.wait && html`<p><span>${t('track.wait')}</span><b>${minutesRange(ahead.wait, t)}</b></p>`}
    </div>
    ${why && html`<p class="why" role="status"><span class="mark warning" aria-hidden="true"></span>${why}</p>`}
    <p class="note">${t('track.waits.note')}</p>
  </section>`;
}

function Where({ view, ticket, t }) {
  const { where } = view;
  if (!where.zones.length && !where.signs.length) return null;
  const waiting = ticket.status === 'waiting';
  return html`<section class="card where">
    <h2>${t(waiting ? 'track.where' : 'track.where.go')}</h2>
    ${!waiting && where.signs.length > 0 && html`<p class="sign">${where.signs[0]}</p>`}
    ${where.zones.map((zone) => html`<p class="zone" key=${zone}>${zone}</p>`)}
    ${waiting && where.signs.length > 0 && html`<p class="quiet">${t('track.windows')} ${where.signs.join(t('list.and'))}${where.more ? ' …' : ''}</p>`}
  </section>`;
}

/* What the holder should know beside the number: lunch, a move made for everybody, a wait that may be too long. */
const Told = ({ words }) => words.length > 0 && html`<section class="card told" role="status">
  ${words.map((line) => html`<p key=${line}><span class="mark warning" aria-hidden="true"></span>${line}</p>`)}</section>`;

function Facts({ view, ticket, profile, t }) {
  return html`<dl class="facts">
    ${view.services.length > 0 && html`<div><dt>${t('track.service')}</dt><dd>${view.services.join(t('list.and'))}</dd></div>`}
    ${ticket.taken_at && html`<div><dt>${t('track.taken')}</dt><dd>${clock(ticket.taken_at, profile && profile.timezone)}</dd></div>`}
  </dl>`;
}

function Link({ link, ticket, t }) {
  if (['completed', 'cancelled', 'expired'].includes(ticket.status)) return null;
  if (link.connected) return html`<p class="linked"><span class="mark open" aria-hidden="true"></span>${t('track.updated')}</p>`;
  if (link.refused) return html`<p class="linked cut" role="status"><span class="mark warning" aria-hidden="true"></span>${refusalWords(link.refused, t)}</p>`;
  const words = link.age < 3 ? t('track.joining') : t('link.cut', { age: ageWords(link.age, t) });
  return html`<p class=${link.age < 3 ? 'linked' : 'linked cut'} role="status"><span class="mark warning" aria-hidden="true"></span>${words}</p>`;
}

function Top({ state, speak, t }) {
  const other = t.lang === 'en' ? 'zh' : 'en';
  return html`<header><p class="hall">${t.of(state.profile)}</p>
    <button class="lang" lang=${other === 'en' ? 'en' : 'zh-CN'} onClick=${() => speak(other)}>${t(`lang.${other}`)}</button></header>`;
}

function Nothing({ state, t }) {
  const { refused } = state;
  if (!refused) return html`<p class="card" role="status">${t('track.joining')}</p>`;
  const unknown = refused.status === 404;
  return html`<section class="card" role="alert">
    <h1 class="lead"><span class="mark warning" aria-hidden="true"></span>${t(unknown ? 'track.unknown' : 'track.trouble')}</h1>
    <p>${unknown ? t('track.unknown.more') : refusalWords(refused, t)}</p>
  </section>`;
}

export function Track({ state, set, speak, t }) {
  const { ticket, profile } = state;
  if (!ticket) return html`<div class="page"><${Top} state=${state} speak=${speak} t=${t} /><${Nothing} state=${state} t=${t} /></div>`;
  const view = trackState(ticket, profile, state.ahead, t);
  return html`<div class="page">
    <${Top} state=${state} speak=${speak} t=${t} />
    <section class=${`card ticket ${ticket.status}`} data-status=${ticket.status}>
      <h1 class="number">${ticket.number}</h1>
      <div aria-live="polite">
        <p class="lead"><span class=${`mark ${view.mark}`} aria-hidden="true"></span>${view.lead}</p>
        <p class="more">${view.more}</p>
      </div>
      <${Link} link=${state.link} ticket=${ticket} t=${t} />
    </section>
    <${Told} words=${toldWords(ticket, state, t)} />
    <${Ahead} ahead=${view.ahead} why=${whyWords(view.ahead, state.hours, profile, t)} t=${t} />
    <${Where} view=${view} ticket=${ticket} t=${t} />
    ${view.mayRate && html`<${Rate} state=${state} set=${set} t=${t} />`}
    <${Facts} view=${view} ticket=${ticket} profile=${profile} t=${t} />
    ${view.mayCancel && html`<${Cancel} key=${ticket.status} state=${state} set=${set} t=${t} />`}
  </div>`;
}
