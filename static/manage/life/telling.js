/* Entries of the journal in sentences, for lives, replay and audit. Pure: words in, words out.
   `names`: {windows, services, classes} of the day's profile, id → [Chinese, English]. */

import { reasonWords } from '/caller/web/say.js';
import { seconds } from '/static/manage/parts.js';

const pick = (t, pair, id) => (pair ? pair[t.lang === 'en' ? 1 : 0] : id);

export const windowName = (t, names, id) => (id ? pick(t, (names.windows || {})[id], id) : '');
export const serviceName = (t, names, id) => (id ? pick(t, (names.services || {})[id], id) : '');
export const className = (t, names, id) => (id === 'ordinary' ? t('class.ordinary') : pick(t, (names.classes || {})[id], id));

/* A person as people know them; a device that opened a window by itself is nobody. */
export const personName = (person) => (person && !/^(token|device):/.test(person) ? person : '');

const list = (t, parts) => parts.filter(Boolean).join(t('entry.and'));
const word = (t, group, code) => (code && t.has(`${group}.${code}`) ? t(`${group}.${code}`) : code || '');

/* A reason's code in brackets, or nothing. */
function because(t, data) {
  const code = data.reason || (data.why && data.why.chosen);
  return code ? t('entry.because', { reason: reasonWords(t, code) }) : '';
}

/* Where somebody was sent: another business, and a window or zone. */
function sent(t, names, data) {
  const [kind, id] = data.bound || [];
  return list(t, [serviceName(t, names, data.service), kind === 'window' ? windowName(t, names, id) : kind && id]);
}

/* An alarm by its kind; what is about a ticket or a window says so. */
const alarmWord = (t, data) => word(t, 'entry.alarm', data.kind || String(data.key || '').split(':')[0]);

function facts(t, names, entry) {
  const data = { ...(entry.short || {}), ...(entry.data || {}) };
  if (entry.why) data.why = entry.why;
  const classes = (data.classes || []).filter((id) => id !== 'ordinary').map((id) => className(t, names, id));
  return {
    ...data,
    number: entry.number || data.number || '',
    window: windowName(t, names, entry.window || data.window),
    person: personName(entry.person || data.person),
    services: list(t, (data.services || [data.service]).map((id) => serviceName(t, names, id))),
    service: serviceName(t, names, data.service),
    classes: classes.length ? t('entry.classes', { classes: list(t, classes) }) : '',
    because: because(t, data),
    outcome: word(t, 'outcome', data.outcome),
    sent: sent(t, names, data),
    was: word(t, 'status', data.was),
    to: word(t, 'status', typeof data.to === 'string' ? data.to : ''),
    level: word(t, 'entry.level', data.level),
    alarm: alarmWord(t, { kind: data.kind, key: data.key }),
    on: t(data.ready ? 'entry.on' : 'entry.off'),
    do: word(t, 'entry.do', data.do),
    until: typeof data.until === 'number' && data.until < 1440 ? `${Math.floor(data.until / 60)}:${String(data.until % 60).padStart(2, '0')}` : '',
  };
}

/* One entry, a mark of a replay or a step of a life as a sentence; a kind without one says its code. */
export function sentence(t, names, entry) {
  const key = `entry.${entry.kind}`;
  if (!t.has(key)) return t('entry.other', { kind: entry.kind });
  return t(key, facts(t, names, entry)).replace(/\s+/g, ' ').replace(/^[\s：:·]+|[\s，,：:]+$/g, '').trim();
}

/* Who pressed: {kind, name, role}. */
export function byWords(t, by) {
  if (!by) return '';
  if (by.kind === 'person') return by.name;
  if (by.kind === 'device') return [by.role && t(`role.${by.role}`), by.name].filter(Boolean).join(' ');
  return t(`entry.by.${by.kind}`);
}

export const channelWords = (t, channel) => (channel && t.has(`role.${channel}`) ? t(`role.${channel}`) : channel === 'holder' ? t('entry.by.holder') : channel || '');

/* Why somebody was not called, or not yet: a code and its facts. */
export function whyNot(t, names, reason, data = {}, about = {}) {
  const elsewhere = data.window ? windowName(t, names, data.window) : data.zone || '';
  return t(`whynot.${reason}`, {
    elsewhere, needs: (data.needs || []).map((id) => word(t, 'need', id)).join(t('entry.and')),
    mine: points(data.score), theirs: points(data.their_score), their_class: data.their_class ? className(t, names, data.their_class) : t('whynot.hidden'),
    reason: data.chosen ? reasonWords(t, data.chosen) : '', ...about,
  });
}

/* Minutes of merit as people compare them. */
export const points = (value) => (value === null || value === undefined ? '' : String(Math.round(value * 10) / 10));
export const waited = (t, value) => seconds(t, value);
