/* 延时服务: numbers are given longer today. */

import { html, useEffect, useState } from '/static/vendor/preact.js';
import { api } from '/static/js/hub.js';
import { openWords } from '/caller/web/guide/top.js';

const LATER = [30, 60, 90, 120];

const minutesOf = (time) => Number(time.slice(0, 2)) * 60 + Number(time.slice(3));
const timeOf = (minutes) => `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;

/* The hall's last minute of a day of the week in its own zone, or null where it is closed or never closes. */
export function usualEnd(hall, now) {
  const day = new Intl.DateTimeFormat('en-US', { weekday: 'short', timeZone: hall.timezone }).format(now).toLowerCase();
  const spans = (hall.hours && hall.hours[day]) || [];
  return spans.length ? spans[spans.length - 1].split('-')[1] : null;
}

export function Extend({ t, hall, hours, change, running, base }) {
  const [until, setUntil] = useState('');
  const [extended, setExtended] = useState(null);
  const look = () => api('GET', `${base}/calendar`, null, { as: 'staff' }).then((told) => setExtended(told.extended), () => {});
  useEffect(() => { look(); }, []);
  const usual = usualEnd(hall, new Date());
  const save = async (time) => {
    if (await change('POST', '/extend', { until: time })) {
      setUntil('');
      look();
    }
  };
  return html`<section class="card extend">
    <h2>${t('extend.title')}</h2>
    <p class="now">${extended ? t('extend.is', { time: extended.until }) : usual ? t('extend.usual', { time: usual }) : t('extend.none')}</p>
    <p class="quiet">${openWords(t, hall, hours)}</p>
    ${usual && html`<div class="chips" role="group" aria-label=${t('extend.until')}>${LATER.map((n) => timeOf(Math.min(24 * 60, minutesOf(usual) + n))).filter((time, at, all) => all.indexOf(time) === at && time > usual).map((time) => html`
      <button type="button" key=${time} aria-pressed=${until === time} onClick=${() => setUntil(time)}>${time}</button>`)}</div>`}
    ${usual && html`<label class="field">${t('extend.other')}<input type="time" value=${until === '24:00' ? '' : until} onInput=${(event) => setUntil(event.target.value)} /></label>
    <button class="main" aria-disabled=${running || !until} onClick=${() => until && !running && save(until)}>${until ? t('extend.go', { time: until }) : t('extend.pick')}</button>`}
    ${extended && html`<button class="other" aria-disabled=${running} onClick=${() => running || save(null)}>${t('extend.undo')}</button>`}
    <p class="quiet">${t('settings.note')}</p>
  </section>`;
}
