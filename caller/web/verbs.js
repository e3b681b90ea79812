/* The other verbs: eight, always in the same places, each with its key. */

import { html } from '/static/vendor/preact.js';
import { Key } from '/caller/web/parts.js';

const GRID = ['recall', 'start', 'complete', 'no_show', 'hold', 'transfer', 'call', 'pause'];

export function Verbs({ t, can, press, off, slow }) {
  const paused = can.has('back');
  const name = (verb) => (verb === 'pause' && paused ? 'back' : verb);
  return html`<div class="verbs" role="group" aria-label=${t('verbs')}>
    ${GRID.map((slot) => {
      const verb = name(slot);
      const dead = off || !can.has(verb);
      return html`<button key=${slot} data-verb=${verb} class=${can.has(verb) ? '' : 'cannot'} aria-disabled=${dead} data-slow=${slow}
          onClick=${() => dead || press(verb)}>
        <span>${t(`verb.${verb}`)}</span><${Key} name=${slot} t=${t} />
      </button>`;
    })}
  </div>`;
}
