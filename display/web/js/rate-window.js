/* The window's touch screen asks whoever was served: five levels, none preset, reasons if they like.
   Only where the screen can be touched; it goes with the next call, after a while, or when it was answered elsewhere. */

import { html, useEffect, useRef, useState } from '/static/vendor/preact.js';
import { verb } from '/static/js/hub.js';
import { Face } from '/static/js/face.js';

const LEVELS = [5, 4, 3, 2, 1];
const IDLE_MS = 8000;
const THANKS_MS = 4000;

/* Whether somebody can press here. `?touch=1` says so where a browser does not know. */
export function touchable() {
  const forced = new URLSearchParams(location.search).get('touch');
  return forced ? forced === '1' : navigator.maxTouchPoints > 0 || matchMedia('(any-pointer: coarse)').matches;
}

/* What the screen asks about now: {ticket, number, until} or null. `now` is the hub's time in milliseconds. */
export function asked(window, now) {
  return window && window.rate && !window.ticket && Date.parse(window.rate.until) > now ? window.rate : null;
}

function send(here, ask, level, reasons) {
  const path = `/halls/${encodeURIComponent(here.hall)}/windows/${encodeURIComponent(here.window)}/rate`;
  return verb(path, { level, source: 'screen', ticket: ask.ticket, reasons }, { as: 'display' });
}

function Reasons({ profile, chosen, toggle, shut, t }) {
  const { reasons, most } = profile.ratings;
  if (!most || !reasons.length) return null;
  return html`<div class="reasons" role="group" aria-label=${t('rate.reasons')}>
    ${reasons.map((r) => html`<button key=${r.id} class="reason" aria-pressed=${chosen.includes(r.id) ? 'true' : 'false'}
      disabled=${shut || (!chosen.includes(r.id) && chosen.length >= most)} onClick=${() => toggle(r.id)}>
      <span class="tick" aria-hidden="true"></span>${t.of(r)}</button>`)}
  </div>`;
}

/* One question about one visit. What was pressed is sent when it is confirmed, left alone, or taken off the screen: once. */
function Question({ ask, here, profile, done, t }) {
  const [level, choose] = useState(0);
  const [reasons, pick] = useState([]);
  const [shut, close] = useState(false);
  const sent = useRef(false);
  const answer = useRef(null);
  answer.current = level ? { level, reasons } : null;
  const tell = () => {
    const said = answer.current;
    if (!said || sent.current) return;
    sent.current = true;
    close(true);
    done(send(here, ask, said.level, said.reasons));
  };
  const toggle = (id) => pick(reasons.includes(id) ? reasons.filter((r) => r !== id) : [...reasons, id]);
  useEffect(() => {
    if (!level) return undefined;
    const timer = setTimeout(tell, IDLE_MS);
    return () => clearTimeout(timer);
  }, [level, reasons]);
  useEffect(() => tell, []);
  return html`<div class=${level ? 'middle rating chosen' : 'middle rating'} data-ticket=${ask.ticket}>
    <h2>${t('screen.rate', { number: ask.number })}</h2>
    <div class="levels" role="group" aria-label=${t('screen.rate', { number: ask.number })}>
      ${LEVELS.map((n) => html`<button key=${n} class="level" data-level=${n} aria-pressed=${level === n ? 'true' : 'false'} disabled=${shut} onClick=${() => choose(n)}>
        <${Face} level=${n} /><span>${t(`rate.${n}`)}</span></button>`)}
    </div>
    ${level > 0 && html`<${Reasons} profile=${profile} chosen=${reasons} toggle=${toggle} shut=${shut} t=${t} />
      <button class="send" disabled=${shut} onClick=${tell}>${t(shut ? 'screen.rate.sending' : 'screen.rate.send')}</button>`}
    ${level === 0 && html`<p class="free">${t('track.rate.more')}</p>`}
  </div>`;
}

/* {ask, shown}: what to show in place of the window's state, or null. */
export function useRating(state, t) {
  const { model, here, profile, touch, now } = state;
  const [word, say] = useState('');
  const [, again] = useState(0);
  const answered = useRef('');
  const window = model && model.windows.get(here.window);
  const ask = touch && profile && profile.ratings ? asked(window, now()) : null;
  const rest = ask ? Date.parse(ask.until) - now() : 0;
  useEffect(() => {
    if (!ask) return undefined;
    const timer = setTimeout(() => again(Date.now()), rest + 50);
    return () => clearTimeout(timer);
  }, [ask && ask.ticket]);
  useEffect(() => {
    if (!word) return undefined;
    const timer = setTimeout(() => say(''), THANKS_MS);
    return () => clearTimeout(timer);
  }, [word]);
  const called = window && window.ticket;
  if (word && !called) return html`<div class="middle rating thanks" role="status"><span class="mark done" aria-hidden="true"></span><h2>${t(word)}</h2></div>`;
  if (!ask || answered.current === ask.ticket) return null;
  const done = (sent) => {
    const told = (words) => {
      answered.current = ask.ticket;
      say(words);
    };
    /* Rated elsewhere meanwhile is rated. */
    sent.then(() => told('screen.rate.thanks'), (error) => told(error.code === 'already_rated' ? 'screen.rate.thanks' : 'screen.rate.late'));
  };
  return html`<${Question} key=${ask.ticket} ask=${ask} here=${here} profile=${profile} done=${done} t=${t} />`;
}
