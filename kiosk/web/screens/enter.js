/* One thing to type: an ID number, a phone number, a reservation's code, a ticket's number. A reader or scanner may type it too. */

import { html, useLayoutEffect, useState } from '/static/vendor/preact.js';
import { newKey } from '/static/js/hub.js';
import { arriving, finding, looking } from '/kiosk/web/asking.js';
import { byAge } from '/kiosk/web/hall.js';
import { fault, shown } from '/kiosk/web/idnumber.js';
import { asking } from '/kiosk/web/reader.js';
import { Icon } from '/kiosk/web/parts/icons.js';
import { News } from '/kiosk/web/parts/news.js';
import { Pad } from '/kiosk/web/parts/pad.js';

/* Letters that are never taken for digits; codes use no others. */
const CODE = 'ABCDEFGHJKLMNPQRSTUVWXYZ23456789';
const DIGITS = '1234567890';

/* Letters in whole rows, so that the digits begin one. */
const whole = (letters, columns) => letters.padEnd(Math.ceil(letters.length / columns) * columns);

const PADS = {
  id: () => ['123456789X0', 3, 18],
  phone: () => ['123456789 0', 3, 13],
  code: () => [CODE, 6, 16],
  number: (profile) => {
    const letters = [...new Set(profile.queues.flatMap((q) => [...q.prefix]))].sort().join('');
    const columns = letters.length > 18 ? 7 : 6;
    return [whole(letters, columns) + DIGITS, columns, 8];
  },
};

const grouped = {
  phone: (text) => [text.slice(0, 3), text.slice(3, 7), text.slice(7)].filter(Boolean).join(' '),
  code: (text) => text.replace(/(.{4})(?=.)/g, '$1 '),
  number: (text) => text,
};

/* What is wrong with the text before anything is asked, or null. */
function early(what, text) {
  if (what === 'id') return fault(text) && { code: 'invalid_id', facts: { wrong: fault(text) } };
  const least = { phone: 5, code: 4, number: 2 }[what];
  return text.length < least ? { code: `short_${what}` } : null;
}

/* What pressing the big button does with the text. */
function leads({ what, why }, text, state) {
  if (why === 'take') return { type: 'identify', id: text };
  if (what === 'code') return { type: 'ask', asked: arriving(text, newKey(), state) };
  if (what === 'number') return { type: 'ask', asked: looking({ number: text }, newKey()) };
  return { type: 'ask', asked: finding(what === 'id' ? { id_number: text } : { phone: text }, newKey(), newKey()) };
}

/* A real keyboard types as well; Enter on a button is that button's. Each key finds what the one before has typed. */
function useKeyboard(keys, type, erase, send) {
  useLayoutEffect(() => {
    const press = (event) => {
      const letter = event.key.toUpperCase();
      if (event.ctrlKey || event.metaKey || event.altKey) return;
      if (event.key.length === 1 && event.key !== ' ' && keys.includes(letter)) type(letter);
      else if (event.key === 'Backspace') erase();
      else if (event.key === 'Enter' && !(event.target instanceof HTMLButtonElement)) send();
    };
    addEventListener('keydown', press);
    return () => removeEventListener('keydown', press);
  });
}

/* Every place as wide as any other, so that dots and digits stand still. */
const Typed = ({ text, what }) => html`<span class=${`text ${what}`}>${[...text].map((letter, n) => html`<b key=${n} class=${letter === ' ' ? 'gap' : ''}>${letter}</b>`)}</span>`;

function Tools({ what, open, turn, clear, text, t }) {
  return html`<div class="tools">
    ${what === 'id' && html`<button class="plain" aria-pressed=${String(open)} disabled=${!text} onClick=${() => turn(!open)}><${Icon} name="eye" /><span>${t(open ? 'enter.hide' : 'enter.show')}</span></button>`}
    <button class="plain" disabled=${!text} onClick=${clear}>${t('keys.clear')}</button>
  </div>`;
}

/* Why the number is asked for: what it brings, and that it is not kept. */
const Why = ({ here, profile, t }) => {
  const age = here.why === 'take' && byAge(profile);
  return html`<p class="lead">${t(here.must ? 'enter.id.must' : `enter.${here.what}.how`)}${age && !here.must ? ` ${t('enter.id.age', { n: age.min_age })}` : ''}</p>`;
};

export function Enter(all) {
  const { state, here, dispatch, profile, board, sizes, t } = all;
  const { what, why } = here;
  const [keys, columns, longest] = PADS[what](profile);
  const [open, turn] = useState(false);
  const text = state.typed;
  const type = (letter) => text.length < longest && dispatch({ type: 'type', text: letter });
  const erase = () => dispatch({ type: 'erase' });
  const send = () => {
    const wrong = early(what, text);
    dispatch(wrong ? { type: 'wrong', ...wrong } : leads(here, text, state));
  };
  useKeyboard(keys, type, erase, send);
  return html`
    <main class=${`enter ${state.refusal ? 'saying' : ''} ${columns > 3 ? 'many' : ''}`}>
      <div class="asked"><h1 tabindex="-1">${asking(`enter.${what}`, board.devices, t)}</h1><${Why} ...${all} /></div>
      <div class="field typed" aria-live="polite"><${Typed} text=${what === 'id' ? shown(text, open) : grouped[what](text)} what=${what} />
        ${!text && html`<span class="empty">${t(`enter.${what}.empty`)}</span>`}</div>
      ${!(state.refusal && (state.large || sizes.short)) && html`<${Tools} what=${what} open=${open} turn=${turn} clear=${() => dispatch({ type: 'clear' })} text=${text} t=${t} />`}
      <${Pad} keys=${keys} columns=${columns} name=${t('keys')} type=${type} erase=${erase} short=${sizes.short} t=${t} />
      <div class="act"><${News} ...${all} />
        <button class="primary" disabled=${Boolean(state.taking)} onClick=${send}>${t(why === 'take' ? 'enter.ok' : 'enter.find')}</button></div>
    </main>`;
}
