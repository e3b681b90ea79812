/* The live room in words. Pure: facts and the hub's time in, words out. */

import { clock } from '/static/js/time.js';
import { alarmWords } from '/caller/web/alarms.js';
import { kindWord } from '/caller/web/devices/words.js';
import { personName } from '/static/manage/life/telling.js';

const MINUTE = 60000;

/* Whole minutes since an instant. */
export const minutes = (iso, now) => (iso ? Math.max(0, Math.floor((now - Date.parse(iso)) / MINUTE)) : 0);

export const minuteWords = (t, n) => (n < 600 ? t('unit.m', { m: n }) : t('unit.hm', { h: Math.floor(n / 60), m: n % 60 }));

/* What a newcomer would wait, as short as a table needs it: 15–25 分. */
export function rangeWords(t, wait) {
  if (!wait) return t('room.unknown');
  const [low, high] = [Math.floor(wait.low / 60), Math.ceil(wait.high / 60)];
  return low ? t('room.range', { low, high }) : t('room.under', { n: high });
}

/* Whether the hall is open, in one sentence. */
export function openWords(t, hall, hours) {
  if (!hours) return '';
  const at = (instant) => clock(instant, hall.timezone);
  if (hours.open) return hours.closes_at ? t('room.open.until', { time: at(hours.closes_at) }) : t('room.open');
  const why = t(`room.hours.${hours.reason || 'closed'}`);
  return hours.resumes_at ? t('room.hours.resumes', { why, time: at(hours.resumes_at) }) : why;
}

/* A warning as one sentence, with facts that callers' pages do not name. */
export function warningWords(t, hall, warning) {
  const { facts } = warning;
  const device = facts.label || (facts.device ? `${kindWord(t, facts.kind)} ${facts.device}` : '');
  const person = facts.person && (personName(facts.person) || t('room.unnamed'));
  return alarmWords(t, hall, { ...warning, facts: { ...facts, person, label: device || facts.label } });
}

/* What somebody may do about it; nothing where nobody has thought of anything. */
export const adviceWords = (t, warning) => {
  const key = `room.do.${warning.kind}${warning.kind === 'overload' ? `.${warning.facts.action}` : ''}`;
  return t.has(key) ? t(key) : '';
};

/* 08:30, 09:00, …: where the slots of the curve begin. */
export function slots(hall, curve) {
  const begin = Date.parse(curve.begin);
  return curve.arrivals.map((_, n) => clock(begin + n * curve.step * 1000, hall.timezone));
}

/* Who sits there; a window opened by a device has nobody with a name. */
export const named = (person) => (person && !person.includes(':') ? person : '');

/* The plate's number for a small cell; the whole plate where several windows would look alike. */
export const plate = (t, hall, id) => hall.windows.find((w) => w.id === id) || { sign: id, number: id };
