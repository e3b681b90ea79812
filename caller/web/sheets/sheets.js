/* Which sheet is open. Signing in again goes before all others. */

import { html } from '/static/vendor/preact.js';
import { SignInForm } from '/caller/web/signin.js';
import { Because, READY } from '/caller/web/sheets/because.js';
import { Chosen } from '/caller/web/sheets/chosen.js';
import { Find } from '/caller/web/sheets/find.js';
import { Finish } from '/caller/web/sheets/finish.js';
import { GiveSheet } from '/caller/web/sheets/give.js';
import { Help } from '/caller/web/sheets/help.js';
import { Hold } from '/caller/web/sheets/hold.js';
import { Left } from '/caller/web/sheets/left.js';
import { Person } from '/caller/web/sheets/person.js';
import { Sheet } from '/caller/web/sheets/sheet.js';
import { Transfer } from '/caller/web/sheets/transfer.js';

export function Sheets({ t, hall, id, sheet, me, ticket, can, model, waits, print, waiting, act, settle, told, finish, changed, entered, expired, signOut, close }) {
  if (!me) {
    return html`<${Sheet} t=${t} forced=${true} title=${t('signin.title')}>
      <${SignInForm} t=${t} entered=${entered} note=${t('signin.ended')} />
    <//>`;
  }
  const name = sheet && sheet.name;
  const shared = { t, hall, id, close };
  if (name === 'help') return html`<${Help} ...${shared} />`;
  if (name === 'person') return html`<${Person} ...${shared} ...${{ me, changed, expired, signOut }} />`;
  if (name === 'pause') {
    return html`<${Because} ...${shared} title=${t('verb.pause')} label=${t('verb.pause')} ready=${READY.pause} act=${(args) => act('pause', args)} />`;
  }
  if (name === 'absent' && ticket) {
    return html`<${Because} ...${shared} title=${t('absent.title', { number: ticket.number })} note=${t('error.too_early')} must=${true}
      label=${t('verb.no_show')} ready=${READY.absent} act=${(args) => act(sheet.verb, args)} />`;
  }
  if (name === 'call') return html`<${Chosen} ...${shared} waiting=${waiting} number=${sheet.number} call=${(args) => act('call', args)} />`;
  if (name === 'find') return html`<${Find} ...${{ ...shared, print, expired, told }} id=${sheet.ticket} seq=${model ? model.seq : 0} />`;
  if (name === 'give') return html`<${GiveSheet} ...${{ ...shared, model, waits, print, expired }} />`;
  if (name === 'left') return html`<${Left} ...${{ ...shared, settle }} left=${sheet.left} />`;
  if (name === 'hold' && ticket) return html`<${Hold} ...${{ ...shared, ticket }} hold=${(args) => act('hold', args)} />`;
  if (name === 'complete' && ticket) return html`<${Finish} ...${shared} ...${{ ticket, can, finish }} />`;
  if (name === 'transfer' && ticket) return html`<${Transfer} ...${shared} ...${{ ticket, model }} transfer=${(args) => act('transfer', args)} />`;
  return null;
}
