/* One device: its facts, what it can be asked to do, and what managers say of it. */

import { html, useState } from '/static/vendor/preact.js';
import { useNow } from '/caller/web/hooks.js';
import { ageWords } from '/static/js/time.js';
import { PAGES, detailWords, nameOf, timeOf } from '/caller/web/devices/words.js';

const ON_LINE_S = 30;

function Facts({ t, hall, device }) {
  const now = useNow();
  const age = Math.max(0, (now - Date.parse(device.beat)) / 1000);
  const error = device.last_error;
  const last = device.last_order;
  const rows = [
    ['seen', device.state === 'silent' ? t('fact.seen.ago', { age: ageWords(Math.max(age, ON_LINE_S), t) }) : t('fact.seen.now')],
    ['error', error ? t('fact.error.at', { time: timeOf(t, hall, error.at), detail: detailWords(t, error.detail) }) : t('fact.error.none')],
    ['drives', device.drives],
    ['version', device.version],
    ['shown', device.shown === null || device.shown === undefined ? '' : `#${device.shown}`],
    ['part_of', device.part_of],
    ['order', device.orders.length ? t('fact.order.waits', { do: t(`order.${device.orders[0].do}`) }) : last ? orderWords(t, hall, last) : ''],
  ];
  return html`<dl class="facts">${rows.filter(([, value]) => value).map(([key, value]) => html`<div key=${key}><dt>${t(`fact.${key}`)}</dt><dd>${value}</dd></div>`)}</dl>`;
}

/* What became of the last order: «测试，14:02 已完成» */
export function orderWords(t, hall, { do: what, error, ended_at: at }) {
  const facts = { do: t(`order.${what}`), time: timeOf(t, hall, at), detail: detailWords(t, error) };
  return t(error ? 'fact.order.failed' : 'fact.order.done', facts);
}

function ZonePick({ t, hall, device, off, order, close }) {
  const [zone, setZone] = useState((device.assigned ? device.assigned.zone : device.zone) || '');
  const send = async (event) => {
    event.preventDefault();
    if (!off && (await order(device, 'zone', { zone: zone || null }))) close();
  };
  return html`<form class="ask" onSubmit=${send}>
    <label class="field">${t('order.zone.to')}<select value=${zone} onChange=${(event) => setZone(event.target.value)}>
      <option value="">${t('zone.all')}</option>${hall.zones.map((one) => html`<option value=${one.id}>${t.of(one)}</option>`)}</select></label>
    <div class="pair"><button type="button" class="other" onClick=${close}>${t('ask.no')}</button><button class="main" aria-disabled=${off}>${t('order.zone')}</button></div>
  </form>`;
}

function Rename({ t, device, off, change, close }) {
  const [label, setLabel] = useState(device.label);
  const save = async (event) => {
    event.preventDefault();
    if (!off && (await change(device, { label: label.trim() }))) close();
  };
  return html`<form class="ask" onSubmit=${save}>
    <label class="field">${t('label.is')}<input value=${label} maxlength="40" onInput=${(event) => setLabel(event.target.value)} /></label>
    <div class="pair"><button type="button" class="other" onClick=${close}>${t('ask.no')}</button><button class="main" aria-disabled=${off}>${t('label.save')}</button></div>
  </form>`;
}

function Retire({ t, device, off, retire, close }) {
  return html`<div class="ask" role="group" aria-label=${t('retire')}>
    <p><b>${t('retire.ask', { name: nameOf(device) })}</b></p><p class="quiet">${t('retire.more')}</p>
    <div class="pair"><button class="other" onClick=${close}>${t('ask.no')}</button>
      <button class="other danger" aria-disabled=${off} onClick=${() => off || retire(device)}>${t('retire.yes')}</button></div>
  </div>`;
}

const ASKS = { zone: ZonePick, label: Rename, retire: Retire };

export function Card(all) {
  const { t, device, manager, off, order, change } = all;
  const [asking, ask] = useState(null);
  const page = PAGES.includes(device.kind);
  const deaf = off || device.state === 'silent';
  const give = (what) => html`<button class="small" aria-disabled=${deaf} onClick=${() => deaf || order(device, what)}>${t(`order.${what}`)}</button>`;
  const open = (what) => html`<button class="small" aria-expanded=${asking === what} onClick=${() => ask(asking === what ? null : what)}>${t(what === 'zone' ? 'order.zone' : what)}</button>`;
  const Asked = ASKS[asking];
  return html`<div class="device-card">
    <${Facts} ...${all} />
    <div class="orders" role="group" aria-label=${t('orders')}>
      ${give('identify')}${(!page || device.kind === 'voice') && give('test')}${page && give('reload')}
      ${manager && ['board', 'voice'].includes(device.kind) && open('zone')}
      ${manager && open('label')}${manager && open('retire')}
    </div>
    ${manager && html`<label class="tick"><input type="checkbox" checked=${device.needed} aria-disabled=${off}
      onChange=${(event) => { event.target.checked = device.needed; if (!off) change(device, { needed: !device.needed }); }} />
      <span>${t('needed')} <small class="quiet">${t('needed.more')}</small></span></label>`}
    ${device.state === 'silent' && html`<p class="note">${t('silent.do')}</p>`}
    ${Asked && html`<${Asked} ...${all} close=${() => ask(null)} />`}
  </div>`;
}
