/* Every window with what it does; one of them open for change. A change that would leave people waiting for nobody is
   refused by the hub, and asked about here. */

import { html, useState } from '/static/vendor/preact.js';
import { nameOf } from '/caller/web/say.js';
import { departmentOf, sought } from '/caller/web/pick.js';

const FEATURES = ['low_counter', 'hearing_loop', 'sign_language', 'handwriting', 'large_print', 'dialect', 'english'];
const KINDS = ['comprehensive', 'dedicated', 'theme', 'issue', 'cashier', 'guide', 'complaint', 'unresolved'];
const MINUTE = 60;
const SHOWN = 60;

const toggled = (list, id) => (list.includes(id) ? list.filter((one) => one !== id) : [...list, id]);

/* What differs from the window as it is; services are stated whole, in place of what its departments gave. */
export function difference(window, draft) {
  const body = {};
  const same = (key) => JSON.stringify(window[key]) === JSON.stringify(draft[key]);
  if (!same('services')) Object.assign(body, { services: draft.services, departments: [] });
  if (!same('backup')) Object.assign(body, { backup: draft.backup, backup_departments: [] });
  for (const key of ['kind', 'features', 'help_after', 'valid_from', 'valid_to']) if (!same(key)) body[key] = draft[key];
  return body;
}

function Chips({ t, legend, all, chosen, word, set }) {
  return html`<fieldset class="plainset"><legend>${legend}</legend><div class="chips">${all.map((id) => html`
    <button type="button" key=${id} aria-pressed=${chosen.includes(id)} onClick=${() => set(id)}>${word(id)}</button>`)}</div></fieldset>`;
}

/* Each business is served first, helped with, or not at all. */
function Duties({ t, hall, window, draft, set }) {
  const [text, setText] = useState('');
  /* By what the window has, not by the draft: a row never moves under the finger. */
  const has = (s) => window.services.includes(s.id) || window.backup.includes(s.id);
  const found = sought(t, hall, hall.services, text);
  const rows = text ? found : found.filter(has).concat(found.filter((s) => !has(s)));
  const put = (id, to) => set({
    services: to === 'services' ? toggled(draft.services, id) : draft.services.filter((s) => s !== id),
    backup: to === 'backup' ? toggled(draft.backup, id) : draft.backup.filter((s) => s !== id),
  });
  return html`<fieldset class="plainset"><legend>${t('plates.services')}</legend>
    <input type="search" placeholder=${t('give.search')} aria-label=${t('give.search')} value=${text} onInput=${(event) => setText(event.target.value)} />
    <ul class="duties">${rows.slice(0, SHOWN).map((s) => html`<li key=${s.id}><span>${t.of(s)} <small class="quiet">${departmentOf(t, hall, s)}</small></span>
      ${['services', 'backup'].map((to) => html`<button type="button" class="small" aria-pressed=${draft[to].includes(s.id)} aria-label=${`${t.of(s)} ${t(`plates.${to}.as`)}`} onClick=${() => put(s.id, to)}>${t(`plates.${to}.as`)}</button>`)}</li>`)}</ul>
    ${rows.length > SHOWN && html`<p class="quiet">${t('pick.more', { n: rows.length - SHOWN })}</p>`}</fieldset>`;
}

function Dates({ t, draft, set }) {
  const field = (key) => html`<label class="field">${t(`plates.${key}`)}
    <input type="date" value=${draft[key] || ''} onInput=${(event) => set({ [key]: event.target.value || null })} /></label>`;
  return html`<div class="two">${field('valid_from')}${field('valid_to')}</div>`;
}

function Strands({ t, hall, strands, keep, back }) {
  const names = [...strands.left.map((one) => t('plates.left', { service: nameOf(t, hall.services, one.service), n: one.waiting })),
    ...strands.services.map((id) => t('plates.bare', { service: nameOf(t, hall.services, id) }))];
  return html`<div class="note" role="alert"><p>${t('plates.strands')}</p><ul>${names.map((name) => html`<li>${name}</li>`)}</ul>
    <div class="pair"><button type="button" class="other" onClick=${back}>${t('plates.back')}</button>${strands.services.length ? null : html`<button type="button" class="other" onClick=${keep}>${t('plates.keep')}</button>`}</div></div>`;
}

function Editor({ t, hall, window, change, running, close }) {
  const [draft, setDraft] = useState({ ...window, services: [...window.services], backup: [...window.backup] });
  const [strands, setStrands] = useState(null);
  const set = (changes) => { setDraft((old) => ({ ...old, ...changes })); setStrands(null); };
  const body = difference(window, draft);
  const idle = running || !Object.keys(body).length;
  const refused = (error) => {
    if (error.code !== 'would_strand') return false;
    setStrands({ left: error.facts.left || [], services: error.facts.services || [] });
    return true;
  };
  const save = async (more) => { if (await change('PATCH', `/windows/${encodeURIComponent(window.id)}`, { ...body, ...more }, refused)) close(); };
  const minutes = draft.help_after === null ? '' : draft.help_after / MINUTE;
  return html`<form class="editor card" onSubmit=${(event) => { event.preventDefault(); if (!idle) save({}); }}>
    <div class="sheet-top"><h2>${t.of(window, 'sign')}</h2><button type="button" class="plain-button" onClick=${close}>${t('guide.back')}</button></div>
    <${Duties} ...${{ t, hall, window, draft, set }} />
    <label class="field">${t('plates.kind')}<select value=${draft.kind} onChange=${(event) => set({ kind: event.target.value })}>${KINDS.map((kind) => html`<option value=${kind}>${t(`kind.${kind}`)}</option>`)}</select></label>
    <${Chips} t=${t} legend=${t('plates.features')} all=${FEATURES} chosen=${draft.features} word=${(id) => t(`feature.${id}`)} set=${(id) => set({ features: toggled(draft.features, id) })} />
    <label class="field">${t('plates.help_after')}<input type="number" min="0" max="480" value=${minutes} placeholder=${t('plates.as_hall')}
      onInput=${(event) => set({ help_after: event.target.value === '' ? null : Math.max(0, Math.round(Number(event.target.value))) * MINUTE })} /></label>
    <${Dates} ...${{ t, draft, set }} />
    ${strands && html`<${Strands} ...${{ t, hall, strands }} keep=${() => save({ waiting: 'keep' })} back=${() => setStrands(null)} />`}
    <button class="main" aria-disabled=${idle}>${t('plates.save')}</button>
    <p class="quiet">${t('settings.note')}</p>
  </form>`;
}

export function Plates({ t, hall, model, change, running }) {
  const [chosen, choose] = useState(null);
  const window = hall.windows.find((w) => w.id === chosen);
  const state = (id) => (model && model.windows.get(id) ? model.windows.get(id).state : 'closed');
  return html`<div class=${`plates ${window ? 'editing' : ''}`}>
    <ul class="windows">${hall.windows.map((w) => html`<li key=${w.id}><button class="window-row" aria-pressed=${chosen === w.id} onClick=${() => choose(w.id)}>
      <b>${t.of(w, 'sign')}</b><span class="quiet kind">${t(`kind.${w.kind}`)} · ${t('plates.count', { n: w.services.length })}${w.backup.length ? ` · ${t('plates.helps', { n: w.backup.length })}` : ''}</span>
      <span class="state"><i class=${`mark ${state(w.id)}`} aria-hidden="true"></i>${t(`state.${state(w.id)}`)}</span></button></li>`)}</ul>
    ${window ? html`<${Editor} key=${window.id} ...${{ t, hall, window, change, running }} close=${() => choose(null)} />` : html`<p class="quiet pickone">${t('plates.pick')}</p>`}
  </div>`;
}
