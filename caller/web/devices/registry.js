/* The registry: how many are well, then each kind with its devices, what ails first; one opens for its facts and orders. */

import { html, useState } from '/static/vendor/preact.js';
import { Card } from '/caller/web/devices/card.js';
import { ailing, grouped, kindWord, markOf, nameOf, placeOf, stateWords, tally, timeOf } from '/caller/web/devices/words.js';

const SUMMARY = ['fault', 'silent', 'warning', 'ok'];

function Summary({ t, devices, only, setOnly }) {
  const count = tally(devices);
  const bad = count.fault + count.silent + count.warning;
  return html`<div class="summary">
    <ul aria-label=${t('devices.summary')}>${SUMMARY.map((state) => (count[state] || state === 'ok') ? html`<li key=${state}>
      <i class=${`mark ${markOf(state)}`} aria-hidden="true"></i>${t(`device.state.${state}`)} <b>${count[state]}</b></li>` : null)}</ul>
    ${bad > 0 && html`<button class="small" aria-pressed=${only} onClick=${() => setOnly(!only)}>${t('devices.only_bad')}</button>`}
  </div>`;
}

function Row({ device, open, toggle, ...all }) {
  const { t, hall } = all;
  const id = `device-${device.id}`;
  return html`<li class=${`device ${device.needed ? '' : 'spare'} ${open ? 'open' : ''}`} data-device=${device.id} data-state=${device.state}>
    <button class="device-row" aria-expanded=${open} aria-controls=${id} onClick=${toggle}>
      <span class="state"><i class=${`mark ${markOf(device.state)}`} aria-hidden="true"></i><b>${stateWords(t, device)}</b></span>
      <span class="name">${nameOf(device)}${nameOf(device) !== device.id && html` <small class="quiet">${device.id}</small>`}</span>
      <span class="place quiet">${placeOf(t, hall, device)}</span>
      <span class="when quiet">${t('device.since', { time: timeOf(t, hall, device.state_since) })}</span>
      ${!device.needed && html`<span class="tag">${t('device.spare')}</span>`}
    </button>
    ${open && html`<div id=${id}><${Card} ...${all} device=${device} /></div>`}
  </li>`;
}

export function Registry(all) {
  const { t, devices, opened, open } = all;
  const [only, setOnly] = useState(false);
  const some = only && devices.some(ailing);
  const shown = some ? devices.filter(ailing) : devices;
  if (!devices.length) return html`<div class="none card"><h2>${t('devices.none')}</h2><p>${t('devices.none.how')}</p></div>`;
  return html`<div class="registry">
    <${Summary} ...${{ t, devices, only: some, setOnly }} />
    ${grouped(shown).map(({ kind, devices: group }) => html`<section key=${kind} class="group" aria-labelledby=${`kind-${kind}`}>
      <h2 id=${`kind-${kind}`}>${kindWord(t, kind)} <span class="quiet">${group.length}</span></h2>
      <ul class="card">${group.map((device) => html`<${Row} key=${device.id} ...${all} device=${device} open=${opened === device.id}
        toggle=${() => open(opened === device.id ? null : device.id)} />`)}</ul>
    </section>`)}
  </div>`;
}
