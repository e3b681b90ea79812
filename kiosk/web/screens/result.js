/* The number, where to go with it and what happens next. Stays until it is read: it closes by a clock of its own. */

import { html, useEffect, useState } from '/static/vendor/preact.js';
import { clock, minutesRange } from '/static/js/time.js';
import { byAge, discreet, guides, serviceOf, where } from '/kiosk/web/hall.js';
import { moment } from '/kiosk/web/refused.js';
import { slipStatus } from '/kiosk/web/slip.js';
import { Icon } from '/kiosk/web/parts/icons.js';
import { More } from '/kiosk/web/parts/more.js';
import { Places } from '/kiosk/web/parts/place.js';

const SIGNS = { printing: 'slip', done: 'check', paper: 'warning', failed: 'warning', unknown: 'slip' };

/* Milliseconds since this screen came up, told every second while the slip may still be coming. */
function useAge() {
  const [born] = useState(() => Date.now());
  const [age, set] = useState(0);
  useEffect(() => {
    const timer = setInterval(() => set(Date.now() - born), 1000);
    return () => clearInterval(timer);
  }, []);
  return age;
}

function Slip({ ticket, board, t }) {
  const age = useAge();
  const status = slipStatus({ slip: board.slips[ticket.id], devices: board.devices, age });
  return html`<p class=${`slip ${status}`} role="status"><${Icon} name=${SIGNS[status]} /><span>${t(`slip.${status}`)}</span></p>`;
}

function Ahead({ ticket, profile, t }) {
  if (ticket.ahead === undefined || ticket.ahead === null) return null;
  return html`<p class="ahead"><strong>${ticket.ahead ? t('result.ahead', { n: ticket.ahead }) : t('result.nobody')}</strong>
    ${ticket.wait && html` <span>${minutesRange(ticket.wait, t)}</span>`}
    ${ticket.wait && ticket.resumes_at && html`<small>${t('wait.why.lunch', { time: clock(ticket.resumes_at, profile.timezone) })}</small>`}</p>`;
}

/* What is particular about this number: [icon, sentence], the most important first. */
function particulars({ ticket, state, board, profile, t }) {
  const { kind, arrival, reservation, from, warnings = [] } = state.news;
  const at = reservation ? { time: clock(reservation.start, profile.timezone), from: from ? clock(from, profile.timezone) : '' } : {};
  const age = byAge(profile);
  const closes = board.hours && board.hours.closes_at;
  return [
    arrival && [arrival === 'too_late' ? 'clock' : 'booking', t(arrival === 'early' && !from ? 'arrival.early.plain' : `arrival.${arrival}`, at)],
    kind === 'requeued' && ['check', t((ticket.classes || []).includes('returning') ? 'result.returned' : 'result.requeued')],
    age && (ticket.classes || []).includes(age.id) && ['check', t('result.age', { n: age.min_age })],
    (ticket.needs || []).length > 0 && ['check', t('result.needs', { needs: ticket.needs.map((need) => (t.has(`need.${need}`) ? t(`need.${need}`) : need)).join(t('list.comma')) })],
    ticket.cases > 1 && ['slip', t('result.cases', { n: ticket.cases })],
    warnings.includes('may_not_be_served') && ['warning', closes ? t('warning.may_not_be_served.at', { time: moment(closes, profile, t) }) : t('warning.may_not_be_served')],
  ].filter(Boolean);
}

const Particulars = (all) => html`<ul class="particulars">${particulars(all).map(([icon, text]) => html`
  <li key=${text} class=${`of-${icon}`}><${Icon} name=${icon} /><span>${text}</span></li>`)}</ul>`;

/* Names on the screen are for all who stand behind. */
function Names({ ticket, profile, t }) {
  const names = (ticket.services || []).map((id) => serviceOf(profile, id)).filter(Boolean).map((s) => (discreet(s) ? t('result.discreet') : t.of(s)));
  return html`<p class="name">${names.join(t('list.comma'))}</p>`;
}

export function Result(all) {
  const { state, profile, board, sizes, left, stay, leave, t } = all;
  const { ticket, news } = state;
  const place = where(profile, board, ticket.service || ticket.services[0]);
  const elsewhere = guides(profile).length ? 'result.missed' : 'result.missed.window';
  const missed = t(profile.rules.passed === 'void' ? 'result.missed.void' : elsewhere);
  return html`
    <main class="result">
      <section class="ticket">
        <h1 tabindex="-1"><span class="step">${t(t.has(`result.title.${news.kind}`) ? `result.title.${news.kind}` : 'result.title')}</span>
          <span class=${`number long${Math.min(ticket.number.length, 7)}`}>${ticket.number}</span></h1>
        <${More} t=${t}>
          <${Names} ticket=${ticket} profile=${profile} t=${t} />
          <${Ahead} ticket=${ticket} profile=${profile} t=${t} />
          <p class="mixed">${t('result.mixed')}</p>
        </${More}>
      </section>
      <section class="next">
        ${news.kind !== 'requeued' && html`<${Slip} ticket=${ticket} board=${board} t=${t} />`}
        <${More} t=${t}>
          <${Particulars} ticket=${ticket} ...${all} />
          <div class="go"><p class="step">${t('result.where')}</p><${Places} groups=${place.groups} t=${t} /></div>
          <p class="todo">${t('result.next', { missed })}</p>
        </${More}>
        <div class="pair">
          <button class="plain" onClick=${stay}>${t('result.stay')}${left !== null && html`<small>${t(sizes.short ? 'result.left.brief' : 'result.left', { n: left })}</small>`}</button>
          <button class="primary" onClick=${leave}>${t('result.done')}</button>
        </div>
      </section>
    </main>`;
}
