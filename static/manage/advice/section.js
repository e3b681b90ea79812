/* Staffing advice: sentences first (what to open, from when), then what they rest on, then «what if». */

import { html, useEffect, useState } from '/static/vendor/preact.js';
import { Fault, Loading, useAnswer } from '/static/manage/parts.js';
import { Asked } from '/static/manage/advice/asked.js';
import { Day } from '/static/manage/advice/day.js';
import { Sentences } from '/static/manage/advice/sentences.js';
import { WhatIf } from '/static/manage/advice/whatif.js';
import { blind, opening } from '/static/manage/advice/words.js';

const MINUTE_MS = 60000;

const pathOf = (base, asked) => `${base}/advice${asked.now ? '?now=1' : asked.day ? `?day=${asked.day}` : ''}`;

export function Section({ t, base, hall, expired }) {
  const [asked, ask] = useState({ day: '', now: false });
  const [group, pick] = useState('');
  const [wish, setWish] = useState(null);
  const { answer, error, loading, again } = useAnswer(pathOf(base, asked), expired, asked);
  useEffect(() => {
    const timer = asked.now ? setInterval(again, MINUTE_MS) : 0;
    return () => clearInterval(timer);
  }, [asked.now, again]);
  const change = (next) => { setWish(null); ask(next); };
  const chosen = answer && (answer.groups.find((g) => g.id === group) || first(answer));
  const tryOut = (more) => { pick(more.group); setWish({ ...opening(more), turn: Date.now() }); };
  return html`<div class="advice">
    <${Asked} ...${{ t, hall, asked, change, answer }} />
    ${error && html`<${Fault} ...${{ t, error, again }} />`}
    ${!answer && loading && html`<${Loading} t=${t} />`}
    ${answer && html`<div class="advice-columns" aria-busy=${loading ? 'true' : 'false'}>
      <${Sentences} ...${{ t, answer, tryOut }} />
      ${chosen && !blind(answer) && html`<${Day} ...${{ t, answer, group: chosen, pick }} />`}
      ${chosen && answer.open && !blind(answer) && html`<${WhatIf} key=${`${answer.day} ${answer.now}`} ...${{ t, base, hall, answer, group: chosen, pick, wish, expired }} />`}
    </div>`}
  </div>`;
}

/* The group that lacks most; where none does, the one most people come to. */
function first(answer) {
  const lacking = [...answer.more].sort((a, b) => b.count - a.count)[0];
  const people = (g) => g.halves.reduce((sum, half) => sum + half.people.mid, 0);
  return (lacking && answer.groups.find((g) => g.id === lacking.group)) || [...answer.groups].sort((a, b) => people(b) - people(a))[0];
}
