/* What a report says in words: what a row is called, how a value changed, what is left out. Pure: words in, words out. */

import { count, said } from '/static/manage/parts.js';
import { change } from '/static/manage/reports/figures.js';
import { dateLine } from '/static/js/time.js';
import { signOf } from '/caller/web/say.js';
import { personName } from '/static/manage/life/telling.js';

const LISTS = { zone: 'zones', department: 'departments', service: 'services', class: 'classes' };

/* A value of a cut in words, where the hub has not said how it is called. */
export function valueName(t, hall, cut, value) {
  if (value === null || value === undefined || value === '') return t(t.has(`reports.none.${cut}`) ? `reports.none.${cut}` : 'reports.none');
  if (cut === 'hour') return t('reports.hour', { from: value, to: Number(value) + 1 });
  if (cut === 'weekday') return t(`reports.weekday.${value}`);
  if (cut === 'day') return t('reports.day', { day: value, weekday: t(`reports.weekday.${new Date(`${value}T00:00:00Z`).getUTCDay() || 7}`) });
  if (cut === 'channel') return t.has(`reports.channel.${value}`) ? t(`reports.channel.${value}`) : value;
  if (cut === 'person') return personName(value) || t('reports.unnamed');
  if (cut === 'window') return signOf(t, hall, value);
  if (cut === 'class' && value === 'ordinary') return t('reports.ordinary');
  const found = LISTS[cut] && (hall[LISTS[cut]] || []).find((one) => one.id === value);
  return found ? t.of(found) : String(value);
}

/* A row's name by one of its cuts: the hub's, which is the one of that time. */
export function rowName(t, hall, cut, row) {
  const value = row.key[cut];
  const known = t.of({ name: row.name && row.name[cut], name_en: row.name_en && row.name_en[cut] });
  const spoken = ['hour', 'weekday', 'day', 'channel'].includes(cut) || value === null || (cut === 'class' && value === 'ordinary');
  return spoken || !known ? valueName(t, hall, cut, value) : known;
}

export const nameOf = (t, definition) => t.of(definition);
export const saysOf = (t, definition) => t.of(definition, 'says');

/* How it changed: {mark, text, words}. */
export function changed(t, unit, now, before, than) {
  const was = said(t, unit, before);
  const known = change(unit, now, before);
  if (!known) return { mark: '', text: t('reports.change.none'), words: t('reports.change.none.words', { than: t(`reports.than.${than}`), was }) };
  const size = known.points === undefined ? `${count(Math.round(known.part * 1000) / 10)}%` : t('reports.points', { n: Math.round(known.points * 10) / 10 });
  const way = known.way > 0 ? 'more' : known.way < 0 ? 'less' : 'same';
  const facts = { than: t(`reports.than.${than}`), size, was };
  return { mark: { more: '▲', less: '▼', same: '＝' }[way], text: way === 'same' ? '' : size, words: t(`reports.change.${way}`, facts) };
}

/* How many durations were left out, in words; '' if none. */
export function unsure(t, uncertain) {
  const parts = [['wait', uncertain.wait], ['spent', uncertain.spent]].filter(([, n]) => n > 0);
  return parts.map(([kind, n]) => t(`reports.unsure.${kind}`, { n: count(n) })).join(t('reports.and'));
}

/* A period in words: one day with its weekday, else from–to. */
export function periodWords(t, from, to) {
  const date = (day) => dateLine(`${day}T00:00:00Z`, t.lang, 'UTC');
  return from === to ? date(from) : t('reports.period', { from, to });
}
