/* All keys on one sheet. */

import { html } from '/static/vendor/preact.js';
import { keyLabel } from '/caller/web/keys.js';
import { Sheet } from '/caller/web/sheets/sheet.js';

const SHOWN = ['first', 'second', 'third', 'recall', 'start', 'complete', 'no_show', 'hold', 'transfer', 'call', 'undo', 'find', 'give', 'acknowledge', 'pause', 'close', 'person', 'help'];
const WORD = { first: 'help.first', second: 'help.second', third: 'help.third', person: 'person.title', help: 'help' };

export function Help({ t, hall, close }) {
  const shown = hall.rules && hall.rules.auto_call ? ['ready', ...SHOWN] : SHOWN;
  return html`<${Sheet} t=${t} close=${close} title=${t('help')}>
    <dl class="keys">
      <div><dt><kbd>${t('key.space')}</kbd> <kbd>F9</kbd></dt><dd>${t('help.primary')}</dd></div>
      ${shown.map((name) => html`<div key=${name}><dt><kbd>${keyLabel(name, t)}</kbd></dt><dd>${t(WORD[name] || `verb.${name}`)}</dd></div>`)}
      <div><dt><kbd>Esc</kbd></dt><dd>${t('help.escape')}</dd></div>
    </dl>
    <p class="quiet">${t('help.note')}</p>
  <//>`;
}
