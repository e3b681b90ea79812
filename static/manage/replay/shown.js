/* The hall at a moment of the replay: windows as staff saw them, the last calls as the wall had them, how many waited. */

import { html } from '/static/vendor/preact.js';
import { clock } from '/static/js/time.js';
import { reasonWords } from '/caller/web/say.js';
import { Card } from '/static/manage/parts.js';
import { personName, windowName } from '/static/manage/life/telling.js';

const CALLS = 8;
const MARK = { open: 'open', paused: 'paused', closed: 'closed' };

function Plate({ t, names, window, ticket, open }) {
  const doing = ticket ? t(`status.${ticket.status}`) : window.state === 'paused' && window.reason ? reasonWords(t, window.reason) : t(`state.${window.state}`);
  return html`<li class=${`replay-window ${window.state} ${ticket ? ticket.status : ''}`}>
    <p class="replay-sign">${windowName(t, names, window.id)}</p>
    <p class="replay-number">${ticket ? html`<button class="life-way number" onClick=${() => open(ticket.id)}>${ticket.number}</button>` : ' '}</p>
    <p class="replay-doing"><i class=${`mark ${MARK[window.state]}`} aria-hidden="true"></i><span>${doing}</span></p>
    <p class="replay-person">${personName(window.person) || ' '}</p></li>`;
}

export function Windows({ t, film, open }) {
  const { manage } = film.models;
  const windows = [...manage.windows.values()];
  const count = (state) => windows.filter((w) => w.state === state).length;
  return html`<${Card} name="replay-windows" title=${t('replay.windows')} aside=${t('replay.windows.said', { open: count('open'), paused: count('paused'), closed: count('closed') })}>
    <ul tabindex="0" aria-label=${t('replay.windows')}>${windows.map((window) => html`<${Plate} key=${window.id} ...${{ t, window, open }} names=${film.names} ticket=${manage.tickets.get(window.ticket)} />`)}</ul><//>`;
}

export function Wall({ t, hall, film, open }) {
  const { board } = film.models;
  const calls = [...board.tickets.values()].filter((one) => one.called_seq).sort((a, b) => b.called_seq - a.called_seq).slice(0, CALLS);
  return html`<${Card} name="replay-wall" title=${t('replay.wall')}>
    ${!calls.length && html`<p class="quiet">${t('replay.no_calls')}</p>`}
    <ol>${calls.map((one) => html`<li key=${one.id}><button class="life-way number" onClick=${() => open(one.id)}>${one.number}</button>
      <span>${windowName(t, film.names, one.window)}</span><time class="quiet" datetime=${one.called_at}>${clock(one.called_at, hall.timezone)}</time></li>`)}</ol><//>`;
}

export function Queues({ t, film }) {
  const queues = [...film.models.manage.queues.values()];
  const all = queues.reduce((sum, queue) => sum + queue.waiting, 0);
  return html`<${Card} name="replay-queues" title=${t('replay.waiting')} aside=${t('replay.people', { n: all })}>
    <ul tabindex="0" aria-label=${t('replay.waiting')}>${queues.map((queue) => html`<li key=${queue.id} class=${queue.waiting ? '' : 'none'}><b>${queue.prefix}</b><span>${t.of(queue)}</span><span class="right">${queue.waiting}</span></li>`)}</ul><//>`;
}
