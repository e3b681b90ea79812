/* A number that somebody asks about: where it stands, where to go, and what staff may do for it.
   Nothing here belongs to a window. */

import { html, useState } from '/static/vendor/preact.js';
import { clock, minutesRange } from '/static/js/time.js';
import { allowed } from '/caller/web/asks.js';
import { Claims, complete } from '/caller/web/claims.js';
import { whereTo } from '/caller/web/give.js';
import { Marks } from '/caller/web/parts.js';
import { Options, sought } from '/caller/web/pick.js';
import { classWord, nameOf, reasonWords, signOf } from '/caller/web/say.js';
import { granted, visit } from '/caller/web/why.js';

const SHAPES = { waiting: 'closed', completed: 'done', no_show: 'ended', cancelled: 'ended', expired: 'ended' };
const GONE = ['asked', 'left', 'mistake'];

/* One sentence for the person in front: where to go or what happens next. */
function whatNow(t, hall, ticket) {
  const sign = ticket.window && signOf(t, hall, ticket.window);
  if (ticket.status === 'waiting') {
    const bound = ticket.bound && ticket.bound.window;
    const place = bound ? signOf(t, hall, bound) : whereTo(t, hall, ticket.service);
    if (ticket.ahead === undefined) return t('card.wait', { place });
    if (!ticket.ahead) return t('card.next', { place });
    return ticket.wait ? t('card.ahead', { place, n: ticket.ahead, wait: minutesRange(ticket.wait, t) }) : t('card.behind', { place, n: ticket.ahead });
  }
  if (ticket.status === 'called' || ticket.status === 'serving') return t(`card.${ticket.status}`, { sign });
  if (ticket.status === 'held') return t('card.held', { sign: sign || '' });
  if (ticket.status === 'no_show') return t('card.passed', { sign: sign || '', time: clock(ticket.ended_at || ticket.called_at, hall.timezone) });
  if (ticket.outcome === 'incomplete') return t('card.incomplete');
  return t('card.over', { time: ticket.ended_at ? clock(ticket.ended_at, hall.timezone) : '' });
}

function Steps({ t, hall, ticket }) {
  if (ticket.services.length < 2) return null;
  return html`<ol class="steps">${ticket.services.map((id) => html`<li key=${id} class=${id === ticket.service ? 'now' : ''}>${nameOf(t, hall.services, id)}</li>`)}</ol>`;
}

/* What was asked opens below: a class with its reason, another business, why it is given up. */
function Grant({ t, hall, ticket, ask, off }) {
  const [claims, set] = useState({});
  const names = Object.keys(claims);
  const ready = names.length && complete(claims);
  const mine = ticket.classes.filter((id) => (hall.classes || []).some((c) => c.id === id && ['staff', 'id'].includes(c.evidence)));
  const give = () => ready && !off && ask('grant', ticket.id, { classes: names.map((id) => ({ class: id, reason: claims[id] })) });
  return html`<div class="part">
    ${mine.map((id) => html`<p class="line" key=${id}><span>${t('grant.has', { class: classWord(t, hall, id) })}</span>
      <button type="button" class="small" aria-disabled=${off} onClick=${() => off || ask('take_away', ticket.id, { remove: [id], reason: 'mistake' })}>${t('grant.remove', { class: classWord(t, hall, id) })}</button></p>`)}
    <${Claims} ...${{ t, hall, claims, set }} held=${ticket.classes} legend=${t('grant.legend')} />
    <button type="button" class="main" aria-disabled=${off || !ready} onClick=${give}>${t('grant.go')}</button>
  </div>`;
}

function Move({ t, hall, ticket, ask, off }) {
  const [text, setText] = useState('');
  const [to, setTo] = useState(null);
  const services = sought(t, hall, hall.services.filter((s) => s.id !== ticket.service), text);
  return html`<div class="part">
    <${Options} ...${{ t, hall, services, text, setText }} chosen=${to ? [to] : []} choose=${setTo} label=${t('card.move')} first=${true} />
    <button type="button" class="main" aria-disabled=${off || !to} onClick=${() => off || (to && ask('move', ticket.id, { service: to }))}>${to ? t('transfer.go', { place: nameOf(t, hall.services, to) }) : t('transfer.pick')}</button>
  </div>`;
}

function Cancel({ t, ticket, ask, off }) {
  return html`<div class="part"><p>${t('card.cancel', { number: ticket.number })}</p>
    <div class="chips">${GONE.map((code) => html`
      <button type="button" key=${code} aria-disabled=${off} onClick=${() => off || ask('cancel', ticket.id, { reason: code })}>${reasonWords(t, code)}</button>`)}</div></div>`;
}

const PARTS = { grant: Grant, move: Move, cancel: Cancel };

export function Card({ t, hall, ticket, ask, off, print, wrong }) {
  const [part, setPart] = useState(null);
  const can = allowed(ticket).filter((name) => name !== 'reprint' || print);
  const Part = part && can.includes(part) ? PARTS[part] : null;
  const press = (name) => {
    if (PARTS[name]) return setPart(part === name ? null : name);
    return off ? undefined : ask(name, ticket.id, {});
  };
  /* An answer that comes late closes nothing that was opened since. */
  const doing = async (name, about, args) => { if (await ask(name, about, args)) setPart((now) => (now === part ? null : now)); };
  return html`<article class="card found" aria-label=${ticket.number}>
    <div class="hero"><p class="number">${ticket.number}</p>
      <p class="progress"><span class="state"><i class=${`mark ${SHAPES[ticket.status] || ticket.status}`} aria-hidden="true"></i>${t(`status.${ticket.status}`)}</span></p></div>
    <p class="business">${nameOf(t, hall.services, ticket.service)}</p>
    <${Steps} ...${{ t, hall, ticket }} />
    <p class="now" role="status">${whatNow(t, hall, ticket)}</p>
    <${Marks} t=${t} hall=${hall} ticket=${ticket} />
    <ul class="facts quiet">${[...visit(t, hall, ticket), ...(ticket.granted || []).map((one) => granted(t, hall, one))].map((line) => html`<li>${line}</li>`)}</ul>
    <div class="deeds">${can.map((name, at) => html`
      <button type="button" key=${name} class=${at === 0 && name === 'requeue' ? 'main' : 'small'} aria-disabled=${off} aria-expanded=${PARTS[name] ? part === name : undefined} onClick=${() => press(name)}>${t(`deed.${name}`)}</button>`)}</div>
    ${Part && html`<${Part} ...${{ t, hall, ticket, off }} ask=${doing} />`}
    ${wrong && html`<p class="fault" role="alert">${wrong}</p>`}
  </article>`;
}
