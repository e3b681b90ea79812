/* What stands in a document, in the words of people: names of keys, values, differences, faults, those concerned. */

import { rowName, rowTitle, rowsOf } from '/static/manage/setup/draft.js';

const LONGEST = 60;
const short = (text) => (text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text);

export const titleOf = (t, it) => t.of(it, 'title') || it.name;
export const hintOf = (t, it) => (t.lang === 'en' ? it.hint_en : it.hint);

export function keyOf(schema, part, name) {
  const table = schema.find((one) => one.name === part);
  return table && table.keys.find((key) => key.name === name);
}

export const partTitle = (t, schema, part) => titleOf(t, schema.find((one) => one.name === part) || { name: part });

/* The name of what an id leads to. */
export function led(t, document, part, id) {
  const at = rowsOf(document, part).findIndex((row, n) => rowName(row, n) === id);
  return at < 0 ? id : rowTitle(t, rowsOf(document, part)[at], at);
}

/* A value as a sentence has it. */
export function shown(t, document, key, value) {
  if (value === null || value === undefined || value === '') return t('setup.unset');
  if (value === true || value === false) return t(value ? 'setup.yes' : 'setup.no');
  const word = (one) => {
    const words = (key && (key.kind.words || (key.kind.of && key.kind.of.words))) || [];
    const found = words.find((w) => w.word === one);
    if (found) return titleOf(t, found);
    return key && key.leads ? led(t, document, key.leads, one) : one;
  };
  if (Array.isArray(value)) {
    if (!value.length) return t('setup.unset');
    return value.some((one) => typeof one === 'object') ? t('setup.entries', { n: value.length }) : short(value.map(word).join(t('setup.comma')));
  }
  if (typeof value === 'object') return short(Object.entries(value).map(([name, one]) => `${name} ${typeof one === 'object' ? '…' : one}`).join(t('setup.comma')));
  return short(String(word(value)));
}

/* One difference in words. `document` knows the names that ids lead to. */
export function difference(t, schema, document, one) {
  if (one.what === 'rewritten') return t('setup.diff.rewritten');
  const part = partTitle(t, schema, one.part);
  if (one.what === 'order') return t('setup.diff.order', { part });
  const row = t.of(one, 'title') || (one.row ? led(t, document, one.part, one.row) : '');
  if (one.what !== 'changed') return t(`setup.diff.${one.what}`, { part, row });
  const key = keyOf(schema, one.part, one.key);
  const name = key ? titleOf(t, key) : one.key;
  const facts = { part, row, key: name, old: shown(t, document, key, one.old), now: shown(t, document, key, one.new) };
  return t(one.row ? 'setup.diff.changed' : 'setup.diff.setting', facts);
}

/* Where a fault or warning is, and what it says. */
export function place(t, schema, document, one) {
  const key = one.key && keyOf(schema, one.part, one.key);
  const row = one.row && led(t, document, one.part, one.row);
  return [one.part && partTitle(t, schema, one.part), row, key ? titleOf(t, key) : one.key].filter(Boolean).join(' · ');
}

export function faultSays(t, one) {
  const [wrong, right] = t.lang === 'en' ? [one.wrong, one.right] : [one.wrong_zh, one.right_zh];
  return right ? t('setup.fault.says', { wrong, right }) : wrong;
}

export const warningSays = (t, one) => (t.lang === 'en' ? one.says : one.says_zh);

export const strandSays = (t, one) => t(`setup.strand.${one.kind}${one.kind === 'window' && one.blocks ? '_busy' : ''}`, { name: t.of(one), n: one.people, number: one.number || '' });
