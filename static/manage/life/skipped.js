/* «My number was skipped»: which later numbers were called first, and why each time. Asked for by a button: it is dear. */

import { html, useEffect, useState } from '/static/vendor/preact.js';
import { clock } from '/static/js/time.js';
import { Fault, Loading, useAnswer } from '/static/manage/parts.js';
import { sectionPath } from '/static/manage/frame.js';
import { whyNot, windowName } from '/static/manage/life/telling.js';

/* The full sentence where there are facts for one; a lead is not told another department's class. */
function reason(t, names, call) {
  const full = ['lower', 'chosen_by_clerk'].includes(call.reason) ? `full.${call.reason}` : call.reason;
  return whyNot(t, names, full, call.facts, { number: call.number });
}

function Calls({ t, hall, answer, tell, day }) {
  const { calls, names, total } = answer;
  const number = answer.ticket.number;
  if (!total) return html`<p class="life-none">${t('life.skipped.none', { number })}</p>`;
  return html`<p class="life-none">${t('life.skipped.some', { n: total, number })}</p>
    <ul class="life-calls">${calls.map((call) => html`<li key=${call.seq}>
      <time datetime=${call.at}>${clock(call.at, hall.timezone)}</time>
      <div><p>${t('life.skipped.row', { window: windowName(t, names, call.window), number: call.number, taken: clock(call.taken_at, hall.timezone) })}</p>
        <p><b>${reason(t, names, call)}</b> ${tell ? html`<button class="life-way" onClick=${() => tell(call.seq)}>${t('called')}</button>`
          : html`<a class="life-way" href=${`${sectionPath(hall.id, 'replay')}?day=${day}&seq=${call.seq}`}>${t('life.replay')}</a>`}</p></div></li>`)}</ul>
    ${total > calls.length && html`<p class="quiet">${t('life.skipped.more', { n: calls.length })}</p>`}`;
}

export function Skipped({ t, hall, base, expired, tell, visit }) {
  const [asked, setAsked] = useState(false);
  useEffect(() => setAsked(false), [visit.id]);
  const path = asked ? `${base}/tickets/${encodeURIComponent(visit.id)}/skipped` : null;
  const { answer, error, again } = useAnswer(path, expired);
  return html`<h3 class="life-title">${t('life.skipped')}</h3>
    <div aria-live="polite">${!asked ? html`<button class="small" onClick=${() => setAsked(true)}>${t('life.skipped.ask')}</button>`
      : error && !answer ? html`<${Fault} ...${{ t, error, again }} />` : !answer ? html`<${Loading} t=${t} />`
        : html`<${Calls} ...${{ t, hall, answer, tell }} day=${visit.day} />`}</div>`;
}
