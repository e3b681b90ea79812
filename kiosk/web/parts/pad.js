/* A keypad on the screen: exactly the signs that may be typed, and a rubber. On a low screen many keys stand on pages. */

import { html, useState } from '/static/vendor/preact.js';
import { Icon } from '/kiosk/web/parts/icons.js';

const A_PAGE = 16;
const FEW = 12;

/* Touching a key must not take the focus: a real keyboard or a reader goes on working beside it. */
const hold = (event) => event.preventDefault();

function Keys({ keys, type }) {
  return [...keys].map((letter, n) => (letter === ' '
    ? html`<span key=${n}></span>`
    : html`<button key=${n} class="key" aria-label=${letter} onMouseDown=${hold} onClick=${() => type(letter)}>${letter}</button>`));
}

const Turn = ({ turn, t }) => html`<button class="key tool" aria-label=${t('keys.more')} onMouseDown=${hold} onClick=${turn}><${Icon} name="next" /></button>`;

/* `keys`: every sign in reading order; a blank leaves its place free; what is left of the last row rubs out. */
export function Pad({ keys, columns, name, type, erase, short, t }) {
  const [page, turn] = useState(0);
  const dense = keys.replace(/ /g, '');
  const paged = short && dense.length > FEW;
  const pages = paged ? Math.ceil(dense.length / A_PAGE) : 1;
  const shown = paged ? dense.slice(page * A_PAGE, (page + 1) * A_PAGE) : short ? dense : keys;
  const across = short && !paged ? 4 : short ? 6 : columns;
  const used = paged ? A_PAGE + 1 : shown.length;
  return html`
    <div class=${`pad pad${across}`} role="group" aria-label=${name}>
      <${Keys} keys=${paged ? shown.padEnd(A_PAGE) : shown} type=${type} />
      ${paged && html`<${Turn} turn=${() => turn((page + 1) % pages)} t=${t} />`}
      <button class="key tool" style=${{ gridColumn: `span ${across - (used % across)}` }} aria-label=${t('keys.erase')} onMouseDown=${hold} onClick=${erase}>
        <${Icon} name="erase" /></button>
    </div>`;
}
