/* A ticket that somebody already has: how it is, and the one thing to do with it now. */

import { html } from '/static/vendor/preact.js';
import { newKey } from '/static/js/hub.js';
import { minutesRange } from '/static/js/time.js';
import { reprinting, requeueing } from '/kiosk/web/asking.js';
import { restores, serviceOf } from '/kiosk/web/hall.js';
import { Icon } from '/kiosk/web/parts/icons.js';
import { News } from '/kiosk/web/parts/news.js';

const LIVE = ['waiting', 'called', 'serving', 'held'];

/* Which sentence and which big button: comes back for more papers, missed the call, still in line, over. */
function kind(ticket, profile) {
  if (ticket.status === 'completed' && ticket.returns) return 'incomplete';
  if (ticket.status === 'no_show') return restores(profile) ? 'passed' : `passed.${profile.rules.passed}`;
  return LIVE.includes(ticket.status) ? ticket.status : 'over';
}

function press(of, { ticket, dispatch, profile, choose }) {
  if (of === 'incomplete' || of === 'passed') return ['slip', () => dispatch({ type: 'ask', asked: requeueing(ticket, newKey()) })];
  if (LIVE.includes(of)) return ['reprint', () => dispatch({ type: 'ask', asked: reprinting(ticket, newKey()) })];
  const service = serviceOf(profile, ticket.service);
  return ['anew', () => (service ? choose(service) : dispatch({ type: 'home' }))];
}

function Ahead({ ticket, t }) {
  if (ticket.status !== 'waiting' || ticket.ahead === undefined || ticket.ahead === null) return null;
  return html`<p class="ahead"><strong>${ticket.ahead ? t('result.ahead', { n: ticket.ahead }) : t('result.nobody')}</strong>
    ${ticket.wait && html` <span>${minutesRange(ticket.wait, t)}</span>`}</p>`;
}

export function Found(all) {
  const { here, state, dispatch, profile, t } = all;
  const { ticket, already } = here;
  const of = kind(ticket, profile);
  const [name, act] = press(of, { ...all, ticket });
  const label = name === 'slip' ? t(`found.${of}.do`) : t(`found.${name}`);
  const sign = ticket.sign ? { sign: ticket.sign } : { sign: t('found.window') };
  return html`
    <main class="found-ticket">
      <div class="ticket"><h1 tabindex="-1"><span class="step">${t(already ? 'found.already' : 'found.title')}</span>
        <span class=${`number long${Math.min(ticket.number.length, 7)}`}>${ticket.number}</span></h1>
        <p class="name">${t.of(serviceOf(profile, ticket.service))}</p>
        <${Ahead} ticket=${ticket} t=${t} /></div>
      <div class="card say"><h2>${t(`found.${of}`, sign)}</h2><p>${t(`found.${of}.text`, sign)}</p></div>
      <div class="act"><${News} ...${all} />
        <button class="primary" disabled=${Boolean(state.taking)} onClick=${act}>${label}</button>
        <button class="plain" onClick=${() => dispatch({ type: 'home' })}><${Icon} name="restart" /><span>${t('found.home')}</span></button></div>
    </main>`;
}
