/* What somebody is about to take a number for: how many wait, where, what to bring, what else to say, one big button. */

import { html } from '/static/vendor/preact.js';
import { minutesRange } from '/static/js/time.js';
import { identified, inDoubt } from '/kiosk/web/flow.js';
import { closed } from '/kiosk/web/hours.js';
import { brought, departmentOf, serviceOf, waiting, where } from '/kiosk/web/hall.js';
import { asking } from '/kiosk/web/reader.js';
import { refused } from '/kiosk/web/refused.js';
import { printerFault } from '/kiosk/web/slip.js';
import { Icon } from '/kiosk/web/parts/icons.js';
import { More } from '/kiosk/web/parts/more.js';
import { Options } from '/kiosk/web/parts/options.js';
import { Places } from '/kiosk/web/parts/place.js';
import { Visit } from '/kiosk/web/parts/visit.js';

const Fact = ({ name, children }) => html`<div class="fact"><dt>${name}</dt><dd>${children}</dd></div>`;

/* «Soon» only where nobody waits and a window is open. */
function Line({ services, profile, board, t }) {
  const queue = services[0].queue;
  const people = waiting(board, queue);
  const range = board.waits[queue];
  const soon = people === 0 && !range && where(profile, board, services[0].id).open;
  return html`<dl class="line-now">
    <${Fact} name=${t('confirm.waiting')}>${people === null ? t('confirm.unknown') : t('people', { n: people })}</${Fact}>
    <${Fact} name=${t('confirm.wait')}>${soon ? t('wait.soon') : minutesRange(range, t)}</${Fact}>
  </dl>`;
}

/* All that is to be brought, each thing once. */
const bringAll = (services) => [...new Set(services.flatMap((s) => brought(s.bring)))];

function Facts({ services, profile, board, sizes, t }) {
  const place = where(profile, board, services[0].id);
  const bring = bringAll(services);
  return html`<dl class="facts">
    ${services.length > 1 && sizes.short && html`<${Fact} name=${t('confirm.several')}><ul>${services.map((s) => html`<li key=${s.id}>${t.of(s)}</li>`)}</ul></${Fact}>`}
    ${services.length === 1 && html`<${Fact} name=${t('confirm.where')}><${Places} groups=${place.groups} t=${t} />
      ${!place.open && !closed(profile, new Date()) && html`<p class="hint">${t('confirm.windows.closed')}</p>`}</${Fact}>`}
    ${bring.length > 0 && html`<${Fact} name=${t('confirm.bring')}><ul>${bring.map((line) => html`<li key=${line}>${line}</li>`)}</ul></${Fact}>`}
  </dl>`;
}

/* [kind, sentence] of what is to be said above the button now, or null. */
function news({ state, board, profile, t }) {
  if (state.taking) return ['calm', t(state.taking.slow ? 'confirm.slow' : 'confirm.taking')];
  if (state.refusal) return ['warn', refused(state.refusal, profile, t)];
  return board.devices.some(printerFault) ? ['warn', t('confirm.no.slip')] : null;
}

/* The big button: the number, or first the card where it cannot be had without. */
function Take({ state, dispatch, services, board, t }) {
  const busy = Boolean(state.taking);
  const card = services.some((s) => s.real_name) && !identified(state) && !inDoubt(state);
  const label = busy ? 'confirm.busy' : card ? 'confirm.card' : inDoubt(state) || state.refusal ? 'confirm.again' : 'confirm.take';
  const press = card ? { type: 'open', to: { screen: 'enter', what: 'id', why: 'take', must: true } } : { type: 'send' };
  return html`<button class=${`primary take ${card ? 'long' : ''}`} disabled=${busy} aria-busy=${String(busy)} onClick=${() => dispatch(press)}>${asking(label, board.devices, t)}</button>`;
}

export function Confirm(all) {
  const { here, profile, t } = all;
  const services = here.services.map((id) => serviceOf(profile, id)).filter(Boolean);
  if (services.length < here.services.length) return html`<main class="confirm"><h1 tabindex="-1">${t('refused.unknown_service')}</h1></main>`;
  const said = news(all);
  const one = services.length === 1;
  return html`
    <main class=${`confirm ${said ? 'saying' : ''} ${one ? '' : 'several-at-once'}`}>
      <div class="what">
        <p class="step">${one ? t.of(departmentOf(profile, services[0].department)) : t('confirm.several')}</p>
        <h1 tabindex="-1">${one ? t.of(services[0]) : t('confirm.count', { n: services.length })}</h1>
      </div>
      <${Line} ...${all} services=${services} />
      <div class="told-first">
        ${!one && !all.sizes.short && html`<${Visit} ...${all} services=${services} />`}
        <${More} t=${t}><${Facts} ...${all} services=${services} /></${More}>
      </div>
      <${Options} ...${all} services=${services} />
      <div class="act">
        <div class="status" role="status">${said && html`<p class=${`news ${said[0]}`}>
          ${said[0] === 'warn' && html`<${Icon} name="warning" />`}<span>${said[1]}</span></p>`}</div>
        <${Take} ...${all} services=${services} />
      </div>
    </main>`;
}
