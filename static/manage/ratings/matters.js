/* Matters with due dates, brought in from a file: looked at before they are, with every fault by its line. */

import { html, useState } from '/static/vendor/preact.js';
import { verb } from '/static/js/hub.js';
import { problem } from '/caller/web/say.js';
import { misfit } from '/static/js/misfit.js';
import { Card, Fault, Loading, Table, useAnswer } from '/static/manage/parts.js';
import { serviceOf } from '/static/manage/ratings/say.js';

const MAY = ['manager', 'admin'];
const MARKS = { overdue: 'alarm', near: 'warning', open: 'open', done: 'done' };
const SHOWN = 12;

const State = ({ t, state }) => html`<span class="state"><i class=${`mark ${MARKS[state]}`} aria-hidden="true"></i>${t(`ratings.matter.${state}`)}</span>`;

/* A spreadsheet saves UTF-8, or GB 18030 as in China. */
async function textOf(file) {
  const bytes = await file.arrayBuffer();
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (_) {
    return new TextDecoder('gb18030').decode(bytes);
  }
}

function Preview({ t, found, bring, leave, busy }) {
  const { matters, errors } = found;
  return html`<div class="ratings-preview" role="status">
    <p><b>${t('ratings.file.rows', { n: matters.length })}</b>${errors.length > 0 && html` <span class="fault">${t('ratings.file.errors', { n: errors.length })}</span>`}</p>
    <ul>${errors.slice(0, SHOWN).map((e) => html`<li key=${`${e.line}${e.column}`} class="fault">${t('ratings.file.error', { line: e.line, column: t(`ratings.column.${e.column}`), wrong: misfit(t, e) })}</li>`)}
      ${!errors.length && matters.slice(0, SHOWN).map((m) => html`<li key=${m.matter}>${m.matter} · ${serviceOf(t, m)} · ${m.due} <${State} t=${t} state=${m.state} /></li>`)}</ul>
    ${(errors.length || matters.length) > SHOWN && html`<p class="quiet">…</p>`}
    <div class="ratings-pair"><button class="other" onClick=${leave}>${t('ratings.cancel')}</button>
      <button class="main" disabled=${busy || errors.length > 0 || !matters.length} onClick=${bring}>${t('ratings.file.bring')}</button></div>
  </div>`;
}

function File({ t, base, said, done }) {
  const [found, set] = useState(null);
  const [busy, setBusy] = useState(false);
  const ask = async (text, check) => {
    setBusy(true);
    try {
      return await verb(`${base}/matters`, { text, check }, { as: 'staff' });
    } catch (trouble) {
      said.tell(problem(t, trouble), 'problem');
      return null;
    } finally {
      setBusy(false);
    }
  };
  const look = async (event) => {
    const [file] = event.target.files;
    event.target.value = '';
    if (!file) return;
    const text = await textOf(file);
    const answer = await ask(text, true);
    set(answer && { ...answer, text });
  };
  const bring = async () => {
    const answer = await ask(found.text, false);
    if (!answer) return;
    said.tell(t('ratings.file.done', { n: answer.imported }), 'info');
    set(null);
    done();
  };
  return html`<label class="small ratings-file">${t('ratings.file')}<input type="file" class="aside" accept=".csv,text/csv" onChange=${look} /></label>
    ${found && html`<${Preview} ...${{ t, found, bring, busy }} leave=${() => set(null)} />`}`;
}

export function Matters({ t, me, base, expired, said, issue }) {
  const { answer, error, again } = useAnswer(`${base}/matters?limit=200`, expired);
  if (error && !answer) return html`<${Fault} t=${t} error=${error} again=${again} />`;
  if (!answer) return html`<${Loading} t=${t} />`;
  const columns = [
    { key: 'state', label: t('ratings.matter.state'), of: (m) => html`<${State} t=${t} state=${m.state} />` },
    { key: 'due', label: t('ratings.matter.due') },
    { key: 'matter', label: t('ratings.matter') },
    { key: 'service', label: t('ratings.service'), of: (m) => serviceOf(t, m) },
    { key: 'person', label: t('ratings.person'), of: (m) => m.person || '' },
  ];
  if (issue) columns.push({ key: 'card', label: t('ratings.tab.cards'), of: (m) => m.state === 'overdue' && html`<button class="small" onClick=${() => issue(m.matter)}>${t('ratings.new')}</button>` });
  return html`<${Card} title=${t('ratings.matters')} name="ratings-matters">
    <p class="quiet">${t('ratings.matters.says')}</p>
    ${error && html`<${Fault} t=${t} error=${error} again=${again} />`}
    ${MAY.includes(me.role) && html`<${File} ...${{ t, base, said }} done=${again} />`}
    <${Table} t=${t} caption=${t('ratings.matters.table')} columns=${columns} rows=${answer.matters} keyOf=${(m) => m.matter} empty=${t('ratings.no_matters')} />
  <//>`;
}
