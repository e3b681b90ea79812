/* 取号: a number for somebody who stands here. First what for; then who it is, as far as it matters; then the number, large.
   On the caller page it is a sheet, on the guide's a part of the page. */

import { html, useLayoutEffect, useRef, useState } from '/static/vendor/preact.js';
import { minutesRange } from '/static/js/time.js';
import { taking } from '/caller/web/asks.js';
import { Claims, complete, grantable } from '/caller/web/claims.js';
import { Icon } from '/caller/web/icons.js';
import { Options, departmentOf, sought } from '/caller/web/pick.js';
import { needWord, signOf } from '/caller/web/say.js';

const EMPTY = { services: [], needs: [], claims: {}, cases: 1, number: '', reason: '' };
const MOST_SERVICES = 20;

/* The signs of the windows that serve a business first, and their zones. */
export function whereTo(t, hall, service) {
  const windows = hall.windows.filter((w) => w.services.includes(service));
  const zones = hall.zones.filter((z) => windows.some((w) => w.zone === z.id));
  const signs = windows.map((w) => signOf(t, hall, w.id));
  const shown = signs.slice(0, 3).join(t('list.comma')) + (signs.length > 3 ? t('list.more', { n: signs.length }) : '');
  return zones.length > 1 || hall.zones.length > 1 ? `${zones.map((z) => t.of(z)).join(t('list.comma'))} · ${shown}` : shown;
}

function Chosen({ t, hall, services, drop }) {
  return html`<ul class="picked" aria-label=${t('give.for')}>${services.map((id, at) => {
    const service = hall.services.find((s) => s.id === id);
    return html`<li key=${id}><span><b>${services.length > 1 ? `${at + 1}. ` : ''}${t.of(service)}</b><small>${departmentOf(t, hall, service)}</small></span>
      <button type="button" class="plain-button" aria-label=${t('give.drop', { service: t.of(service) })} onClick=${() => drop(id)}>✕</button></li>`;
  })}</ul>`;
}

function Needs({ t, hall, needs, toggle }) {
  if (!(hall.needs || []).length) return null;
  return html`<fieldset class="plainset"><legend>${t('give.needs')}</legend>
    <div class="chips">${hall.needs.map((id) => html`
      <button type="button" key=${id} aria-pressed=${needs.includes(id)} onClick=${() => toggle(id)}><${Icon} name=${id} />${needWord(t, id)}</button>`)}
    </div></fieldset>`;
}

function Cases({ t, cases, set }) {
  return html`<div class="count"><span id="cases">${t('give.cases')}</span>
    <button type="button" aria-label=${t('items.less')} aria-disabled=${cases <= 1} onClick=${() => set(Math.max(1, cases - 1))}>−</button>
    <output aria-labelledby="cases">${cases}</output>
    <button type="button" aria-label=${t('items.more')} onClick=${() => set(Math.min(99, cases + 1))}>+</button>
  </div>`;
}

/* Where a business asks for names: the number of a card, or a reason why there is none. */
function Identity({ t, must, want, set }) {
  return html`<fieldset class="plainset"><legend>${t(must ? 'give.id.must' : 'give.id')}</legend>
    <label class="field"><span class="aside">${t('give.id.number')}</span>
      <input value=${want.number} maxlength="20" autocomplete="off" spellcheck=${false} placeholder=${t('give.id.number')}
        onInput=${(event) => set({ number: event.target.value.replace(/\s/g, '').toUpperCase() })} /></label>
    ${must && !want.number && html`<div class="chips" role="group" aria-label=${t('give.exempt')}>${['no_card', 'other_card', 'emergency'].map((code) => html`
      <button type="button" key=${code} aria-pressed=${want.reason === code} onClick=${() => set({ reason: want.reason === code ? '' : code })}>${t(`reason.${code}`)}</button>`)}</div>`}
  </fieldset>`;
}

export function Taken({ t, hall, told, print, printed, again, close }) {
  const ticket = told.ticket;
  const first = useRef(null);
  useLayoutEffect(() => { first.current.focus(); }, []);
  return html`<div class="taken">
    <p class="quiet">${t('give.tell')}</p>
    <p class="number" role="status">${ticket.number}</p>
    <p>${whereTo(t, hall, ticket.service)}</p>
    <p>${ticket.ahead ? t('give.ahead', { n: ticket.ahead }) + (ticket.wait ? ` · ${minutesRange(ticket.wait, t)}` : '') : t('give.nobody')}</p>
    ${(told.warnings || []).map((code) => html`<p class="note" key=${code}>${t(`warning.${code}`)}</p>`)}
    <div class=${print ? 'pair' : 'single'}>
      ${print ? html`<button class="other" aria-disabled=${printed} onClick=${() => printed || print(ticket)}>${t(printed ? 'give.printed' : 'verb.reprint')}</button>` : null}
      <button class="other" onClick=${again}>${t('give.again')}</button>
    </div>
    <button class="main" ref=${first} onClick=${close}>${t('give.done')}<kbd aria-hidden="true">↵</kbd></button>
  </div>`;
}

/* `start` is the business to begin with; `first` are those this window serves; `wait(service)` how long one waits for it. */
export function Give({ t, hall, start, first, wait, ask, running, print, close, wrong }) {
  const [want, setWant] = useState({ ...EMPTY, services: start ? [start] : [] });
  const [adding, setAdding] = useState(!start);
  const [text, setText] = useState('');
  const [told, setTold] = useState(null);
  const [printed, setPrinted] = useState(false);
  const form = useRef(null);
  useLayoutEffect(() => {
    const field = form.current && form.current.querySelector(adding ? 'input[type=search]' : 'button.main');
    if (field) field.focus({ preventScroll: !adding });
  }, [adding, told]);

  const set = (changes) => setWant((old) => ({ ...old, ...changes }));
  const own = (s) => (first || []).includes(s.id);
  const left = hall.services.filter((s) => !want.services.includes(s.id));
  const found = sought(t, hall, left, text);
  const list = found.filter(own).concat(found.filter((s) => !own(s)));
  const must = want.services.some((id) => hall.services.find((s) => s.id === id).real_name);
  const lacking = !want.services.length || !complete(want.claims) || (must && !want.number && !want.reason);

  const choose = (id) => { set({ services: [...want.services, id] }); setAdding(false); setText(''); };
  const drop = (id) => {
    const services = want.services.filter((s) => s !== id);
    set({ services });
    if (!services.length) setAdding(true);
  };
  const toggle = (id) => set({ needs: want.needs.includes(id) ? want.needs.filter((n) => n !== id) : [...want.needs, id] });

  async function submit(event) {
    event.preventDefault();
    if (adding && list.length && text) return choose(list[0].id);
    if (lacking || running) return undefined;
    const answer = await ask('take', null, taking({ ...want, reason: must && !want.number ? want.reason : '' }));
    if (answer) setTold(answer);
    return undefined;
  }
  const again = () => { setWant(EMPTY); setTold(null); setAdding(true); setPrinted(false); };
  const paper = print && (async (ticket) => { if (await ask('reprint', ticket.id)) setPrinted(true); });

  if (told) return html`<${Taken} ...${{ t, hall, told, printed, again, close }} print=${paper} />`;
  return html`<form ref=${form} class="give" onSubmit=${submit} autocomplete="off">
    ${want.services.length ? html`<${Chosen} ...${{ t, hall, drop }} services=${want.services} />` : null}
    ${adding ? html`<${Options} ...${{ t, hall, text, setText, choose }} services=${list} chosen=${[]} label=${t('give.search')} more=${wait} first=${true} />` : html`
      ${want.services.length < MOST_SERVICES && html`<button type="button" class="plain-button" onClick=${() => setAdding(true)}>${t('give.more')}</button>`}
      <${Needs} ...${{ t, hall, toggle }} needs=${want.needs} />
      ${grantable(hall).length ? html`<${Claims} ...${{ t, hall }} claims=${want.claims} set=${(claims) => set({ claims })} legend=${t('give.priority')} />` : null}
      <${Identity} ...${{ t, must, want, set }} />
      <${Cases} t=${t} cases=${want.cases} set=${(cases) => set({ cases })} />`}
    <p class="fault" role="alert">${wrong}</p>
    ${adding ? (want.services.length ? html`<button type="button" class="other" onClick=${() => setAdding(false)}>${t('give.back')}</button>` : null)
      : html`<button class="main" data-first aria-disabled=${lacking || !!running}>${t('give.go')}<kbd aria-hidden="true">↵</kbd></button>`}
  </form>`;
}
