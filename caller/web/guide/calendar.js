/* The calendar: a touch makes a workday a holiday, or a day off a workday. Month by month; saved whole. */

import { html, useEffect, useState } from '/static/vendor/preact.js';
import { api } from '/static/js/hub.js';
import { dayOf } from '/static/js/time.js';

const WEEK = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];
const DAY_MS = 86400000;

const iso = (date) => date.toISOString().slice(0, 10);

/* The days of a month as rows of seven from Monday, null beside it. Dates are UTC midnights: they are names of days. */
export function weeks(year, month) {
  const first = new Date(Date.UTC(year, month, 1));
  const days = new Date(Date.UTC(year, month + 1, 0)).getUTCDate();
  const cells = Array((first.getUTCDay() + 6) % 7).fill(null).concat(Array.from({ length: days }, (_, at) => iso(new Date(+first + at * DAY_MS))));
  while (cells.length % 7) cells.push(null);
  return Array.from({ length: cells.length / 7 }, (_, row) => cells.slice(row * 7, row * 7 + 7));
}

const weekday = (day) => WEEK[(new Date(`${day}T00:00:00Z`).getUTCDay() + 6) % 7];

/* Whether numbers are given on a day, by the week and by what the calendar says of it. */
export function works(hall, calendar, day) {
  if (calendar.closed_on.includes(day)) return false;
  const hours = hall.hours || {};
  const always = !WEEK.some((name) => (hours[name] || []).length);
  return always || (hours[weekday(day)] || []).length > 0 || calendar.open_on.includes(day);
}

/* The calendar with one day the other way round, in as few words as possible. */
export function turned(hall, calendar, day) {
  const without = (list) => list.filter((one) => one !== day);
  const plain = { closed_on: without(calendar.closed_on), open_on: without(calendar.open_on) };
  const wanted = !works(hall, calendar, day);
  if (works(hall, plain, day) === wanted) return plain;
  const key = wanted ? 'open_on' : 'closed_on';
  return { ...plain, [key]: [...plain[key], day].sort() };
}

function Day({ t, hall, calendar, day, today, turn }) {
  const open = works(hall, calendar, day);
  const special = calendar.closed_on.includes(day) || calendar.open_on.includes(day);
  return html`<td><button type="button" class=${`day ${open ? 'works' : 'rests'} ${special ? 'special' : ''}`} aria-pressed=${special} aria-label=${`${day} ${t(open ? 'calendar.works' : 'calendar.rests')}`}
    aria-disabled=${day < today} onClick=${() => day >= today && turn(day)}><b>${Number(day.slice(8))}</b><small>${t(open ? 'calendar.works' : 'calendar.rests')}</small></button></td>`;
}

export function Calendar({ t, hall, change, running, base }) {
  const now = new Date();
  const [at, setAt] = useState({ year: now.getFullYear(), month: now.getMonth() });
  const [calendar, setCalendar] = useState(null);
  const [saved, setSaved] = useState('');
  useEffect(() => {
    api('GET', `${base}/calendar`, null, { as: 'staff' }).then(({ closed_on, open_on }) => {
      setCalendar({ closed_on, open_on });
      setSaved(JSON.stringify({ closed_on, open_on }));
    }, () => {});
  }, []);
  if (!calendar) return html`<p class="quiet">${t('link.joining')}</p>`;
  const today = dayOf(now, hall.timezone);
  const move = (step) => setAt(({ year, month }) => ({ year: year + Math.floor((month + step) / 12), month: (month + step + 12) % 12 }));
  const idle = running || JSON.stringify(calendar) === saved;
  const save = async () => { if (!idle && (await change('PUT', '/calendar', calendar))) setSaved(JSON.stringify(calendar)); };
  return html`<section class="card calendar">
    <div class="months"><button class="small" aria-label=${t('calendar.before')} onClick=${() => move(-1)}>‹</button>
      <h2>${t('calendar.month', { year: at.year, month: at.month + 1 })}</h2>
      <button class="small" aria-label=${t('calendar.after')} onClick=${() => move(1)}>›</button></div>
    <p class="quiet">${t('calendar.how')}</p>
    <table><thead><tr>${WEEK.map((name) => html`<th scope="col">${t(`day.${name}`)}</th>`)}</tr></thead>
      <tbody>${weeks(at.year, at.month).map((row) => html`<tr>${row.map((day) => (day ? html`<${Day} key=${day} ...${{ t, hall, calendar, day, today }} turn=${(one) => setCalendar(turned(hall, calendar, one))} />` : html`<td></td>`))}</tr>`)}</tbody></table>
    <button class="main" aria-disabled=${idle} onClick=${save}>${t('calendar.save')}</button>
    <p class="quiet">${t('settings.note')}</p>
  </section>`;
}
