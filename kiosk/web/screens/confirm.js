/* One service before the number is taken: how many wait, where, what to bring, one big button. */

import { html } from '/static/vendor/preact.js';
import { minutesRange } from '/static/js/time.js';
import { inDoubt } from '/kiosk/web/flow.js';
import { closed } from '/kiosk/web/hours.js';
import { brought, departmentOf, serviceOf, waiting, where } from '/kiosk/web/hall.js';
import { printerFault } from '/kiosk/web/slip.js';
import { Icon } from '/kiosk/web/parts/icons.js';
import { More } from '/kiosk/web/parts/more.js';
import { opening } from '/kiosk/web/parts/opening.js';
import { Places } from '/kiosk/web/parts/place.js';

const Fact = ({ name, children }) => html`<div class="fact"><dt>${name}</dt><dd>${children}</dd></div>`;

/* «Soon» only where nobody waits and a window is open. */
function Line({ service, profile, board, t }) {
  const people = waiting(board, service.queue);
  const range = board.waits[service.queue];
  const soon = people === 0 && !range && where(profile, board, service.id).open;
  return html`<dl class="line-now">
    <${Fact} name=${t('confirm.waiting')}>${people === null ? t('confirm.unknown') : t('people', { n: people })}</${Fact}>
    <${Fact} name=${t('confirm.wait')}>${soon ? t('wait.soon') : minutesRange(range, t)}</${Fact}>
  </dl>`;
}

function Facts({ service, profile, board, t }) {
  const place = where(profile, board, service.id);
  const bring = brought(service.bring);
  return html`<dl class="facts">
    <${Fact} name=${t('confirm.where')}><${Places} groups=${place.groups} t=${t} />
      ${!place.open && !closed(profile, new Date()) && html`<p class="hint">${t('confirm.windows.closed')}</p>`}</${Fact}>
    ${bring.length > 0 && html`<${Fact} name=${t('confirm.bring')}><ul>${bring.map((line) => html`<li key=${line}>${line}</li>`)}</ul></${Fact}>`}
  </dl>`;
}

/* The sentence for a refusal; what the person can do stands in it. */
function sentence({ code, facts }, profile, t) {
  if (code === 'hall_closed') return opening(facts.opens_at ? new Date(facts.opens_at) : null, new Date(), profile.timezone, t);
  const known = [`refused.${code}`, `error.${code}`].find((key) => t.has(key));
  return t(known || 'refused.other', facts);
}

/* [kind, sentence] of what is to be said above the button now, or null. */
function news({ state, board, profile, t }) {
  if (state.taking) return ['calm', t(state.taking.slow ? 'confirm.slow' : 'confirm.taking')];
  if (state.refusal) return ['warn', sentence(state.refusal, profile, t)];
  return board.devices.some(printerFault) ? ['warn', t('confirm.no.slip')] : null;
}

function Help({ state, profile, dispatch, t }) {
  if (!(profile.needs || []).length) return null;
  const chosen = state.needs.map((need) => t(`need.${need}`)).join(t('list.comma'));
  const open = () => dispatch({ type: 'open', to: { screen: 'needs' } });
  return html`<button class="plain" disabled=${Boolean(state.taking) || inDoubt(state)} onClick=${open}>
    <${Icon} name="help" /><span>${chosen ? t('confirm.needs.chosen', { chosen }) : t('confirm.needs')}</span></button>`;
}

export function Confirm(all) {
  const { state, here, dispatch, profile, t } = all;
  const service = serviceOf(profile, here.service);
  if (!service) return html`<main class="confirm"><h1 tabindex="-1">${t('refused.unknown_service')}</h1></main>`;
  const busy = Boolean(state.taking);
  const said = news(all);
  const label = busy ? 'confirm.busy' : inDoubt(state) || state.refusal ? 'confirm.again' : 'confirm.take';
  return html`
    <main class=${`confirm ${said ? 'saying' : ''}`}>
      <div class="what">
        <p class="step">${t.of(departmentOf(profile, service.department))}</p>
        <h1 tabindex="-1">${t.of(service)}</h1>
      </div>
      <${Line} service=${service} ...${all} />
      <${More} t=${t}><${Facts} service=${service} ...${all} /></${More}>
      <div class="act">
        <div class="status" role="status">${said && html`<p class=${`news ${said[0]}`}>
          ${said[0] === 'warn' && html`<${Icon} name="warning" />`}<span>${said[1]}</span></p>`}</div>
        <button class="primary take" disabled=${busy} aria-busy=${String(busy)} onClick=${() => dispatch({ type: 'send' })}>${t(label)}</button>
        <${Help} ...${all} />
      </div>
    </main>`;
}
