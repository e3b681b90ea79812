/* Yellow and red cards: a formal act of a person. Issued with the rule it rests on, taken back with a reason. */

import { html, useEffect, useRef, useState } from '/static/vendor/preact.js';
import { verb } from '/static/js/hub.js';
import { problem } from '/caller/web/say.js';
import { Card, Empty, Fault, Loading, useAnswer } from '/static/manage/parts.js';
import { Matters } from '/static/manage/ratings/matters.js';
import { moment, stated } from '/static/manage/ratings/say.js';

const COLOURS = ['yellow', 'red'];
const TO = ['person', 'window', 'department'];
const MAY = ['manager', 'admin', 'lead'];

/* The colour, its word and its shape: a card is a card in grey print too. */
export const Colour = ({ t, colour }) => html`<span class=${`ratings-card ${colour}`}><i aria-hidden="true"></i>${t(`ratings.colour.${colour}`)}</span>`;

function whom(t, hall, to) {
  const [[kind, id]] = Object.entries(to);
  if (kind === 'window') return t.of((hall.windows || []).find((w) => w.id === id), 'sign') || id;
  if (kind === 'department') return t.of((hall.departments || []).find((d) => d.id === id)) || id;
  return id;
}

const ruleWords = (t, rules, row) => row.rule_words || t.of(rules.find((r) => r.id === row.rule)) || (row.rule === 'text' ? t('ratings.erased') : row.rule);
const reasonWords = (t, code, words) => words || (code === 'text' ? t('ratings.erased') : stated(t, 'ratings.because', code));

/* A lead's cards are for the own department: itself, and the windows with its services. */
function offered(hall, kind, department) {
  const all = kind === 'window' ? hall.windows : hall.departments;
  if (!department) return all;
  const own = new Set(hall.services.filter((s) => s.department === department).map((s) => s.id));
  return all.filter((one) => (kind === 'window' ? [...one.services, ...one.backup].some((s) => own.has(s)) : one.id === department));
}

function Who({ t, hall, me, kind, id, choose }) {
  if (kind === 'person') return html`<label class="field">${t('ratings.to.person')}<input required maxlength="64" value=${id} onInput=${(e) => choose(e.target.value)} /></label>`;
  const name = (one) => (kind === 'window' ? t.of(one, 'sign') : t.of(one));
  return html`<label class="field">${t(`ratings.to.${kind}`)}<select required value=${id} onChange=${(e) => choose(e.target.value)}>
    <option value="">${t('ratings.choose')}</option>${offered(hall, kind, me.department).map((one) => html`<option key=${one.id} value=${one.id}>${name(one)}</option>`)}</select></label>`;
}

/* Says who and why before it is done: a card is no press in passing. */
function Issue({ t, hall, me, base, rules, matter, done, said }) {
  const box = useRef(null);
  useEffect(() => { box.current.focus(); }, []);
  const [form, set] = useState({ colour: '', kind: 'person', id: '', rule: rules.length ? rules[0].id : '', reason: '', sure: false });
  const put = (more) => set({ ...form, ...more });
  const id = form.id.trim();
  const self = form.kind === 'person' && id === me.name;
  const ready = form.colour && id && !self && form.rule && form.reason.trim();
  const send = async (event) => {
    event.preventDefault();
    if (!form.sure) return put({ sure: true });
    const body = { colour: form.colour, [form.kind]: id, rule: form.rule.trim(), reason: form.reason.trim(), ...(matter ? { matter } : {}) };
    try {
      await verb(`${base}/cards`, body, { as: 'staff' });
      said.tell(t('ratings.issued'), 'info');
      return done();
    } catch (trouble) {
      said.tell(problem(t, trouble), 'problem');
      return put({ sure: false });
    }
  };
  const rule = rules.length
    ? html`<label class="field">${t('ratings.rule')}<select value=${form.rule} onChange=${(e) => put({ rule: e.target.value })}>${rules.map((r) => html`<option key=${r.id} value=${r.id}>${t.of(r)}</option>`)}</select></label>`
    : html`<label class="field">${t('ratings.rule')}<input required maxlength="300" value=${form.rule} onInput=${(e) => put({ rule: e.target.value })} /></label>`;
  const to = id && whom(t, hall, { [form.kind]: id });
  return html`<form class="ratings-issue" ref=${box} tabindex="-1" aria-label=${t('ratings.new')} onSubmit=${send}>
    ${matter && html`<p class="note">${t('ratings.matter.of', { matter })}</p>`}
    <fieldset class="ratings-set"><legend>${t('ratings.colour')}</legend><div class="ratings-runs">${COLOURS.map((c) => html`<button type="button" key=${c} aria-pressed=${form.colour === c ? 'true' : 'false'} onClick=${() => put({ colour: c, sure: false })}><${Colour} t=${t} colour=${c} /></button>`)}</div></fieldset>
    <fieldset class="ratings-set"><legend>${t('ratings.to')}</legend><div class="ratings-runs">${TO.map((k) => html`<button type="button" key=${k} aria-pressed=${form.kind === k ? 'true' : 'false'} onClick=${() => put({ kind: k, id: '', sure: false })}>${t(`ratings.kind.${k}`)}</button>`)}</div></fieldset>
    <${Who} ...${{ t, hall, me }} kind=${form.kind} id=${form.id} choose=${(one) => put({ id: one, sure: false })} />
    ${self && html`<p class="note" role="status">${t('ratings.self')}</p>`}
    ${rule}
    <label class="field">${t('ratings.because')}<textarea required rows="2" maxlength="300" value=${form.reason} onInput=${(e) => put({ reason: e.target.value, sure: false })}></textarea></label>
    ${form.sure && html`<p class="note" role="status">${t('ratings.sure', { colour: t(`ratings.colour.${form.colour}`), to })}</p>`}
    <div class="ratings-pair"><button type="button" class="other" onClick=${done}>${t('ratings.cancel')}</button><button class="main" disabled=${!ready}>${t(form.sure ? 'ratings.issue.sure' : 'ratings.issue')}</button></div>
  </form>`;
}

function Revoke({ t, base, row, done, said }) {
  const [reason, write] = useState('');
  const send = async (event) => {
    event.preventDefault();
    try {
      await verb(`${base}/cards/${row.id}/revoke`, { reason: reason.trim() }, { as: 'staff' });
      said.tell(t('ratings.revoked'), 'info');
      done();
    } catch (trouble) {
      said.tell(problem(t, trouble), 'problem');
    }
  };
  return html`<details><summary>${t('ratings.revoke')}</summary><form class="ratings-step" onSubmit=${send}>
    <label class="field">${t('ratings.revoke.why')}<input required maxlength="300" value=${reason} onInput=${(e) => write(e.target.value)} /></label>
    <button class="other" disabled=${!reason.trim()}>${t('ratings.revoke')}</button></form></details>`;
}

export function Cards({ t, hall, me, base, expired, said }) {
  const [asking, ask] = useState(null);
  const asked = useRef(false);
  const fresh = useRef(null);
  /* With the form gone, whoever filled it in goes on at the button. */
  useEffect(() => {
    if (asked.current && !asking && fresh.current) fresh.current.focus();
    asked.current = !!asking;
  }, [asking]);
  const { answer, error, again } = useAnswer(`${base}/cards`, expired);
  if (error && !answer) return html`<${Fault} t=${t} error=${error} again=${again} />`;
  if (!answer) return html`<${Loading} t=${t} />`;
  const may = MAY.includes(me.role);
  const done = () => {
    ask(null);
    again();
  };
  const rows = answer.cards.map((row) => html`<li key=${row.id} class=${row.revoked ? 'ratings-issued gone' : 'ratings-issued'}>
    <p class="ratings-whom"><${Colour} t=${t} colour=${row.colour} /><b>${whom(t, hall, row.to)}</b>${row.matter && html`<span class="quiet">${t('ratings.matter.of', { matter: row.matter })}</span>`}</p>
    <p>${ruleWords(t, answer.rules, row)} · ${reasonWords(t, row.reason, row.reason_words)}</p>
    <p class="quiet">${t('ratings.by', { person: row.by, at: moment(row.at, hall.timezone) })}</p>
    ${row.revoked ? html`<p class="ratings-gone">${t('ratings.revoked.by', { person: row.revoked.by, at: moment(row.revoked.at, hall.timezone) })} ${reasonWords(t, row.revoked.reason, row.revoked.reason_words)}</p>`
      : may && row.to.person !== me.name && html`<${Revoke} ...${{ t, base, row, done, said }} />`}
  </li>`);
  return html`<${Card} title=${t('ratings.cards')} name="ratings-list" aside=${may && !asking && html`<button class="small" ref=${fresh} onClick=${() => ask({})}>${t('ratings.new')}</button>`}>
      ${error && html`<${Fault} t=${t} error=${error} again=${again} />`}
      ${asking && html`<${Issue} key=${asking.matter || ''} ...${{ t, hall, me, base, said, done }} rules=${answer.rules} matter=${asking.matter} />`}
      ${answer.cards.length || asking ? html`<ul class="ratings-issueds">${rows}</ul>` : html`<${Empty}>${t('ratings.no_cards')}<//>`}
    <//>
    <${Matters} ...${{ t, hall, me, base, expired, said }} issue=${may ? (matter) => ask({ matter }) : null} />`;
}
