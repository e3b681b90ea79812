/* A part of the document: a plain table whose rows are added, changed, put higher and taken away; or a single form. */

import { html, useLayoutEffect, useRef, useState } from '/static/vendor/preact.js';
import { Table } from '/static/manage/parts.js';
import { Field } from '/static/manage/setup/fields.js';
import { Title, atForm, useReturn } from '/static/manage/setup/focus.js';
import { AT, freshId, movedUp, placed, rowName, rowTitle, rowsOf, servedAt, servedBy, withRow, withoutRow } from '/static/manage/setup/draft.js';
import { faultSays, shown, titleOf } from '/static/manage/setup/words.js';

/* What a table shows of each row; the form shows every key. */
const COLUMNS = {
  zones: ['name', 'floor', 'name_en'],
  departments: ['name', 'short_name', 'name_en'],
  queues: ['prefix', 'name', 'width', 'cap'],
  services: ['name', 'department', 'queue', 'code', 'frequency'],
  windows: ['number', 'sign', 'kind', 'zone', 'services', 'departments'],
  classes: ['name', 'head_start', 'rate', 'evidence'],
};
const MANY = 15;
const NOT_SHOWN = { windows: ['numbers'] };
/* A business is asked where it is served as well: that stands at the windows, and belongs together for people. */
function keysOf(t, part) {
  const keys = part.keys.filter((key) => !(NOT_SHOWN[part.name] || []).includes(key.name));
  if (part.name !== 'services') return keys;
  const title = t('setup.served_at');
  return [...keys, { name: AT, title, title_en: title, hint: t('setup.served_at?'), hint_en: t('setup.served_at?'), required: false, default: null, leads: 'windows', kind: { is: 'list', of: { is: 'id' } } }];
}

/* What stands on a plate that is not stated. */
function usual(t, part, key, row) {
  const english = t.lang === 'en' && part.keys.find((one) => one.name === `${key.name}_en`);
  const said = english || key;
  const { default: plate } = plated(said, row);
  return plate === said.default ? '' : plate;
}

/* A usual plate with the number of the row; none while it has no number. */
const plated = (key, { number = '' }) => (typeof key.default === 'string' && key.default.includes('{number}') ? { ...key, default: number === '' ? '' : key.default.replace('{number}', number) } : key);

/* Every key of a row or table. `judge(content)` answers the faults of this place; with none the content is taken.
   While something is typed, `hold` is given what takes it over: it answers whether that was done. */
function Form({ t, part, document, first, fresh, keep, leave, judge, hold, off }) {
  const [row, setRow] = useState(first);
  const [start] = useState(() => JSON.stringify(first));
  const touched = JSON.stringify(row) !== start;
  const [{ faults, of: judgedRow }, setFaults] = useState({ faults: [], of: null });
  const [busy, setBusy] = useState(false);
  const form = useRef(null);
  const taking = useRef(null);
  const settle = useRef(null);
  const typed = useRef(row);
  typed.current = row;
  /* Before anybody can type: a later focus would take the letters elsewhere. */
  useLayoutEffect(() => {
    const field = form.current && form.current.querySelector('input:not([disabled]), select:not([disabled]), textarea:not([disabled])');
    if (fresh && field) field.focus();
  }, []);
  useLayoutEffect(() => {
    const field = form.current && form.current.querySelector('.wrong input, .wrong select, .wrong textarea');
    if (field && typed.current === judgedRow) field.focus();
  }, [faults]);
  const set = (name, value) => setRow((old) => {
    const next = { ...old, [name]: value };
    if (value === undefined) delete next[name];
    return next;
  });
  /* What was typed while a row was judged is neither closed over nor taken with it: it waits for a press of its own. */
  async function take() {
    if (!form.current) return false;
    setBusy(true);
    const found = await judge(row);
    setBusy(false);
    if (found) setFaults({ faults: found, of: row });
    if (!found || found.length || !form.current || typed.current !== row) return false;
    keep(row);
    return true;
  }
  /* The same row is judged once; a press after more was typed is judged after the one before it. */
  settle.current = () => {
    const before = taking.current;
    if (before && before.row === row) return before.done;
    const mine = { row, done: Promise.resolve(before && before.done).then(take) };
    taking.current = mine;
    const done = () => { if (taking.current === mine) taking.current = null; };
    mine.done.then(done, done);
    return mine.done;
  };
  useLayoutEffect(() => {
    hold(touched ? 'form' : '', touched ? () => settle.current() : null);
    return () => hold('', null);
  }, [touched]);
  const submit = (event) => {
    event.preventDefault();
    if (!off) settle.current();
  };
  const faultOf = (name) => faults.filter((one) => one.key === name || (name === AT && one.key === null)).map((one) => faultSays(t, one)).join(' ');
  const elsewhere = faults.filter((one) => !keysOf(t, part).some((key) => key.name === one.key || (key.name === AT && one.key === null)));
  return html`<form ref=${form} class="setup-form" noValidate onSubmit=${submit}>
    ${elsewhere.map((one, n) => html`<p key=${n} class="fault" role="alert"><i class="mark alarm" aria-hidden="true"></i>${faultSays(t, one)}</p>`)}
    <div class="setup-grid">${keysOf(t, part).map((key) => html`<${Field} key=${key.name} ...${{
      t, document, of: plated(key, row), value: row[key.name], set: (value) => set(key.name, value), id: `f-${part.name}-${key.name}`,
      fault: faultOf(key.name), off: off || (key.name === 'id' && !fresh),
    }} />`)}</div>
    ${!off && html`<p class="setup-buttons"><button class="main" aria-disabled=${busy}>${t('setup.keep')}</button>
      ${leave && html`<button type="button" class="other" onClick=${leave}>${t('setup.leave')}</button>`}</p>`}
  </form>`;
}

/* A row without an id of its own is known by its letter; who changes the letter keeps the row. */
const keptName = (old, row) => (old && !old.id && old.prefix && old.prefix !== row.prefix ? { id: old.prefix, ...row } : row);

export function Rows(props) {
  const { t, part, schema, document, change, judged, hold, off } = props;
  const [box, back] = useReturn();
  const [open, setOpen] = useState(undefined);
  const [wanted, narrow] = useState('');
  const rows = rowsOf(document, part.name);
  const put = (at, { [AT]: windows, ...row }) => servedBy(withRow(document, part.name, at, keptName(at === null ? null : rows[at], row)), row.id, windows);
  const close = (at) => {
    setOpen(undefined);
    back(at === null ? 'add' : at);
  };
  if (open === null || rows[open]) {
    const fresh = open === null;
    const first = fresh ? (part.keys.some((key) => key.name === 'id' && key.required) ? { id: freshId(document, part.name) } : {}) : part.name === 'services' ? { ...rows[open], [AT]: servedAt(document, rows[open].id) } : rows[open];
    const judge = async (row) => {
      const at = fresh ? rows.length : open;
      const faults = await judged(put(open, row));
      return faults && faults.filter((one) => one.part === part.name && [rowName(row, at), String(at + 1)].includes(one.row));
    };
    const keep = (row) => {
      change(put(open, row));
      if (atForm()) close(fresh ? rows.length : open);
      else setOpen(undefined);
    };
    return html`<${Title}>${fresh ? t('setup.new_in', { part: titleOf(t, part) }) : rowTitle(t, rows[open], open)}<//>
      <${Form} ...${{ t, part, document, first, fresh, keep, judge, hold, off, leave: () => close(open) }} />
      ${off && html`<p class="setup-buttons"><button class="other" onClick=${() => close(open)}>${t('setup.leave')}</button></p>`}`;
  }
  const names = COLUMNS[part.name] || part.keys.slice(0, 4).map((key) => key.name);
  /* In the reader's language, unless the other one has a column of its own. */
  const spoken = (row, key) => (names.includes(`${key.name}_en`) || typeof row[key.name] !== 'string' ? row[key.name] : t.of(row, key.name));
  const columns = names.map((name) => part.keys.find((key) => key.name === name)).filter(Boolean).map((key) => ({
    key: key.name, label: titleOf(t, key), of: ({ row }) => (row[key.name] === undefined ? usual(t, part, key, row) : shown(t, document, key, spoken(row, key))),
  }));
  const title = (row, at) => rowTitle(t, row, at);
  const act = ({ row, at }) => html`<span class="setup-acts">
    ${!off && at > 0 && html`<button class="small" aria-label=${t('setup.up_row', { row: title(row, at) })} onClick=${() => { change(movedUp(document, part.name, at)); back(at - 1); }}>${t('setup.up')}</button>`}
    <button class="small" data-at=${at} aria-label=${t('setup.edit_row', { row: title(row, at) })} onClick=${() => setOpen(at)}>${t(off ? 'setup.look' : 'setup.edit')}</button>
    ${!off && html`<button class="small" aria-label=${t('setup.remove_row', { row: title(row, at) })} onClick=${() => { change(withoutRow(document, schema, part.name, at)); back(at); }}>${t('setup.remove')}</button>`}</span>`;
  const listed = rows.map((row, at) => ({ row, at })).filter(({ row }) => !wanted || JSON.stringify(row).toLowerCase().includes(wanted.toLowerCase()));
  return html`<div ref=${box}><div class="setup-tools">
      ${rows.length > MANY && html`<input type="search" value=${wanted} placeholder=${t('setup.search')} aria-label=${t('setup.search')} onInput=${(event) => narrow(event.target.value)} />`}
      ${!off && html`<button class="small setup-add" onClick=${() => setOpen(null)}>${t('setup.add')}</button>`}
    </div>
    <${Table} t=${t} caption=${titleOf(t, part)} rows=${listed} keyOf=${({ row, at }) => rowName(row, at)} empty=${t('setup.empty')}
      columns=${[...columns, { key: '-', label: html`<span class="aside">${t('setup.acts')}</span>`, right: true, of: act }]} /></div>`;
}

export function Single({ t, part, document, change, judged, hold, heading, off }) {
  const first = document[part.name] || {};
  const put = (content) => placed(document, part.name, Object.keys(content).length ? content : undefined);
  const judge = async (content) => {
    const faults = await judged(put(content));
    return faults && faults.filter((one) => one.part === part.name);
  };
  const keep = (content) => {
    change(put(content));
    if (atForm()) heading();
  };
  return html`<${Form} key=${JSON.stringify(first)} ...${{ t, part, document, first, judge, hold, off, keep }} />`;
}
