/* Why a call was this one: the sentence first, then everybody who could have been called, then who could not, and why. */

import { html } from '/static/vendor/preact.js';
import { clock } from '/static/js/time.js';
import { Fault, Loading, Table, seconds, useAnswer } from '/static/manage/parts.js';
import { reasonWords } from '/caller/web/say.js';
import { className, personName, points, serviceName, whyNot, windowName } from '/static/manage/life/telling.js';

function said(t, why) {
  const { names, ticket, candidates, could } = why;
  const about = { number: ticket.number, n: could, score: points(ticket.score), waited: seconds(t, ticket.waited), class: ticket.class ? className(t, names, ticket.class) : t('called.hidden') };
  if (why.chosen) {
    const first = candidates[0];
    const rule = first && first.id !== ticket.id ? t('called.would', { number: first.number, score: points(first.score) }) : t('called.same');
    return [t('called.was_chosen', { reason: reasonWords(t, why.chosen) }), rule];
  }
  const second = candidates[1];
  return [t(could === 1 ? 'called.alone' : 'called.best', about), ticket.help && t('called.help'), second && t('called.second', { number: second.number, score: points(second.score) })].filter(Boolean);
}

function Candidates({ t, why, open }) {
  const { names } = why;
  const columns = [
    { key: 'number', label: t('called.number'), of: (row) => html`<button class="life-way number" onClick=${() => open(row.id)}>${row.number}</button>` },
    { key: 'service', label: t('called.service'), of: (row) => (row.service ? serviceName(t, names, row.service) : t('called.hidden')) },
    { key: 'class', label: t('called.class'), of: (row) => (row.class ? className(t, names, row.class) : t('called.hidden')) },
    { key: 'waited', label: t('called.waited'), right: true, of: (row) => seconds(t, row.waited) },
    { key: 'score', label: t('called.points'), right: true, of: (row) => points(row.score) },
    { key: 'reason', label: t('called.reason'), of: (row) => (row.reason ? whyNot(t, names, row.reason) : html`<b><i class="mark open" aria-hidden="true"></i> ${t('called.called')}</b>`) },
  ];
  return html`<h3 class="life-title">${t('called.candidates')} <span class="quiet">${why.could}</span></h3>
    <${Table} t=${t} caption=${t('called.candidates')} columns=${columns} rows=${why.candidates} keyOf=${(row) => row.id} />
    ${why.could > why.candidates.length && html`<p class="quiet">${t('called.more', { n: why.could - why.candidates.length })}</p>`}`;
}

/* Those who could not be called stand under their reason: numbers only, the longest wait first. */
function Away({ t, why, open }) {
  const { names } = why;
  const groups = new Map();
  why.kept_away.forEach((row) => {
    const words = whyNot(t, names, row.reason, row.facts);
    groups.set(words, (groups.get(words) || []).concat(row));
  });
  return html`<h3 class="life-title">${t('called.away')} <span class="quiet">${why.others}</span></h3>
    ${!why.others && html`<p class="quiet">${t('called.nobody')}</p>`}
    <dl class="life-away">${[...groups].map(([words, rows]) => html`<div key=${words}><dt>${words} <span class="quiet">${rows.length}</span></dt>
      <dd>${rows.slice(0, 40).map((row) => html`<button key=${row.id} class="life-way number" title=${`${row.service ? serviceName(t, names, row.service) : t('called.hidden')} · ${seconds(t, row.waited)}`} onClick=${() => open(row.id)}>${row.number}</button>`)}
        ${rows.length > 40 && html`<span class="quiet">${t('called.more', { n: rows.length - 40 })}</span>`}</dd></div>`)}</dl>`;
}

/* `open(ticket)` shows a ticket's life. */
export function Why({ t, hall, base, seq, expired, open }) {
  const { answer, error, again } = useAnswer(`${base}/calls/${seq}/why`, expired);
  if (error && !answer) return html`<${Fault} ...${{ t, error, again }} />`;
  if (!answer) return html`<${Loading} t=${t} />`;
  const window = windowName(t, answer.names, answer.window);
  return html`<div class="life-called">
    <p class="life-said"><b>${t('called.said', { time: clock(answer.at, hall.timezone), window, number: answer.ticket.number })}</b> ${said(t, answer).join(t.lang === 'en' ? ' ' : '')}
      ${personName(answer.person) && html` <span class="quiet">${t('called.person', { person: personName(answer.person) })}</span>`}</p>
    ${!answer.agrees && html`<p class="note"><i class="mark warning" aria-hidden="true"></i> ${t('called.differs')}</p>`}
    <${Candidates} ...${{ t, open }} why=${answer} />
    <${Away} ...${{ t, open }} why=${answer} />
    <p class="quiet">${t('called.score')}</p>
  </div>`;
}
