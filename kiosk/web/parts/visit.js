/* The services of one visit, one number for all of them: each with its place, each can be taken off the list. */

import { html } from '/static/vendor/preact.js';
import { newKey } from '/static/js/hub.js';
import { inDoubt } from '/kiosk/web/flow.js';
import { where } from '/kiosk/web/hall.js';
import { Pages } from '/kiosk/web/parts/pages.js';
import { signs } from '/kiosk/web/parts/place.js';
import { Icon } from '/kiosk/web/parts/icons.js';

const TALL = { normal: 108, large: 132, short: 84, shortLarge: 96 };

function One({ service, all, still }) {
  const { profile, board, dispatch, t } = all;
  const windows = where(profile, board, service.id).groups.flatMap((group) => group.windows);
  return html`<div class="row one"><span class="what"><span class="name">${t.of(service)}</span>
      <span class="under">${windows.length ? signs(windows, t) : ''}</span></span>
    <button class="off" disabled=${still} aria-label=${t('confirm.drop', { name: t.of(service) })}
      onClick=${() => dispatch({ type: 'drop', service: service.id, key: newKey() })}><${Icon} name="cross" /></button></div>`;
}

export function Visit(all) {
  const { services, state, t } = all;
  const still = Boolean(state.taking) || inDoubt(state);
  return html`<${Pages} ...${all} name="visit" items=${services} cell=${720} columns=${1} tall=${TALL} snug label=${t('confirm.several')}
    draw=${(service) => html`<${One} service=${service} all=${all} still=${still} />`} />`;
}
