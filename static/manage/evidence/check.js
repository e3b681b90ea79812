/* A verification run on request, part by part, so that one sees how far it is; the day heads to take away, and a file of
   heads kept elsewhere to hold the journal against. Everything is read, nothing is written. */

import { html, useEffect, useRef, useState } from '/static/vendor/preact.js';
import { api } from '/static/js/hub.js';
import { clock } from '/static/js/time.js';
import { Card, Download, Fault, count } from '/static/manage/parts.js';

const ASK_MS = 60000;
const LINE = /(\d{4}-\d{2}-\d{2})\s+(\d{1,15})\s+([0-9a-fA-F]{16,64})\b/g;
const ask = (path) => api('GET', path, null, { as: 'staff', timeout: ASK_MS });

/* The heads in a file: lines of day, seq and hash; other words are passed over. */
export function headsIn(text) {
  return [...text.matchAll(LINE)].map(([, day, seq, hash]) => ({ day, seq: Number(seq), hash: hash.toLowerCase() })).sort((a, b) => a.seq - b.seq);
}

/* The first head that the journal does not have; null when it has them all. */
async function against(base, heads) {
  let sure = 0;
  for (const head of heads) {
    const { events } = await ask(`${base}/journal?after=${head.seq - 1}&limit=1`);
    const entry = events[0];
    if (!entry || entry.seq !== head.seq) return { what: 'ended', seq: head.seq, sure, day: head.day, kind: '', at: null };
    if (!entry.hash.startsWith(head.hash)) return { what: 'head', seq: head.seq, sure, day: head.day, kind: '', at: null };
    sure = head.seq;
  }
  return null;
}

function Result({ t, hall, found }) {
  if (!found) return null;
  if (found.fault) {
    const { fault } = found;
    const facts = { seq: fault.seq, sure: fault.sure, from: fault.sure + 1, day: fault.day || '–', time: fault.at ? clock(fault.at, hall.timezone) : '', missing: fault.seq - fault.sure };
    return html`<div class="manage-fault" role="alert"><i class="mark alarm" aria-hidden="true"></i><p><b>${t(`evidence.fault.${fault.what}`, facts)}</b>
      ${fault.sure > 0 && html` ${t('evidence.sure', facts)}`}</p></div>`;
  }
  if (!found.done) return html`<p role="status">${t('evidence.so_far', { last: count(found.last), total: count(found.total) })}</p><progress max=${found.total || 1} value=${found.last} aria-label=${t('evidence.check')}></progress>`;
  return html`<p class="evidence-well" role="status"><i class="mark open" aria-hidden="true"></i><b>${t('evidence.well', { n: count(found.last) })}</b></p>
    <p class="quiet">${found.file ? t('evidence.file_agrees', { n: found.file }) : found.heads ? t('evidence.heads_agree', { n: found.heads }) : t('evidence.no_heads')}</p>`;
}

export function Check({ t, hall, base, expired }) {
  const [found, setFound] = useState(null);
  const [error, setError] = useState(null);
  const running = useRef(0);
  useEffect(() => () => { running.current += 1; }, []);

  /* The whole chain, then the heads of a file if one was given. */
  const run = async (file) => {
    const mine = ++running.current;
    setError(null);
    setFound({ last: 0, total: 0 });
    try {
      let heads = 0;
      let last = 0;
      for (let after = '0'; after !== null;) {
        const page = await ask(`${base}/verification?after=${after}`);
        if (mine !== running.current) return;
        heads += page.heads.length;
        last = page.last;
        setFound({ last, total: page.total, fault: page.fault });
        if (page.fault) return;
        after = page.next;
      }
      const fault = file ? await against(base, file) : null;
      if (mine === running.current) setFound({ last, total: last, heads, fault, file: file && file.length, done: true });
    } catch (problem) {
      if (mine !== running.current) return;
      if (problem.status === 401) expired();
      setFound(null);
      setError(problem);
    }
  };
  const chosen = async (event) => {
    const file = event.target.files[0];
    if (!file) return;
    const heads = headsIn(await file.text());
    event.target.value = '';
    if (heads.length) run(heads);
    else setError({ code: 'no_heads', status: 0 });
  };
  const busy = found && !found.done && !found.fault;
  return html`<${Card} name="evidence-check" title=${t('evidence.check')}>
    <p class="quiet">${t('evidence.check.says')}</p>
    <p class="evidence-row"><button class="small" disabled=${!!busy} onClick=${() => run(null)}>${t('evidence.run')}</button></p>
    <div>${error ? error.code === 'no_heads' ? html`<p class="note" role="alert">${t('evidence.no_heads_in_file')}</p>` : html`<${Fault} t=${t} error=${error} />` : html`<${Result} ...${{ t, hall, found }} />`}</div>
    <h3>${t('evidence.heads')}</h3>
    <p class="quiet">${t('evidence.heads.says')}</p>
    <p class="evidence-row"><${Download} path=${`${base}/heads`}>${t('evidence.heads.get')}<//>
      <label class="small evidence-file"><span>${t('evidence.heads.hold')}</span><input type="file" accept=".txt,.eml,text/plain" disabled=${!!busy} onChange=${chosen} /></label></p>
  <//>`;
}
