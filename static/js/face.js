/* A face for each level: the mouth says it, so that no colour has to. */

import { html } from '/static/vendor/preact.js';

const MOUTHS = {
  5: 'M26 56 Q50 92 74 56 Z',
  4: 'M28 60 Q50 82 72 60',
  3: 'M30 64 Q50 70 70 64',
  2: 'M30 72 Q50 60 70 72',
  1: 'M28 78 Q50 52 72 78',
};

export function Face({ level }) {
  return html`<svg class="face" viewBox="0 0 100 100" aria-hidden="true" focusable="false">
    <circle cx="50" cy="50" r="44" /><circle class="eye" cx="35" cy="40" r="5" /><circle class="eye" cx="65" cy="40" r="5" />
    <path class=${level === 5 ? 'mouth full' : 'mouth'} d=${MOUTHS[level]} /></svg>`;
}
