/* The keyboard on the search screen: letters for pinyin, and digits. On a low screen the digits have a page of their own. */

import { html, useState } from '/static/vendor/preact.js';
import { Icon } from '/kiosk/web/parts/icons.js';

const DIGITS = '1234567890';
const ROWS = [DIGITS, 'QWERTYUIOP', 'ASDFGHJKL', 'ZXCVBNM'];
const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ';

/* Touching a key must not take the focus from the field: a real keyboard goes on working beside it. */
const hold = (event) => event.preventDefault();

const Key = ({ name, kind, press, children }) => html`
  <button class=${`key ${kind || ''}`} aria-label=${name} onMouseDown=${hold} onClick=${press}>${children || name}</button>`;

export function Keys({ type, erase, clear, compact, t }) {
  const [digits, turn] = useState(false);
  const key = (letter) => html`<${Key} key=${letter} name=${letter} press=${() => type(letter)} />`;
  const rubber = html`<${Key} name=${t('keys.erase')} kind="tool" press=${erase}><${Icon} name="erase" /></${Key}>`;
  const all = html`<${Key} name=${t('keys.clear')} kind="tool" press=${clear} />`;
  if (!compact) {
    return html`<div class="keys" role="group" aria-label=${t('keys')}>
      ${ROWS.map((row, n) => html`<div class=${`line line${n}`} key=${row}>${[...row].map(key)}${n === 3 && [rubber, all]}</div>`)}
    </div>`;
  }
  return html`<div class="keys compact" role="group" aria-label=${t('keys')}>
    ${[...(digits ? DIGITS : LETTERS)].map(key)}
    <${Key} name=${digits ? 'ABC' : '123'} kind="tool" press=${() => turn(!digits)} />${rubber}${all}
  </div>`;
}
