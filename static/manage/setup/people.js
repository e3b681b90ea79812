/* Who works in the hall: accounts are changed at once, one by one; a password that is given is changed at the first sign-in. */

import { html, useLayoutEffect, useState } from '/static/vendor/preact.js';
import { api } from '/static/js/hub.js';
import { problem } from '/caller/web/say.js';
import { Fault, Loading, Table, useAnswer } from '/static/manage/parts.js';
import { Field } from '/static/manage/setup/fields.js';
import { Title, useReturn } from '/static/manage/setup/focus.js';
import { usePress } from '/static/manage/setup/press.js';

const ROLES = ['clerk', 'guide', 'lead', 'manager', 'auditor', 'admin'];
const FIRST = { role: 'clerk', stands_in: [] };
const part = encodeURIComponent;

/* An account's fields, in the form that the fields of a profile have. */
function fieldsOf(t, fresh, people, name) {
  const key = (of, kind, more = {}) => ({ name: of, title: t(`setup.person.${of}`), hint: t.has(`setup.person.${of}?`) ? t(`setup.person.${of}?`) : '', kind, required: false, default: null, leads: null, ...more });
  const words = (list) => list.map(([word, title]) => ({ word, title }));
  const others = people.filter((one) => one.name !== name).map((one) => [one.name, one.name]);
  const same = (it) => ({ ...it, title_en: it.title, hint_en: it.hint });
  return [
    ...(fresh ? [key('name', { is: 'text' }, { required: true })] : []),
    key('role', { is: 'choice', words: words(ROLES.map((role) => [role, t(`role.${role}`)])).map((one) => ({ ...one, title_en: one.title })) }, { required: true }),
    key('department', { is: 'id' }, { leads: 'departments' }),
    key('number', { is: 'digits' }),
    key('password', { is: 'password', longest: 20 }, { required: fresh }),
    key('skills', { is: 'list', of: { is: 'id' } }, { leads: 'services' }),
    key('stands_in', { is: 'list', of: { is: 'choice', words: words(others).map((one) => ({ ...one, title_en: one.title })) } }),
    ...(fresh ? [] : [key('forget_pin', { is: 'flag' })]),
  ].map(same);
}

/* What is to be sent: of a known account only what was changed; what was cleared is null. */
export function wanted(row, before) {
  const all = { ...row, department: row.department || null, number: row.number || null, skills: row.skills && row.skills.length ? row.skills : null };
  const out = {};
  ['name', 'role', 'department', 'number', 'password', 'skills', 'stands_in', 'forget_pin'].forEach((name) => {
    if (all[name] === undefined || all[name] === '') return;
    if (!before || JSON.stringify(all[name]) !== JSON.stringify(before[name] === undefined ? null : before[name])) out[name] = all[name];
  });
  return out;
}

/* An account is changed at once: what is typed is not taken over in passing, `hold` has the leaving wait. */
function Form({ t, people, document, before, keep, leave, hold, said }) {
  const [first] = useState(() => (before ? { ...before, department: before.department || undefined, number: before.number || undefined, skills: before.skills || [] } : FIRST));
  const [row, setRow] = useState(first);
  const [wrong, setWrong] = useState({});
  const [busy, setBusy] = useState(false);
  const touched = JSON.stringify(row) !== JSON.stringify(first);
  useLayoutEffect(() => {
    const wait = () => {
      said.tell(t('setup.person.open'), 'problem');
      return Promise.resolve(false);
    };
    hold(touched ? 'person' : '', touched ? wait : null);
    return () => hold('', null);
  }, [touched, t]);
  const submit = async (event) => {
    event.preventDefault();
    if (busy) return;
    setBusy(true);
    setWrong((await keep(wanted(row, before))) || {});
    setBusy(false);
  };
  const set = (name, value) => setRow((old) => ({ ...old, [name]: value }));
  return html`<form class="setup-form" noValidate onSubmit=${submit}>
    ${wrong[''] && html`<p class="fault" role="alert"><i class="mark alarm" aria-hidden="true"></i>${wrong['']}</p>`}
    <div class="setup-grid">${fieldsOf(t, !before, people, before && before.name).map((key) => html`<${Field} key=${key.name} ...${{
      t, document, of: key, id: `p-${key.name}`, value: row[key.name], set: (value) => set(key.name, value), fault: wrong[key.name],
    }} />`)}</div>
    <p class="setup-buttons"><button class="main" aria-disabled=${busy}>${t('setup.person.keep')}</button><button type="button" class="other" onClick=${leave}>${t('setup.leave')}</button></p>
  </form>`;
}

/* Where the hub's refusal belongs. */
function refusal(t, error) {
  const at = { name_taken: 'name', number_taken: 'number' }[error.code];
  const first = error.code === 'invalid' && (error.facts.errors || [])[0];
  const name = at || (first && first.at.replace(/^\$\.?/, '').replace(/\W.*$/, '')) || '';
  return { [name]: first && t.has(`setup.person.${name}!`) ? t(`setup.person.${name}!`) : problem(t, error) };
}

export function People({ t, document, base, me, off, expired, said, hold, heading }) {
  const { answer, error, again } = useAnswer(`${base}/setup/people`, expired);
  const [open, setOpen] = useState(undefined);
  const [ending, setEnding] = useState(null);
  const [box, back] = useReturn();
  const press = usePress();
  const close = (name) => {
    setOpen(undefined);
    back(name);
  };
  if (error) return html`<${Fault} ...${{ t, error, again }} />`;
  if (!answer) return html`<${Loading} t=${t} />`;
  const act = async (method, name, body) => {
    try {
      await press([method, name, body], (key) => api(method, `${base}/setup/people${name ? `/${part(name)}` : ''}`, body, { as: 'staff', key }));
    } catch (problems) {
      if (problems.status === 401) expired();
      return problems;
    }
    again();
    return null;
  };
  const keep = async (body) => {
    const failed = await act(open ? 'PATCH' : 'POST', open && open.name, body);
    if (failed) return refusal(t, failed);
    said.tell(t('setup.person.kept', { name: open ? open.name : body.name }), 'info');
    close(open ? open.name : body.name);
    return null;
  };
  if (open !== undefined) return html`<${Title}>${open ? open.name : t('setup.person.new')}<//>
    <${Form} ...${{ t, document, keep, hold, said, people: answer.people, before: open, leave: () => close(open ? open.name : 'add') }} />`;
  const end = async (name) => {
    const failed = await act('DELETE', name, null);
    setEnding(null);
    heading();
    said.tell(failed ? problem(t, failed) : t('setup.person.ended', { name }), failed ? 'problem' : 'info');
  };
  const name = (list, id) => t.of((list || []).find((one) => one.id === id)) || id || '';
  const columns = [
    { key: 'name', label: t('setup.person.name') },
    { key: 'role', label: t('setup.person.role'), of: (one) => t(`role.${one.role}`) },
    { key: 'department', label: t('setup.person.department'), of: (one) => name(document.departments, one.department) },
    { key: 'number', label: t('setup.person.number') },
    { key: 'skills', label: t('setup.person.skills'), of: (one) => (one.skills ? t('setup.person.some', { n: one.skills.length }) : t('setup.person.all')) },
    { key: 'stands_in', label: t('setup.person.stands_in'), of: (one) => one.stands_in.join(t('setup.comma')) },
    { key: 'state', label: t('setup.person.state'), of: (one) => [one.everywhere && t('setup.person.everywhere'), one.given && t('setup.person.given'), one.has_pin && t('setup.person.pin')].filter(Boolean).join(t('setup.comma')) },
    { key: '-', label: html`<span class="aside">${t('setup.acts')}</span>`, right: true, of: (one) => !off && html`<span class="setup-acts">${ending === one.name
      ? html`<button class="small setup-sure" onClick=${() => end(one.name)}>${t('setup.person.sure', { name: one.name })}</button><button class="small" onClick=${() => setEnding(null)}>${t('setup.leave')}</button>`
      : html`<button class="small" data-at=${one.name} aria-label=${t('setup.edit_row', { row: one.name })} onClick=${() => setOpen(one)}>${t('setup.edit')}</button>${one.name !== me.person && html`<button class="small" aria-label=${t('setup.person.end_of', { name: one.name })} onClick=${() => setEnding(one.name)}>${t('setup.person.end')}</button>`}`}</span>` },
  ];
  return html`<div ref=${box}><p class="setup-lead">${t('setup.people.says')}</p>
    ${!off && html`<div class="setup-tools"><button class="small setup-add" onClick=${() => setOpen(null)}>${t('setup.person.add')}</button></div>`}
    <${Table} ...${{ t, columns, caption: t('setup.people'), rows: answer.people, keyOf: (one) => one.name, empty: t('setup.empty') }} /></div>`;
}
