/* Devices in words: what it is, where it stands, what is wrong with it. Pure. */

import { clock, dateLine } from '/static/js/time.js';

/* In this order on the page; a kind not named here comes last. */
export const KINDS = ['kiosk', 'printer', 'reader', 'scanner', 'board', 'window', 'voice', 'strip', 'keypad', 'rater', 'terminal', 'public_url'];
export const PAGES = ['kiosk', 'board', 'window', 'display', 'voice'];
const WORSE = { fault: 0, silent: 1, warning: 2, ok: 3 };
const MARK = { fault: 'alarm', silent: 'closed', warning: 'warning', ok: 'open' };

export const markOf = (state) => MARK[state] || 'ended';
export const kindWord = (t, kind) => (t.has(`device.${kind}`) ? t(`device.${kind}`) : kind);
/* What staff call it; the page of a kiosk goes by the kiosk's name. */
export const nameOf = (device) => device.label || (device.kind === 'kiosk' && device.part_of) || device.id;
export const ailing = (device) => device.state !== 'ok';

/* What a code means; whatever no dictionary knows is the device's own words. */
export function detailWords(t, detail) {
  if (!detail) return '';
  const code = detail.startsWith('test: ') ? detail.slice(6) : detail;
  return t.has(`detail.${code}`) ? t(`detail.${code}`) : detail;
}

/* Window or zone by name; a voice of no zone speaks to the whole hall; else nothing where the device says neither. */
export function placeOf(t, hall, device) {
  const window = hall.windows.find((w) => w.id === device.window);
  if (window) return t.of(window, 'sign');
  const zone = device.assigned ? device.assigned.zone : device.zone;
  const found = hall.zones.find((z) => z.id === zone);
  if (found) return t.of(found);
  if (device.kind === 'voice') return t('zone.all');
  return device.part_of && device.kind !== 'kiosk' ? device.part_of : '';
}

/* 8:02, or the day as well when it was another one. */
export function timeOf(t, hall, iso, now = new Date()) {
  const day = (date) => dateLine(date, t.lang, hall.timezone);
  const time = clock(iso, hall.timezone);
  return day(new Date(iso)) === day(now) ? time : `${day(new Date(iso))} ${time}`;
}

/* «故障：缺纸» */
export function stateWords(t, device) {
  const detail = device.state === 'ok' || device.state === 'silent' ? '' : detailWords(t, device.detail);
  return detail ? t('state.detail', { state: t(`device.state.${device.state}`), detail }) : t(`device.state.${device.state}`);
}

/* Groups by kind, what ails first in each: [{kind, devices}]. */
export function grouped(devices) {
  const place = (kind) => (KINDS.includes(kind) ? KINDS.indexOf(kind) : KINDS.length);
  const worse = (a, b) => Number(b.needed) - Number(a.needed) || WORSE[a.state] - WORSE[b.state] || (nameOf(a) < nameOf(b) ? -1 : 1);
  const kinds = Array.from(new Set(devices.map((d) => d.kind))).sort((a, b) => place(a) - place(b) || (a < b ? -1 : 1));
  return kinds.map((kind) => ({ kind, devices: devices.filter((d) => d.kind === kind).sort(worse) }));
}

/* {fault, silent, warning, ok}: how many of the needed ones. */
export function tally(devices) {
  const count = { fault: 0, silent: 0, warning: 0, ok: 0 };
  devices.filter((d) => d.needed).forEach((d) => { count[d.state] += 1; });
  return count;
}

/* Which role a pairing is confirmed for, and what has to be said of its place: 'zone', 'window' or 'windows'. */
export function admission({ kind, page }) {
  if (!page) return { role: 'agent', place: ['keypad', 'terminal', 'rater'].includes(kind) ? 'windows' : null };
  if (kind === 'kiosk') return { role: 'kiosk', place: 'zone' };
  return { role: 'display', place: kind === 'window' ? 'window' : 'zone' };
}

/* A free name for a new device, as the hall counts: wall-2, kiosk-3. What it calls itself goes before that. */
export function freeName(asked, devices) {
  const taken = new Set(devices.map((d) => d.id));
  if (asked.device && !taken.has(asked.device)) return asked.device;
  let n = 1;
  while (taken.has(`${asked.kind}-${n}`) || taken.has(`${asked.kind}-${n}-page`)) n += 1;
  return `${asked.kind}-${n}`;
}
