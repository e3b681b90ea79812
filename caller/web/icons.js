/* A picture for each need, drawn in strokes of the text's colour. The word always stands beside it. */

import { html } from '/static/vendor/preact.js';

const DRAWN = {
  wheelchair: ['M10 2.8a1.7 1.7 0 1 1 0 3.4a1.7 1.7 0 1 1 0-3.4', 'M10 8.5v6h5.2l2.6 5', 'M8 11.6a5 5 0 1 0 6.4 6.6', 'M10 11h4.5'],
  hearing: ['M6.5 9.5a5.5 5.5 0 0 1 11 0c0 4.2-4.2 4.6-4.2 8.2a2.9 2.9 0 0 1-5.6 1', 'M9.6 10a2.4 2.4 0 0 1 4.8 0c0 1.4-1.4 1.6-1.4 2.8'],
  sight: ['M2.5 12s3.6-6 9.5-6s9.5 6 9.5 6s-3.6 6-9.5 6s-9.5-6-9.5-6z', 'M12 9.4a2.6 2.6 0 1 1 0 5.2a2.6 2.6 0 1 1 0-5.2', 'M4 20L20 4'],
  language: ['M3.5 4.5h17v11.5h-8.5l-4.5 4v-4h-4z', 'M7.5 8.7h9', 'M7.5 12h5.5'],
  escort: ['M8 4.4a2.6 2.6 0 1 1 0 5.2a2.6 2.6 0 1 1 0-5.2', 'M3 20c0-4.6 2-7 5-7s5 2.4 5 7', 'M16.5 6.4a2.2 2.2 0 1 1 0 4.4a2.2 2.2 0 1 1 0-4.4', 'M15.4 13.7c3.4-.9 5.6 1.8 5.6 6.3'],
};

export function Icon({ name }) {
  const strokes = DRAWN[name];
  if (!strokes) return html`<i aria-hidden="true"></i>`;
  return html`<svg class="icon" viewBox="0 0 24 24" aria-hidden="true" fill="none" stroke="currentColor" stroke-width="2.2"
    stroke-linecap="round" stroke-linejoin="round">${strokes.map((d) => html`<path d=${d} />`)}</svg>`;
}
