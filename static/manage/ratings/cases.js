/* Cases of bad ratings: what is due first comes first; one is open beside the list, with its next step as one button. */

import { html, useState } from '/static/vendor/preact.js';
import { verb } from '/static/js/hub.js';
import { problem } from '/caller/web/say.js';
import { Card, Empty, Fault, Loading, useAnswer } from '/static/manage/parts.js';
import { personName } from '/static/manage/life/telling.js';
import { Level, moment, reasonsOf, serviceOf, signOf, stated } from '/static/manage/ratings/say.js';

const WAYS = { open: 'open=true', overdue: 'overdue=true', ended: 'state=reviewed', all: '' };
const CODES = {
  verify: ['confirmed', 'partly', 'unfounded'],
  correct: ['apologised', 'trained', 'process_changed', 'material_changed', 'other'],
  feed_back: ['reached', 'unreached'],
  review: ['settled', 'watched'],
  reopen: ['not_settled', 'complained_again'],
};
const MAY = ['manager', 'admin', 'lead'];

/* A form for one step: what was found or done, a note, one button. */
function Step({ t, step, usual, send, busy }) {
  const [code, choose] = useState(CODES[step][0]);
  const [note, write] = useState('');
  return html`<form class=${usual ? 'ratings-step' : 'ratings-step other-way'} onSubmit=${(e) => { e.preventDefault(); send(step, code, note.trim()); }}>
    <label class="field">${t(`ratings.code.${step}`)}
      <select value=${code} onChange=${(e) => choose(e.target.value)}>${CODES[step].map((one) => html`<option key=${one} value=${one}>${t(`ratings.code.${one}`)}</option>`)}</select></label>
    <label class="field">${t('ratings.note')}
      <textarea rows="2" maxlength="500" value=${note} onInput=${(e) => write(e.target.value)}></textarea></label>
    <button class=${usual ? 'main' : 'other'} disabled=${busy}>${t(`ratings.step.${step}`)}</button>
  </form>`;
}

function Steps({ t, hall, answer }) {
  const done = answer.steps.map((s) => html`<li key=${s.seq}><b>${t(`ratings.did.${s.step}`)}</b> ${stated(t, 'ratings.code', s.code)}
    <span class="quiet">${s.person} · ${moment(s.at, hall.timezone)}</span>${s.note && html`<q class="ratings-words">${s.note}</q>`}</li>`);
  return html`<ol class="ratings-steps"><li><b>${t('ratings.did.opened')}</b> <${Level} t=${t} level=${answer.case.level} />
    <span class="quiet">${moment(answer.case.opened_at, hall.timezone)}</span>
    ${answer.reasons.length > 0 && html`<span class="ratings-why">${reasonsOf(t, hall, answer.reasons)}</span>`}${answer.words && html`<q class="ratings-words">${answer.words}</q>`}</li>${done}</ol>`;
}

/* The date alone does not say that it is over: a mark and a word do. */
function Due({ t, one }) {
  const late = one.overdue;
  return html`<span class=${late ? 'ratings-due late' : 'ratings-due'}>${late && html`<i class="mark alarm" aria-hidden="true"></i>`}
    ${one.state === 'reviewed' ? t('ratings.state.reviewed') : t(late ? 'ratings.due.late' : 'ratings.due', { day: one.due_day.slice(5) })}</span>`;
}

function One({ t, hall, base, id, me, expired, said, changed }) {
  const { answer, error, again } = useAnswer(`${base}/cases/${id}`, expired);
  const [busy, setBusy] = useState(false);
  if (error && !answer) return html`<${Fault} t=${t} error=${error} again=${again} />`;
  if (!answer) return html`<${Loading} t=${t} />`;
  const send = async (step, code, note) => {
    setBusy(true);
    try {
      await verb(`${base}/cases/${id}/steps`, { step, code, ...(note ? { note } : {}) }, { as: 'staff' });
      said.tell(t('ratings.saved'), 'info');
      changed();
      again();
    } catch (trouble) {
      said.tell(problem(t, trouble), 'problem');
    } finally {
      setBusy(false);
    }
  };
  const one = answer.case;
  const [usual, ...others] = MAY.includes(me.role) && me.name !== one.person ? one.next : [];
  return html`<${Card} title=${t('ratings.case.of', { number: one.number, day: one.day })} name="ratings-one" aside=${html`<${Due} t=${t} one=${one} />`}>
    ${error && html`<${Fault} t=${t} error=${error} again=${again} />`}
    <p>${serviceOf(t, one)} · ${signOf(t, hall, one)}${personName(one.person) && ` · ${personName(one.person)}`}</p>
    <${Steps} ...${{ t, hall, answer }} />
    ${me.name === one.person && html`<p class="note">${t('ratings.own')}</p>`}
    ${usual && one.state !== 'reviewed' && html`<${Step} key=${`${usual}${answer.steps.length}`} ...${{ t, send, busy }} step=${usual} usual=${true} />`}
    ${[...(one.state === 'reviewed' ? [usual] : []), ...others].filter(Boolean).map((step) => html`<details key=${step}><summary>${t(`ratings.step.${step}`)}</summary>
      <${Step} ...${{ t, step, send, busy }} /></details>`)}
  <//>`;
}

export function Cases({ t, hall, me, base, expired, said, changed }) {
  const [way, setWay] = useState('open');
  const [chosen, choose] = useState(null);
  const { answer, question, error, loading, again } = useAnswer(`${base}/cases?limit=200&${WAYS[way]}`, expired, way);
  if (error && !answer) return html`<${Fault} t=${t} error=${error} again=${again} />`;
  if (!answer) return html`<${Loading} t=${t} />`;
  const rows = answer.cases;
  const id = chosen || (rows[0] && rows[0].id);
  const moved = () => {
    choose(id);
    changed();
    again();
  };
  const ways = html`<div class="ratings-runs" role="group" aria-label=${t('ratings.which')}>${Object.keys(WAYS).map((one) => html`
    <button key=${one} aria-pressed=${way === one ? 'true' : 'false'} onClick=${() => { setWay(one); choose(null); }}>${t(`ratings.way.${one}`)}</button>`)}</div>`;
  return html`<${Card} title=${t('ratings.tab.cases')} name="ratings-list" aside=${ways} busy=${loading}>
      ${error && html`<${Fault} t=${t} error=${error} again=${again} />`}
      ${rows.length === 0 && html`<${Empty}>${t(`ratings.none.${question}`)}<//>`}
      <ul class="ratings-cases">${rows.map((one) => html`<li key=${one.id}><button aria-current=${one.id === id ? 'true' : undefined} onClick=${() => choose(one.id)}>
        <b class="number">${one.number}</b><${Level} t=${t} level=${one.level} /><${Due} t=${t} one=${one} />
        <span class="ratings-line">${serviceOf(t, one)} · ${signOf(t, hall, one)}${personName(one.person) && ` · ${personName(one.person)}`}</span>
        <span class="quiet">${one.next.length && one.state !== 'reviewed' ? t('ratings.next', { step: t(`ratings.step.${one.next[0]}`) }) : ''}</span>
      </button></li>`)}</ul>
    <//>
    ${id ? html`<${One} key=${id} ...${{ t, hall, base, me, expired, said, id }} changed=${moved} />` : html`<${Card} title=${t('ratings.case')}><${Empty}>${t('ratings.pick')}<//><//>`}`;
}
