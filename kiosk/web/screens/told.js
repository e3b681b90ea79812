/* Something could not be done: what it is, why, and what to do instead. One page for every such answer. */

import { html } from '/static/vendor/preact.js';
import { newKey } from '/static/js/hub.js';
import { reprinting } from '/kiosk/web/asking.js';
import { spoken } from '/kiosk/web/refused.js';
import { Icon } from '/kiosk/web/parts/icons.js';
import { News } from '/kiosk/web/parts/news.js';

const ICONS = { wrong_day: 'booking', too_early_to_check_in: 'clock', other_hall: 'departments', reservation_used: 'slip' };
const AGAIN = ['offline', 'busy', 'internal', 'rate_limited'];
const AFRESH = ['none_today', 'reservation_cancelled', 'passed_void', 'passed_too_late'];

/* [words of the big button, what it does] */
function press({ here, state, dispatch, profile }) {
  const { code, facts, asked } = here;
  if (code === 'reservation_used' && facts.ticket) {
    const ticket = typeof facts.ticket === 'string' ? facts.ticket : facts.ticket.id;
    return ['told.reprint', () => dispatch({ type: 'ask', asked: reprinting({ id: ticket }, newKey()) })];
  }
  if (asked && (AGAIN.includes(code) || state.doubts[asked.doubt])) return ['told.again', () => dispatch({ type: 'ask', asked: { ...asked, key: asked.doubt ? asked.key : newKey() } })];
  if (AFRESH.includes(code)) return ['told.afresh', () => dispatch({ type: 'restart' })];
  const typed = state.trail.some(({ screen }) => screen === 'enter');
  if (code === 'unknown_reservation' && !typed && profile.reservations.taken) return ['told.ways', () => dispatch({ type: 'open', to: { screen: 'arrive' } })];
  return typed ? ['told.back', () => dispatch({ type: 'back' })] : ['told.home', () => dispatch({ type: 'home' })];
}

/* The most particular words there are: of this question, of the code, of any. */
function words({ about, code }, t) {
  return [`told.${about}.${code}`, `told.${code}`].find((key) => t.has(key)) || (t.has(`refused.${code}`) ? 'told.refused' : 'told.other');
}

export function Told(all) {
  const { here, state, dispatch, profile, t } = all;
  const key = words(here, t);
  const facts = spoken(here.facts, profile, t);
  const [label, act] = press(all);
  const text = key === 'told.refused' ? t(`refused.${here.code}`, facts) : t(`${key}.text`, facts);
  return html`
    <main class="told">
      <div class="card"><${Icon} name=${ICONS[here.code] || 'help'} />
        <h1 tabindex="-1">${t(key, facts)}</h1>
        <p>${text}</p></div>
      <div class="act"><${News} ...${all} />
        <button class="primary" disabled=${Boolean(state.taking)} onClick=${act}>${t(label)}</button>
        <button class="plain" onClick=${() => dispatch({ type: 'open', to: { screen: 'guide' } })}><${Icon} name="guide" /><span>${t('bar.guide')}</span></button></div>
    </main>`;
}
