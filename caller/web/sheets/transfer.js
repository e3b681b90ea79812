/* 转窗口: to another service, window or zone of this hall. The ticket keeps its number and its place in time. */

import { html, useRef, useState } from '/static/vendor/preact.js';
import { departmentOf } from '/caller/web/pick.js';
import { Sheet, useFirst } from '/caller/web/sheets/sheet.js';

const KINDS = ['service', 'window', 'zone'];
const SHOWN = 60;

/* Where the ticket may go: any business; or the windows and zones that serve the one it is here for. */
function places(t, hall, kind, model, id, service) {
  if (kind === 'service') return hall.services.map((s) => ({ id: s.id, name: t.of(s), more: departmentOf(t, hall, s), key: `${s.code} ${s.search || ''}` }));
  const able = hall.windows.filter((w) => w.id !== id && w.services.includes(service));
  if (kind === 'zone') {
    return hall.zones.filter((z) => able.some((w) => w.zone === z.id)).map((z) => ({ id: z.id, name: t.of(z), more: z.floor || '' }));
  }
  const state = (w) => (model && model.windows.get(w.id) ? model.windows.get(w.id).state : 'closed');
  return able.map((w) => ({ id: w.id, name: t.of(w, 'sign'), more: t(`state.${state(w)}`), key: w.number }));
}

export function Transfer({ t, hall, id, ticket, model, close, transfer }) {
  const [kind, setKind] = useState('service');
  const [text, setText] = useState('');
  const [chosen, setChosen] = useState(null);
  const [back, setBack] = useState(false);
  const form = useRef(null);
  useFirst(form);
  const sought = text.trim().toLowerCase();
  const found = places(t, hall, kind, model, id, ticket.service).filter((p) => !sought || `${p.name} ${p.more} ${p.key || ''}`.toLowerCase().includes(sought));
  const one = chosen || (found.length === 1 ? found[0] : null);
  const change = (next) => { setKind(next); setChosen(null); };
  const submit = (event) => {
    event.preventDefault();
    if (one) transfer(back ? { [kind]: one.id, back: true } : { [kind]: one.id });
  };
  return html`<${Sheet} t=${t} close=${close} title=${t('transfer.title', { number: ticket.number })}>
    <form ref=${form} onSubmit=${submit}>
      <div class="tabs" role="group" aria-label=${t('transfer.kind')}>${KINDS.map((name) => html`
        <button type="button" aria-pressed=${kind === name} onClick=${() => change(name)}>${t(`transfer.${name}`)}</button>`)}
      </div>
      <label class="field"><span class="aside">${t('transfer.search')}</span>
        <input type="search" data-first placeholder=${t('transfer.search')} value=${text}
          onInput=${(event) => { setText(event.target.value); setChosen(null); }} />
      </label>
      <ul class="options">${found.slice(0, SHOWN).map((p) => html`<li key=${p.id}>
        <button type="button" aria-pressed=${!!one && one.id === p.id} onClick=${() => setChosen(p)}><span>${p.name}</span><small>${p.more}</small></button>
      </li>`)}</ul>
      ${found.length ? null : html`<p class="quiet">${t('choose.none')}</p>`}
      <label class="tick"><input type="checkbox" checked=${back} onChange=${(event) => setBack(event.target.checked)} /><span>${t('transfer.back')}</span></label>
      <button class="main" aria-disabled=${!one}>${one ? t('transfer.go', { place: one.name }) : t('transfer.pick')}</button>
    </form>
  <//>`;
}
