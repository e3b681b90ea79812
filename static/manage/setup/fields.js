/* One key of a part as a field: its label, hint, bounds and kind are the hub's, its fault stands below it.
   `value` is as the document has it; `set(undefined)` states the key no more. */

import { html, useState } from '/static/vendor/preact.js';
import { rowName, rowTitle, rowsOf } from '/static/manage/setup/draft.js';
import { hintOf, titleOf } from '/static/manage/setup/words.js';

const LONG_LIST = 12;
const TICKS = ['choice'];
const lines = (text) => text.split('\n').map((line) => line.trim()).filter(Boolean);
const typed = (event) => (event.target.value === '' ? undefined : event.target.value);

const listed = (text, none) => {
  const all = lines(text);
  return none && all.length === 1 && all[0] === none ? [] : all.length ? all : undefined;
};

function Line({ id, kind, value, set, fallback, must, off }) {
  const number = kind.is === 'whole' || kind.is === 'decimal';
  const change = (event) => {
    const text = event.target.value;
    const read = number && text !== '' && !Number.isNaN(Number(text)) ? Number(text) : text;
    set(text === '' ? undefined : read);
  };
  return html`<input id=${id} type=${kind.is === 'day' ? 'date' : kind.is === 'password' ? 'password' : number ? 'number' : 'text'} value=${value === undefined ? '' : value}
    min=${kind.low} max=${kind.high} step=${kind.is === 'decimal' ? 'any' : undefined} placeholder=${fallback} required=${must} disabled=${off}
    autocomplete=${kind.is === 'password' ? 'new-password' : 'off'} aria-describedby=${`${id}-says`} onInput=${change} />`;
}

function Choose({ id, options, value, set, none, off }) {
  return html`<select id=${id} value=${value === undefined ? '' : value} disabled=${off} aria-describedby=${`${id}-says`} onChange=${(event) => set(typed(event))}>
    ${none !== null && html`<option value="">${none}</option>`}
    ${options.map(([word, title]) => html`<option key=${word} value=${word} selected=${word === value}>${title}</option>`)}
  </select>`;
}

/* Some of many: each a box to tick; a long list can be narrowed. */
function Ticks({ t, id, options, value, set, off }) {
  const [wanted, narrow] = useState('');
  const chosen = value || [];
  /* What was chosen as the form opened stands first, and stays where it is while it is looked at. */
  const [first] = useState(chosen);
  const flip = (word) => set(chosen.includes(word) ? chosen.filter((one) => one !== word) : [...chosen, word]);
  const near = options.slice().sort((a, b) => first.includes(b[0]) - first.includes(a[0])).filter(([word, title]) => !wanted || `${title} ${word}`.toLowerCase().includes(wanted.toLowerCase()));
  return html`<div class="setup-ticks" id=${id} role="group" aria-labelledby=${`${id}-label`} aria-describedby=${`${id}-says`}>
    ${options.length > LONG_LIST && html`<input type="search" class="setup-narrow" value=${wanted} placeholder=${t('setup.narrow', { n: chosen.length })}
      aria-label=${t('setup.narrow', { n: chosen.length })} onInput=${(event) => narrow(event.target.value)} />`}
    <div class=${options.length > LONG_LIST ? 'setup-many' : 'setup-few'}>${near.map(([word, title]) => html`<label key=${word}>
      <input type="checkbox" checked=${chosen.includes(word)} disabled=${off} onChange=${() => flip(word)} /><span>${title}</span></label>`)}</div>
  </div>`;
}

/* `none`: the word for a list that is stated and empty, such as a day that is closed. */
const Lines = ({ id, value, set, off, fallback, none }) => html`<textarea id=${id} rows=${Math.min(6, Math.max(2, [].concat(value || []).length + 1))} disabled=${off}
  placeholder=${fallback} spellcheck=${false} aria-describedby=${`${id}-says`} onInput=${(event) => set(listed(event.target.value, none))}>${none && value && !value.length ? none : [].concat(value || []).join('\n')}</textarea>`;

/* A table within a row: its own keys. */
function Inside({ t, id, kind, value, set, document, off }) {
  const inner = value || {};
  const put = (name, one) => {
    const next = { ...inner, [name]: one };
    if (one === undefined) delete next[name];
    set(Object.keys(next).length ? next : undefined);
  };
  return html`<div class="setup-inside" id=${id}>${kind.keys.map((key) => html`<${Field} key=${key.name} ...${{ t, document, off, of: key, value: inner[key.name], set: (one) => put(key.name, one), id: `${id}-${key.name}` }} />`)}</div>`;
}

/* Rows within a table: hours at which something is otherwise. */
function Rows({ t, id, kind, value, set, document, off }) {
  const rows = value || [];
  const put = (at, row) => set(rows.map((old, n) => (n === at ? row || {} : old)));
  const less = (at) => set(rows.length > 1 ? rows.filter((_, n) => n !== at) : undefined);
  return html`<div id=${id} class="setup-rows">${rows.map((row, at) => html`<div key=${at} class="setup-row">
      <${Inside} ...${{ t, kind, document, off, value: row, set: (next) => put(at, next), id: `${id}-${at}` }} />
      <button type="button" class="small" disabled=${off} onClick=${() => less(at)}>${t('setup.remove')}</button></div>`)}
    <button type="button" class="small" disabled=${off} onClick=${() => set([...rows, {}])}>${t('setup.add_entry')}</button></div>`;
}

/* Words and what they become. */
function Pairs({ t, id, value, set, off }) {
  const [pairs, keep] = useState(() => Object.entries(value || {}));
  const put = (next) => {
    keep(next);
    const stated = next.filter(([name]) => name.trim());
    set(stated.length ? Object.fromEntries(stated.map(([name, text]) => [name.trim(), text])) : undefined);
  };
  const at = (n, place, text) => put(pairs.map((pair, m) => (m === n ? (place ? [pair[0], text] : [text, pair[1]]) : pair)));
  return html`<div id=${id} class="setup-rows">${pairs.map(([name, text], n) => html`<div key=${n} class="setup-pair">
      <input value=${name} aria-label=${t('setup.pair.name')} disabled=${off} onInput=${(event) => at(n, 0, event.target.value)} />
      <input value=${text} aria-label=${t('setup.pair.text')} disabled=${off} onInput=${(event) => at(n, 1, event.target.value)} />
      <button type="button" class="small" disabled=${off} onClick=${() => put(pairs.filter((_, m) => m !== n))}>${t('setup.remove')}</button></div>`)}
    <button type="button" class="small" disabled=${off} onClick=${() => put([...pairs, ['', '']])}>${t('setup.add_entry')}</button></div>`;
}

const PAIRS = ['templates', 'pronounced'];
const options = (t, words) => words.map((one) => [one.word, titleOf(t, one)]);
const ledTo = (t, document, part) => rowsOf(document, part).map((row, at) => [rowName(row, at), rowTitle(t, row, at)]);

function fallbackOf(t, key) {
  const value = key.default;
  if (value === null || value === undefined || value === '' || !String(value) || (typeof value === 'object' && !Array.isArray(value))) return '';
  return t('setup.default', { value: String(value) });
}

function Input(props) {
  const { t, of: key, document, value, set, id, off } = props;
  const { kind } = key;
  if (key.leads && kind.is !== 'list') return html`<${Choose} ...${{ id, off, value, set, options: ledTo(t, document, key.leads), none: key.required ? null : t('setup.none') }} />`;
  if (key.leads) return html`<${Ticks} ...${{ t, id, off, value, set, options: ledTo(t, document, key.leads) }} />`;
  if (kind.is === 'choice') {
    const usual = kind.words.find((one) => one.word === key.default);
    return html`<${Choose} ...${{ id, off, value, set, options: options(t, kind.words), none: key.required && value ? null : usual ? t('setup.default', { value: titleOf(t, usual) }) : t('setup.none') }} />`;
  }
  if (kind.is === 'list' && TICKS.includes(kind.of.is)) return html`<${Ticks} ...${{ t, id, off, value: value === undefined ? key.default : value, set, options: options(t, kind.of.words) }} />`;
  if (kind.is === 'list' || kind.is === 'caps') return html`<${Lines} ...${{ id, off, value, set, fallback: fallbackOf(t, key), none: kind.of && kind.of.is === 'hours' ? t('setup.shut') : null }} />`;
  if (kind.is === 'byhour') return html`<${Rows} ...${{ t, id, off, kind, value, set, document }} />`;
  if (kind.keys) return html`<${Inside} ...${{ t, id, off, kind, value, set, document }} />`;
  if (PAIRS.includes(kind.is)) return html`<${Pairs} ...${{ t, id, off, value, set }} />`;
  if (value !== null && typeof value === 'object') return html`<p id=${id} class="quiet">${t('setup.in_file')}</p>`;
  return html`<${Line} ...${{ id, kind, value, set, off, fallback: fallbackOf(t, key), must: key.required }} />`;
}

/* How wide a field is: what holds much takes the whole row. */
const wide = ({ kind, leads }) => (kind.is === 'list' && (leads || TICKS.includes(kind.of.is))) || kind.keys || PAIRS.includes(kind.is) || (kind.longest > 30 && !leads);

export function Field(props) {
  const { t, of: key, value, set, id, off, fault } = props;
  const bounds = key.kind.low !== undefined ? t('setup.bounds', { low: key.kind.low, high: key.kind.high }) : '';
  const says = [hintOf(t, key), bounds].filter(Boolean).join(t('setup.stop'));
  const several = key.leads || key.kind.keys || key.kind.is === 'byhour' || PAIRS.includes(key.kind.is) || (key.kind.of && TICKS.includes(key.kind.of.is));
  const label = html`${titleOf(t, key)}${key.required && html`<span class="setup-must">${t('setup.must')}</span>`}`;
  if (key.kind.is === 'flag') return html`<div class="setup-field flag">
    <label><input type="checkbox" id=${id} checked=${value === undefined ? !!key.default : value} disabled=${off} aria-describedby=${`${id}-says`} onChange=${(event) => set(event.target.checked)} /><span>${label}</span></label>
    <${Says} ...${{ id, says, fault }} /></div>`;
  return html`<div class=${`setup-field${wide(key) ? ' wide' : ''}${fault ? ' wrong' : ''}`}>
    ${several && !(key.leads && key.kind.is !== 'list') ? html`<span class="setup-label" id=${`${id}-label`}>${label}</span>` : html`<label for=${id}>${label}</label>`}
    <${Input} ...${props} /><${Says} ...${{ id, says, fault }} /></div>`;
}

const Says = ({ id, says, fault }) => html`<div id=${`${id}-says`} class="setup-says">${says && html`<p>${says}</p>`}
  ${fault && html`<p class="fault" role="alert"><i class="mark alarm" aria-hidden="true"></i>${fault}</p>`}</div>`;
