/* What happened to a ticket, today's or of any day: its parts with their times, its steps, and who went before it. */

import { html, useState } from '/static/vendor/preact.js';
import { clock } from '/static/js/time.js';
import { Fault, Loading, seconds, useAnswer } from '/static/manage/parts.js';
import { sectionPath } from '/static/manage/frame.js';
import { reasonWords } from '/caller/web/say.js';
import { Skipped } from '/static/manage/life/skipped.js';
import { byWords, channelWords, className, personName, points, sentence, serviceName, windowName } from '/static/manage/life/telling.js';

const part = encodeURIComponent;

/* A part's figure; what does not rest on a press is marked, in words too. */
function Span({ t, label, value, sure = true, target }) {
  const over = target > 0 && value > target;
  return html`<div class=${over ? 'over' : ''}><dt>${label}</dt><dd>${seconds(t, value)}
    ${!sure && html`<span class="life-note"><i class="mark warning" aria-hidden="true"></i>${t('life.unsure')}</span>`}
    ${sure && target > 0 && html`<span class="life-note">${over && html`<i class="mark warning" aria-hidden="true"></i>`}${over ? t('life.over') : t('life.target', { value: seconds(t, target) })}</span>`}</dd></div>`;
}

function Leg({ t, names, leg, several }) {
  return html`<section class="life-leg" aria-label=${serviceName(t, names, leg.service)}>
    <h3>${serviceName(t, names, leg.service)}${several && html`<span class="quiet">${t(`life.began.${leg.began}`)}</span>`}</h3>
    <dl>
      <${Span} t=${t} label=${t('life.wait')} value=${leg.wait} sure=${leg.sure_wait} target=${leg.target} />
      <${Span} t=${t} label=${t('life.reach')} value=${leg.reach} />
      <${Span} t=${t} label=${t('life.spent')} value=${leg.spent} sure=${leg.sure_spent} />
      ${leg.held > 0 && html`<${Span} t=${t} label=${t('life.held')} value=${leg.held} />`}
      <div><dt>${t('life.ended')}</dt><dd>${leg.ended ? t(`life.ended.${leg.ended}`) : t('life.going')}${leg.window && html`<span class="life-note">${[windowName(t, names, leg.window), personName(leg.person)].filter(Boolean).join(' · ')}</span>`}</dd></div>
    </dl></section>`;
}

/* Of a call: why it was this one, in one line. */
function Because({ t, names, why }) {
  if (why.chosen) return html`<p class="life-more">${t('life.chosen', { reason: reasonWords(t, why.chosen) })}</p>`;
  return html`<p class="life-more">${t('life.score', { n: why.waiting, class: className(t, names, why.class), score: points(why.score) })}
    ${why.runner_up && ` · ${t('life.second', { number: why.runner_up.number, score: points(why.runner_up.score) })}`}</p>`;
}

function Step({ t, hall, names, step, day, tell, here }) {
  const [raw, setRaw] = useState(false);
  const said = sentence(t, names, { ...step, number: '' });
  const by = [byWords(t, step.by), step.kind === 'ticket.taken' && step.by.kind !== 'device' && channelWords(t, step.channel)].filter(Boolean).join(' · ');
  const mark = { 'ticket.called': 'called', 'ticket.completed': 'ended', 'ticket.no_show': 'missed', 'ticket.cancelled': 'missed', 'ticket.expired': 'missed' }[step.kind] || '';
  return html`<li class=${`life-step ${mark}`} aria-current=${here === step.seq ? 'step' : undefined}>
    <time datetime=${step.at}>${clock(step.at, hall.timezone)}<small>${step.at.slice(16, 19)}</small></time>
    <div><p><b>${said}</b> ${by && html`<span class="quiet">${by}</span>`}</p>
      ${step.why && html`<${Because} ...${{ t, names }} why=${step.why} />`}
      <p class="life-ways">
        ${step.kind === 'ticket.called' && (tell ? html`<button class="life-way" onClick=${() => tell(step.seq)}>${t('life.why')}</button>`
          : html`<a class="life-way" href=${`${sectionPath(hall.id, 'replay')}?day=${day}&seq=${step.seq}`}>${t('life.replay')}</a>`)}
        <button class="life-way" aria-expanded=${raw ? 'true' : 'false'} onClick=${() => setRaw(!raw)}>${t('life.seq', { seq: step.seq })}</button></p>
      ${raw && html`<pre class="life-raw" tabindex="0">${JSON.stringify({ actor: step.actor, kind: step.kind, ...step.data, why: step.why || undefined }, null, 1)}</pre>`}
    </div></li>`;
}

/* `tell(seq)`: where the page beside can explain a call; `here`: the entry shown there. `day` only helps to link. */
export function Life({ t, hall, base, ticket, day, expired, tell, here }) {
  const { answer, error, again } = useAnswer(`${base}/tickets/${part(ticket)}/life`, expired);
  if (error && !answer) return html`<${Fault} ...${{ t, error, again }} />`;
  if (!answer) return html`<${Loading} t=${t} />`;
  const { names, legs, steps, ticket: visit } = answer;
  return html`<div class="life">
    <p class="life-head"><b class="life-number">${visit.number}</b><span><i class=${`mark ${visit.status === 'completed' ? 'open' : visit.status === 'no_show' || visit.status === 'expired' ? 'warning' : 'closed'}`} aria-hidden="true"></i>${t(`status.${visit.status}`)}</span></p>
    ${legs.map((leg) => html`<${Leg} key=${leg.part} ...${{ t, names, leg }} several=${legs.length > 1} />`)}
    <h3 class="life-title">${t('life.steps')}</h3>
    <ol class="life-steps">${steps.map((step) => html`<${Step} key=${step.seq} ...${{ t, hall, names, step, tell, here }} day=${visit.day || day} />`)}</ol>
    <${Skipped} ...${{ t, hall, base, expired, tell }} visit=${visit} />
  </div>`;
}
