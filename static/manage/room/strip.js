/* One line of fixed height: the day, whether the hall is open, and how old what is shown is. */

import { html } from '/static/vendor/preact.js';
import { ageWords, clock, dateLine } from '/static/js/time.js';
import { nameOf } from '/caller/web/say.js';
import { openWords } from '/static/manage/room/say.js';

export function Strip({ t, hall, room, now, link, hours }) {
  const said = link.connected ? t('room.live') : t('room.cut', { age: ageWords(link.age, t) });
  return html`<div class="room-strip">
    <p><b>${dateLine(new Date(now), t.lang, hall.timezone)}</b> <span class="room-clock">${clock(new Date(now), hall.timezone)}</span></p>
    <p>${openWords(t, hall, hours)}</p>
    ${room.rehearsal && html`<p><b>${t('room.rehearsal')}</b></p>`}
    ${room.department && html`<p>${t('room.department', { name: nameOf(t, hall.departments, room.department) })}</p>`}
    <p class=${`room-link ${link.connected ? '' : 'cut'}`} role="status"><i class=${`mark ${link.connected ? 'open' : 'alarm'}`} aria-hidden="true"></i>${said}</p>
    <a class="small" href=${`/manage/${encodeURIComponent(hall.id)}/big${t.lang === 'en' ? '?lang=en' : ''}`} target="_blank" rel="noopener">${t('room.big')}</a>
  </div>`;
}
