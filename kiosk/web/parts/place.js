/* Where to go, in words: zone, floor, windows as their plates say. */

import { html } from '/static/vendor/preact.js';
import { short } from '/kiosk/web/signs.js';

const LONG = 30;

/* The signs of windows, short; too many are counted. */
export function signs(windows, t) {
  const comma = t.lang === 'zh' ? '、' : ', ';
  const text = short(windows.map((w) => t.of(w, 'sign')), comma);
  return text.length > LONG ? t('place.many', { first: t.of(windows[0], 'sign'), n: windows.length }) : text;
}

function zoneLine(zone, windows, t) {
  const floor = (windows.every((w) => w.floor === windows[0].floor) && windows[0].floor) || zone.floor;
  const name = t.of(zone);
  return floor && !name.includes(floor) ? `${name} · ${/^\d+$/.test(floor) ? t('place.floor', { floor }) : floor}` : name;
}

/* One line per zone. */
export const Places = ({ groups, t }) => html`
  <ul class="places">${groups.map(({ zone, windows }) => html`
    <li key=${zone.id}><span class="zone">${zoneLine(zone, windows, t)}</span> <strong>${signs(windows, t)}</strong></li>`)}</ul>`;
