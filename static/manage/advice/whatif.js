/* «If you open two more windows for these at 9:30»: asked of the hub, which tries the day several times, in seconds. */

import { html, useEffect, useRef, useState } from '/static/vendor/preact.js';
import { api } from '/static/js/hub.js';
import { Card, Fault } from '/static/manage/parts.js';
import { GroupChoice } from '/static/manage/advice/day.js';
import { nameOf, outcome, said, shared } from '/static/manage/advice/words.js';

const PATIENCE_MS = 25000;
const MOST = 20;

function start(group) {
  const halves = group.halves;
  const lacking = halves.find((h) => h.needed.mid > h.manned) || halves[0];
  const end = halves[halves.length - 1];
  return { count: 1, from: lacking ? lacking.from : '', until: end ? end.until : '' };
}

function Result({ t, told, name }) {
  const { before, after } = told;
  const signs = told.opened.map((one) => (t.lang === 'en' && one.sign_en) || one.sign);
  return html`<div class="advice-result" role="status">
    <p class="advice-say">${outcome(t, told, name)}</p>
    <p>${t('advice.within', { n: Math.round(told.target.wait / 60), before: shared(t, before.within), after: shared(t, after.within) })}</p>
    <p class="quiet">${signs.length ? t('advice.opened', { signs: signs.join(t('advice.comma')) }) : ''}${told.missing ? t('advice.missing', { n: told.missing }) : ''}${t('advice.runs', { n: told.runs, people: Math.round(told.people.mid) })}${told.thin ? t('advice.thin_tried') : ''}</p>
  </div>`;
}

export function WhatIf({ t, base, answer, group, pick, wish, expired }) {
  const [form, setForm] = useState(() => start(group));
  const [state, setState] = useState({ told: null, name: '', error: null, busy: false });
  const newest = useRef(0);
  const end = group.halves.length ? group.halves[group.halves.length - 1].until : '';
  const set = (changes) => setForm((old) => {
    const next = { ...old, ...changes };
    return next.until > next.from ? next : { ...next, until: end };
  });

  async function run(asked, of) {
    const mine = ++newest.current;
    setState({ ...state, error: null, busy: true });
    const open = [{ services: of.services, count: Number(asked.count), from: asked.from, until: asked.until || undefined }];
    try {
      const told = await api('POST', `${base}/advice/what-if`, { open, ...(answer.now ? { now: true } : { day: answer.day }) }, { as: 'staff', timeout: PATIENCE_MS });
      if (mine === newest.current) setState({ told, name: nameOf(t, of), error: null, busy: false });
    } catch (error) {
      if (mine !== newest.current) return;
      if (error.status === 401) expired();
      setState({ told: null, name: '', error, busy: false });
    }
  }

  useEffect(() => {
    if (!wish) return;
    const of = answer.groups.find((g) => g.id === wish.group);
    const asked = { count: wish.count, from: wish.from, until: wish.until };
    setForm(asked);
    if (of) run(asked, of);
  }, [wish]);
  useEffect(() => () => { newest.current = -1; }, []);

  const times = (name, all) => html`<label><span>${t(`advice.form.${name}`)}</span><select value=${form[name]} onChange=${(event) => set({ [name]: event.target.value })}>${all.map((time) => html`
    <option key=${time} value=${time} selected=${time === form[name]}>${said(t, answer, time)}</option>`)}</select></label>`;
  const submit = (event) => { event.preventDefault(); if (!state.busy) run(form, group); };
  return html`<${Card} title=${t('advice.whatif')} name="advice-whatif">
    <form onSubmit=${submit}>
      <${GroupChoice} ...${{ t, answer, group, pick, label: t('advice.form.group') }} />
      <label><span>${t('advice.form.count')}</span><input type="number" min="1" max=${MOST} step="1" required value=${form.count} onInput=${(event) => set({ count: event.target.value })} /></label>
      ${times('from', group.halves.map((h) => h.from))}
      ${times('until', group.halves.map((h) => h.until).filter((time) => time > form.from))}
      <button class="main" aria-disabled=${state.busy ? 'true' : undefined}>${t(state.busy ? 'advice.trying' : 'advice.run')}</button>
    </form>
    ${state.error && html`<${Fault} t=${t} error=${state.error} again=${() => run(form, group)} />`}
    ${state.told ? html`<${Result} t=${t} told=${state.told} name=${state.name} />` : !state.error && html`<p class="advice-note">${t(state.busy ? 'advice.wait' : 'advice.hint')}</p>`}
  </${Card}>`;
}
