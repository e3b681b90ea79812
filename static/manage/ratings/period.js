/* Which days are looked at: today, the last week or month, or from one day to another. */

import { html, useState } from '/static/vendor/preact.js';
import { dayOf } from '/static/js/time.js';
import { Download } from '/static/manage/parts.js';

const RUNS = { today: 0, week: 6, month: 29 };
const DAY = 86400000;

export function usePeriod(hall) {
  const today = dayOf(new Date(), hall.timezone);
  const [run, setRun] = useState('week');
  const [days, setDays] = useState({ from: today, to: today });
  const shown = run === 'days' ? days : { from: dayOf(new Date(Date.now() - RUNS[run] * DAY), hall.timezone), to: today };
  const set = (key, value) => {
    if (!value) return;
    const next = { ...shown, [key]: value };
    if (next.from > next.to) next[key === 'from' ? 'to' : 'from'] = value;
    setDays(next);
    setRun('days');
  };
  return { ...shown, run, setRun, set };
}

/* Today is the hub's to say: its business day may end after midnight. */
export const query = ({ run, from, to }) => (run === 'today' ? '' : `from=${from}&to=${to}&`);

export function Period({ t, period, path }) {
  return html`<div class="ratings-period">
    <div class="ratings-runs" role="group" aria-label=${t('ratings.period')}>${Object.keys(RUNS).map((run) => html`
      <button key=${run} aria-pressed=${period.run === run ? 'true' : 'false'} onClick=${() => period.setRun(run)}>${t(`ratings.run.${run}`)}</button>`)}</div>
    <label><span class="aside">${t('ratings.from')}</span><input type="date" value=${period.from} onChange=${(e) => period.set('from', e.target.value)} /></label>
    <span aria-hidden="true">–</span>
    <label><span class="aside">${t('ratings.to.day')}</span><input type="date" value=${period.to} onChange=${(e) => period.set('to', e.target.value)} /></label>
    <${Download} path=${path}>${t('ratings.export')}<//>
  </div>`;
}
