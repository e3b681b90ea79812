/* Who asks to be let in. Whoever confirms reads the six digits off the device: what does not stand there cannot be let in. */

import { html, useState } from '/static/vendor/preact.js';
import { since } from '/static/js/time.js';
import { useNow } from '/caller/web/hooks.js';
import { admission, freeName, kindWord } from '/caller/web/devices/words.js';

function Place({ t, hall, place, value, set }) {
  if (!place) return null;
  if (place === 'windows') {
    return html`<label class="field">${t('pairing.windows')}
      <input value=${value} placeholder=${hall.windows.slice(0, 2).map((w) => w.id).join(',')} maxlength="300" onInput=${(event) => set(event.target.value)} /></label>`;
  }
  const all = place === 'zone' ? hall.zones : hall.windows;
  return html`<label class="field">${t(`pairing.${place}`)}<select value=${value} required=${place === 'window'} onChange=${(event) => set(event.target.value)}>
    <option value="">${t(place === 'zone' ? 'zone.all' : 'pairing.pick')}</option>
    ${all.map((one) => html`<option value=${one.id}>${place === 'zone' ? t.of(one) : t.of(one, 'sign')}</option>`)}</select></label>`;
}

function Form({ t, hall, asked, devices, off, confirm, refuse, close }) {
  const { role, place } = admission(asked);
  const [code, setCode] = useState('');
  const [name, setName] = useState(() => freeName(asked, devices));
  const [at, setAt] = useState('');
  const digits = code.replace(/\D/g, '');
  const ready = digits.length === 6 && name.trim() && (place !== 'window' || at);
  const send = (event) => {
    event.preventDefault();
    const body = { role, device: name.trim() };
    if (place && at) body[place === 'zone' ? 'zone' : 'window'] = at.replace(/\s/g, '');
    if (!off && ready) confirm(asked, digits, body);
  };
  return html`<form class="ask" onSubmit=${send}>
    <label class="field">${t('pairing.code')}
      <input class="big" data-first inputmode="numeric" autocomplete="off" maxlength="8" placeholder="000 000" value=${code} onInput=${(event) => setCode(event.target.value)} /></label>
    <label class="field">${t('pairing.name')}
      <input value=${name} maxlength="64" autocomplete="off" spellcheck=${false} onInput=${(event) => setName(event.target.value)} /></label>
    <${Place} ...${{ t, hall, place, value: at, set: setAt }} />
    <p class="quiet">${t('pairing.role', { role: t(`role.${role}`) })}</p>
    <div class="pair"><button type="button" class="other danger" aria-disabled=${off} onClick=${() => off || refuse(asked)}>${t('pairing.refuse')}</button>
      <button class="main" aria-disabled=${off || !ready}>${t('pairing.confirm')}</button></div>
    <button type="button" class="plain-button" onClick=${close}>${t('ask.no')}</button>
  </form>`;
}

function One({ asked, open, toggle, ...all }) {
  const { t } = all;
  const now = useNow();
  return html`<li class="device" data-pairing=${asked.id}>
    <button class="device-row" aria-expanded=${open} onClick=${toggle}>
      <span class="state"><i class="mark called" aria-hidden="true"></i><b>${t('pairing.asks')}</b></span>
      <span class="name">${kindWord(t, asked.kind)}${asked.device && html` <small class="quiet">${asked.device}</small>`}</span>
      <span class="place quiet">${asked.address}</span>
      <span class="when quiet">${t('pairing.for', { time: since(asked.made_at, now) })}</span>
    </button>
    ${open && html`<div class="device-card"><${Form} key=${asked.id} ...${all} asked=${asked} close=${toggle} /></div>`}
  </li>`;
}

export function Pairings(all) {
  const { t, pairings } = all;
  const [opened, open] = useState(pairings.length === 1 ? pairings[0].id : null);
  return html`<section class="pairings" aria-labelledby="pairings-title">
    <h2 id="pairings-title">${t('pairings')} <span class="quiet">${pairings.length}</span></h2>
    <ul class="card">${pairings.map((asked) => html`<${One} key=${asked.id} ...${all} asked=${asked}
      open=${opened === asked.id} toggle=${() => open(opened === asked.id ? null : asked.id)} />`)}</ul>
  </section>`;
}

export function HowToAdd({ t, hall }) {
  const at = (page) => `${location.origin}/${page}/${hall.id}`;
  return html`<details class="how"><summary>${t('pairings.how')}</summary><ol>
    <li>${t('pairings.how.page', { address: at('kiosk'), board: at('board'), voice: at('voice') })}</li>
    <li>${t('pairings.how.agent')}</li><li>${t('pairings.how.code')}</li></ol></details>`;
}
