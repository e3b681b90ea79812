/* Reports: a question, its address, and what the hub answers, as a table, a chart, a course, a heat map, tickets or exceptions. */

import { html, useCallback, useEffect, useRef, useState } from '/static/vendor/preact.js';
import { Fault, Loading, useAnswer } from '/static/manage/parts.js';
import { Ask } from '/static/manage/reports/ask.js';
import { Daily } from '/static/manage/reports/daily.js';
import { Exceptions } from '/static/manage/reports/exceptions.js';
import { Exports } from '/static/manage/reports/exports.js';
import { Heat } from '/static/manage/reports/heat.js';
import { Path } from '/static/manage/reports/path.js';
import { Rows } from '/static/manage/reports/rows.js';
import { Tabs } from '/static/manage/reports/tabs.js';
import { Tickets } from '/static/manage/reports/tickets.js';
import { Trend } from '/static/manage/reports/trend.js';
import { Define } from '/static/manage/reports/define.js';
import { address, read } from '/static/manage/reports/question.js';

const VIEWS = { table: Rows, chart: Rows, trend: Trend, heat: Heat, tickets: Tickets, exceptions: Exceptions, daily: Daily };

/* The language, and whatever else the address says that is no part of the question, stays. */
function placed(q) {
  const lang = new URLSearchParams(location.search).get('lang');
  return `${location.pathname}?${address(q)}${lang ? `&lang=${lang}` : ''}`;
}

/* The question in the address. `ask` makes a step that «back» undoes; the first question only completes what stood there. */
function useQuestion(today) {
  const [q, setQ] = useState(null);
  const newest = useRef(null);
  useEffect(() => {
    if (!today) return undefined;
    const look = () => {
      newest.current = read(location.search, today);
      setQ(newest.current);
    };
    look();
    history.replaceState(null, '', placed(newest.current));
    window.addEventListener('popstate', look);
    return () => window.removeEventListener('popstate', look);
  }, [today]);
  const ask = useCallback((change) => {
    const next = { ...newest.current, ...(typeof change === 'function' ? change(newest.current) : change) };
    if (address(next) !== address(newest.current)) history.pushState(null, '', placed(next));
    newest.current = next;
    setQ(next);
  }, []);
  return [q, ask];
}

/* What must be known before anything can be asked: the hall's business day (a page may stand open overnight), and what figures there are. */
function useGround(base, session, expired) {
  const now = useAnswer(`${base}/stats?limit=1&figures=tickets`, expired);
  const meanings = useAnswer(`${base}/stats/definitions`, expired);
  useEffect(() => {
    if (session && now.error) now.again();
    if (session && meanings.error) meanings.again();
  }, [session]);
  useEffect(() => {
    const back = () => { if (!document.hidden) now.again(); };
    document.addEventListener('visibilitychange', back);
    return () => document.removeEventListener('visibilitychange', back);
  }, []);
  return { today: now.answer && now.answer.from, definitions: meanings.answer && meanings.answer.definitions,
    error: now.error || meanings.error, again: () => { now.again(); meanings.again(); } };
}

export function Section({ t, hall, me, session, base, expired, said }) {
  const ground = useGround(base, session, expired);
  const [q, ask] = useQuestion(ground.today);
  const [meant, setMeant] = useState(null);
  const explain = useCallback((definition, event) => setMeant(definition && { definition, at: event.currentTarget }), []);
  if (!q || !ground.definitions) return ground.error ? html`<${Fault} t=${t} error=${ground.error} again=${ground.again} />` : html`<${Loading} t=${t} />`;
  const View = VIEWS[q.view];
  const given = { t, hall, me, base, session, expired, said, q, ask, today: ground.today, definitions: ground.definitions, explain };
  return html`<div class="reports">
    <${Ask} ...${given} />
    <${Path} ...${given} />
    <div class="reports-ways"><${Tabs} ...${given} /><${Exports} ...${given} /></div>
    <div id="reports-view" class=${`reports-view is-${q.view}`} role="tabpanel" aria-labelledby=${`reports-tab-${q.view}`}><${View} ...${given} key=${q.view} /></div>
    ${meant && html`<${Define} t=${t} ...${meant} close=${() => setMeant(null)} />`}
  </div>`;
}
