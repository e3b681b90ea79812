/* Which day is meant, and what the advice for it rests on. */

import { html } from '/static/vendor/preact.js';
import { clock, dateLine } from '/static/js/time.js';
import { basisWords } from '/static/manage/advice/words.js';

function Choice({ on, children, press }) {
  return html`<button class="small" aria-pressed=${on ? 'true' : 'false'} onClick=${press}>${children}</button>`;
}

export function Asked({ t, hall, asked, change, answer }) {
  const { target } = answer || {};
  return html`<div class="advice-asked">
    <div class="advice-when" role="group" aria-label=${t('advice.when')}>
      <${Choice} on=${!asked.now && !asked.day} press=${() => change({ day: '', now: false })}>${t('advice.next')}</${Choice}>
      <${Choice} on=${asked.now} press=${() => change({ day: '', now: true })}>${t('advice.now')}</${Choice}>
      <label><span>${t('advice.day')}</span><input type="date" value=${asked.day} onChange=${(event) => change({ day: event.target.value, now: false })} /></label>
    </div>
    ${answer && html`<div class="advice-basis">
      <p class="advice-date"><b>${dateLine(`${answer.day}T04:00:00Z`, t.lang, 'UTC')}</b>${answer.now ? ` ${t('advice.from_now', { time: clock(answer.at, hall.timezone) })}` : ''}</p>
      ${answer.open && html`<p>${basisWords(t, answer)} ${t('advice.target', { percent: target.percent, n: Math.round(target.wait / 60) })}</p>`}
    </div>`}
  </div>`;
}
