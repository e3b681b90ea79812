/* What somebody may add before taking a number: a card, help, one more service, how many cases. Each is one calm button. */

import { html } from '/static/vendor/preact.js';
import { identified, inDoubt } from '/kiosk/web/flow.js';
import { byAge, isSmall, mostCases } from '/kiosk/web/hall.js';
import { tail } from '/kiosk/web/idnumber.js';
import { asking } from '/kiosk/web/reader.js';
import { Icon } from '/kiosk/web/parts/icons.js';

const MOST_SERVICES = 5;

const Option = ({ icon, name, note, on, off, press }) => html`
  <button class=${`option by-${icon} ${on ? 'on' : ''}`} disabled=${off} onClick=${press}>
    <${Icon} name=${icon} /><span>${name}${note && html`<small>${note}</small>`}</span></button>`;

/* Offered where it brings something: priority by age, or a number for which a name is needed. */
function Card({ state, profile, services, board, dispatch, off, t }) {
  const age = byAge(profile);
  if (!age && !services.some((s) => s.real_name)) return null;
  const open = () => dispatch({ type: 'open', to: { screen: 'enter', what: 'id', why: 'take' } });
  if (identified(state)) {
    const note = state.id ? t('option.card.tail', { tail: tail(state.id) }) : t('option.card.undo', { name: state.card.name || '' });
    return html`<${Option} icon="card" name=${t('option.card.read')} note=${note} on off=${off}
      press=${() => dispatch({ type: 'identify', id: '' })} />`;
  }
  return html`<${Option} icon="card" name=${asking('option.card', board.devices, t)} note=${age && t('option.card.age', { n: age.min_age })} off=${off} press=${open} />`;
}

function Help({ state, profile, dispatch, off, t }) {
  if (!(profile.needs || []).length) return null;
  const chosen = state.needs.map((need) => t(`need.${need}`)).join(t('list.comma'));
  const icon = state.needs.length === 1 ? state.needs[0] : 'help';
  return html`<${Option} icon=${icon} name=${t('confirm.needs')} note=${chosen || t('option.needs')} on=${Boolean(chosen)} off=${off}
    press=${() => dispatch({ type: 'open', to: { screen: 'needs' } })} />`;
}

function One({ services, profile, dispatch, off, t }) {
  if (services.length >= MOST_SERVICES || profile.services.length < 2) return null;
  const to = isSmall(profile) ? { screen: 'services', all: true } : { screen: 'departments', adding: true };
  return html`<${Option} icon="plus" name=${t('confirm.add')} note=${t('option.add')} off=${off} press=${() => dispatch({ type: 'open', to })} />`;
}

/* A counter, where the hall counts cases. */
function Cases({ state, profile, services, dispatch, off, t }) {
  const most = mostCases(profile, services);
  if (most < 2) return null;
  const turn = (n) => () => dispatch({ type: 'cases', n });
  return html`<div class="option cases" role="group" aria-label=${t('option.cases')}>
    <button class="step-by" aria-label=${t('option.cases.fewer')} disabled=${off || state.cases < 2} onClick=${turn(state.cases - 1)}><${Icon} name="minus" /></button>
    <p role="status"><small>${t('option.cases')}</small><strong>${t('option.cases.n', { n: state.cases })}</strong></p>
    <button class="step-by" aria-label=${t('option.cases.more')} disabled=${off || state.cases >= most} onClick=${turn(state.cases + 1)}><${Icon} name="plus" /></button></div>`;
}

export function Options(all) {
  const off = Boolean(all.state.taking) || inDoubt(all.state);
  return html`<div class="options">
    <${Card} ...${all} off=${off} /><${Help} ...${all} off=${off} /><${One} ...${all} off=${off} /><${Cases} ...${all} off=${off} />
  </div>`;
}
