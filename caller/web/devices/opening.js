/* Opening self-check (see README): one screen before the doors open; what to mend stands first, and it prints on one page. */

import { html, useEffect, useRef, useState } from '/static/vendor/preact.js';
import { clock, dateLine } from '/static/js/time.js';
import { calmOf, linesOf, standing, verdict } from '/caller/web/devices/checks.js';
import { kindWord, markOf, nameOf } from '/caller/web/devices/words.js';

const LOOK_MS = 10000;
const STATE_MARK = { ok: 'open', warning: 'warning', fault: 'alarm', unknown: 'ended' };
const ORDER = ['fault', 'warning', 'ok', 'unknown'];

function Item({ t, hall, item, lines, state }) {
  return html`<li class="check" data-check=${item.key} data-state=${state}>
    <i class=${`mark ${STATE_MARK[state]}`} aria-hidden="true"></i>
    <div><h3>${t.has(`check.${item.key}`) ? t(`check.${item.key}`) : item.key} <span class="quiet">${t(`check.state.${state}`)}</span></h3>
      ${lines.length ? html`<ul>${lines.map((line) => html`<li class=${line.state}><b>${line.text}</b>${line.mend && html`<span class="mend">${line.mend}</span>`}</li>`)}</ul>`
        : html`<p class="quiet">${calmOf(t, hall, item)}</p>`}</div>
  </li>`;
}

/* What became of the test orders given on this page: which devices still owe an answer, and which could not. */
function Tried({ t, devices, tried }) {
  const known = (id) => devices.find((d) => d.id === id);
  const waiting = tried.orders.filter(({ device, id }) => (known(device) || { orders: [] }).orders.some((o) => o.id === id));
  const failed = tried.orders.filter(({ device, id }) => { const d = known(device); return d && d.last_order && d.last_order.id === id && d.last_order.error; });
  const skipped = tried.skipped.map(({ device }) => known(device)).filter(Boolean);
  const names = (list) => list.map((d) => nameOf(d)).join(t('list.comma'));
  return html`<div class="note" role="status">
    <p>${t(waiting.length ? 'try.waiting' : 'try.done', { n: waiting.length, all: tried.orders.length })}</p>
    ${failed.length > 0 && html`<p><b>${t('try.failed', { names: names(failed.map(({ device }) => known(device))) })}</b></p>`}
    ${skipped.length > 0 && html`<p><b>${t('try.skipped', { names: names(skipped) })}</b></p>`}
    <p class="quiet">${t('try.look')}</p>
  </div>`;
}

function One({ t, hall, device, off, order }) {
  const deaf = off || device.state === 'silent';
  const last = device.last_order;
  const busy = device.orders.length > 0;
  return html`<li><span class="state"><i class=${`mark ${markOf(device.state)}`} aria-hidden="true"></i>${kindWord(t, device.kind)} · ${nameOf(device)}</span>
    <span class="quiet">${busy ? t('try.single') : last && last.do === 'test' ? t(last.error ? 'try.single.failed' : 'try.single.done', { time: clock(last.ended_at, hall.timezone) }) : ''}</span>
    <button class="small" aria-label=${t('try.this', { name: nameOf(device) })} aria-disabled=${deaf} onClick=${() => deaf || order(device, ['kiosk', 'board', 'window', 'display'].includes(device.kind) ? 'identify' : 'test')}>${t('order.test')}</button></li>`;
}

export function Opening(all) {
  const { t, hall, devices, off, look, runThrough } = all;
  const [items, setItems] = useState(null);
  const [at, setAt] = useState(null);
  const [tried, setTried] = useState(null);
  const newest = useRef(0);
  /* Of two answers the one asked for last counts, whichever comes last. */
  const again = async () => {
    const mine = ++newest.current;
    const found = await look();
    if (found && mine === newest.current) { setItems(found.items); setAt(found.at); }
  };
  /* Anew at each change of a device, and of itself now and then: the clock, the disk and the clerks change too. */
  const changed = devices.map((d) => `${d.id}${d.state}${d.detail}${d.needed}`).join();
  useEffect(() => { again(); }, [changed]);
  useEffect(() => { const timer = setInterval(again, LOOK_MS); return () => clearInterval(timer); }, []);
  if (!items) return html`<p class="quiet">${t('link.joining')}</p>`;
  const result = verdict(t, hall, items);
  const judged = items.map((item) => ({ item, lines: linesOf(t, hall, item) })).map((one) => ({ ...one, state: standing(one.item, one.lines) }));
  const sorted = ORDER.reduce((found, state) => found.concat(judged.filter((one) => one.state === state)), []);
  const test = async () => setTried(await runThrough() || tried);
  return html`<div class="opening">
    <div class=${`verdict ${result.state}`} role="status"><i class=${`mark ${STATE_MARK[result.state]}`} aria-hidden="true"></i>
      <div><h2>${result.text}</h2><p class="quiet">${t.of(hall)} · ${dateLine(at, t.lang, hall.timezone)} ${clock(at, hall.timezone)}</p></div></div>
    <div class="deeds noprint"><button class="main" aria-disabled=${off} onClick=${() => off || test()}>${t('try.all')}</button>
      <button class="other" onClick=${() => window.print()}>${t('print')}</button></div>
    ${tried && html`<${Tried} ...${{ t, devices, tried }} />`}
    <ul class="checks">${sorted.map((one) => html`<${Item} key=${one.item.key} ...${{ t, hall, ...one }} />`)}</ul>
    <details class="noprint"><summary>${t('try.singly')}</summary><ul class="singly card">${devices.filter((d) => d.needed && d.kind !== 'public_url').map((device) => html`
      <${One} key=${device.id} ...${{ ...all, device }} />`)}</ul></details>
  </div>`;
}
