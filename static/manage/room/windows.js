/* Every window in its fixed place: what it does (a shape and a word), since when, who sits there, whom it serves. */

import { html } from '/static/vendor/preact.js';
import { Card } from '/static/manage/parts.js';
import { nameOf, reasonWords } from '/caller/web/say.js';
import { minuteWords, minutes, named, plate } from '/static/manage/room/say.js';

export const MARK = { serving: 'serving', called: 'half', idle: 'ready', paused: 'paused', closed: 'closed' };
const STATES = Object.keys(MARK);

/* One sentence for the eye that hovers and the ear: what the cell has no room for. */
function whole(t, hall, window) {
  const known = plate(t, hall, window.id);
  const service = window.service ? nameOf(t, hall.services, window.service) : '';
  const reason = window.state === 'paused' && window.reason ? reasonWords(t, window.reason) : '';
  return [t.of(known, 'sign'), t(`room.window.${window.state}`), named(window.person), window.number, service, reason].filter(Boolean).join(' · ');
}

function Cell({ t, hall, window, now }) {
  const { state } = window;
  const away = state === 'closed';
  return html`<li class=${`room-window is-${state}`} title=${whole(t, hall, window)}>
    <span class="room-plate">${plate(t, hall, window.id).number}</span>
    <span class="room-doing"><i class=${`mark ${MARK[state]}`} aria-hidden="true"></i>${t(`room.window.${state}`)}</span>
    <span class="room-minutes">${away || !window.since ? '' : minuteWords(t, minutes(window.since, now))}</span>
    <span class="room-who">${away ? '' : named(window.person)}</span>
    <span class="room-number number">${window.number || ''}</span></li>`;
}

export const Legend = ({ t, states }) => html`<ul class="room-legend">${STATES.map((state) => html`<li key=${state}>
  <i class=${`mark ${MARK[state]}`} aria-hidden="true"></i>${t(`room.window.${state}`)} <b>${states[state]}</b></li>`)}</ul>`;

export function Windows({ t, hall, room, now }) {
  const { windows, states } = room.now;
  const zones = hall.zones.filter((zone) => windows.some((w) => w.zone === zone.id));
  return html`<${Card} title=${t('room.windows')} name="room-windows" aside=${html`<${Legend} ...${{ t, states }} />`}>
    <div class="room-floor" tabindex="0" role="region" aria-label=${t('room.windows.all')}>${zones.map((zone) => html`<section key=${zone.id} aria-label=${t.of(zone)}>
      ${zones.length > 1 && html`<h3>${t.of(zone)}</h3>`}
      <ul class="room-cells">${windows.filter((w) => w.zone === zone.id).map((window) => html`<${Cell} key=${window.id} ...${{ t, hall, window, now }} />`)}</ul></section>`)}</div>
  <//>`;
}
