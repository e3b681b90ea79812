/* Who waits now: three large numbers, then each zone and queue in the hall's own order. */

import { html, useState } from '/static/vendor/preact.js';
import { Card, Figure } from '/static/manage/parts.js';
import { nameOf } from '/caller/web/say.js';
import { minuteWords, minutes, rangeWords } from '/static/manage/room/say.js';

function Zones({ t, hall, zones }) {
  return html`<ul class="room-zones" aria-label=${t('room.zones')}>${zones.map((zone) => html`<li key=${zone.id || ''}>
    <span title=${zone.id ? nameOf(t, hall.zones, zone.id) : undefined}>${zone.id ? nameOf(t, hall.zones, zone.id) : t('room.zones.several')}</span><b>${t('room.people', { n: zone.waiting })}</b>
    ${zone.id && html`<span class="quiet">${t('room.zone.open', { n: zone.open })}</span>`}</li>`)}</ul>`;
}

function Row({ t, known, line, now }) {
  return html`<tr class=${line.waiting ? '' : 'none'}>
    <th scope="row" title=${t.of(known)}>${known.prefix && html`<b>${known.prefix}</b> `}${t.of(known)}</th>
    <td class="right"><b>${line.waiting}</b></td>
    <td class="right">${line.longest ? html`<span class="number">${line.longest.number}</span> ${minuteWords(t, minutes(line.longest.since, now))}` : '–'}</td>
    <td class="right">${rangeWords(t, line.wait)}</td></tr>`;
}

/* Queues all and in the hall's order; of services those with most people, in the hall's order too. */
function Lines({ t, hall, room, now, by }) {
  return html`<div class="room-queues" tabindex="0" role="region" aria-label=${t(`room.${by}`)}><table>
      <caption class="aside">${t(`room.${by}`)}</caption>
      <thead><tr><th scope="col">${t(`room.${by}.head`)}</th><th scope="col" class="right">${t('room.waiting.short')}</th>
        <th scope="col" class="right">${t('room.longest.short')}</th><th scope="col" class="right">${t('room.expected')}</th></tr></thead>
      <tbody>${room.now[by].map((line) => html`<${Row} key=${line.id} ...${{ t, line, now }} known=${hall[by].find((one) => one.id === line.id) || { name: line.id }} />`)}</tbody>
    </table>${!room.now[by].length && html`<p class="manage-empty">${t('room.nobody')}</p>`}</div>`;
}

export function Now({ t, hall, room, now }) {
  const { waiting, longest, zones, states, held } = room.now;
  const busy = states.serving + states.called;
  const [by, setBy] = useState('queues');
  const choice = html`<div class="room-choice" role="group" aria-label=${t('room.lines')}>${['queues', 'services'].map((one) => html`
    <button key=${one} aria-pressed=${one === by} onClick=${() => setBy(one)}>${t(`room.${one}`)}</button>`)}</div>`;
  return html`<${Card} title=${t('room.now')} name="room-now" aside=${choice}>
    <dl class="room-figures">
      <${Figure} label=${t('room.waiting')} value=${waiting} note=${held ? t('room.held', { n: held }) : null} />
      <${Figure} label=${t('room.longest')} value=${longest ? minuteWords(t, minutes(longest.since, now)) : '–'} note=${longest ? longest.number : null} />
      <${Figure} label=${t('room.open.windows')} value=${busy + states.idle + states.paused} note=${t('room.open.of', { busy, idle: states.idle, paused: states.paused })} />
    </dl>
    ${(zones.length > 1) && html`<${Zones} ...${{ t, hall, zones }} />`}
    <${Lines} ...${{ t, hall, room, now, by }} />
  <//>`;
}
