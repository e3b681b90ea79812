/* Levels, windows, reasons and instants in the reader's words. */

import { html } from '/static/vendor/preact.js';
import { Face } from '/static/js/face.js';
import { clock, dayOf } from '/static/js/time.js';

export const LEVELS = [5, 4, 3, 2, 1];

export const Level = ({ t, level }) => html`<span class=${level <= 2 ? 'ratings-level bad' : 'ratings-level'}><${Face} level=${level} />${t(`ratings.level.${level}`)}</span>`;

export const serviceOf = (t, row) => t.of(row, 'service_name') || row.service || t('ratings.none');
export const signOf = (t, hall, row) => t.of((hall.windows || []).find((w) => w.id === row.window), 'sign') || row.sign || t('ratings.none');

export function reasonsOf(t, hall, ids) {
  const known = (hall.ratings && hall.ratings.reasons) || [];
  return ids.map((id) => t.of(known.find((r) => r.id === id)) || id).join(t('ratings.and'));
}

/* 11-22 14:30 in the hall's zone. */
export function moment(iso, tz) {
  return `${dayOf(iso, tz).slice(5)} ${clock(iso, tz)}`;
}

export const stated = (t, prefix, code) => (t.has(`${prefix}.${code}`) ? t(`${prefix}.${code}`) : code);
