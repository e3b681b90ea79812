/* The one big place. It says what a press will do; for a ticket that was only called it asks whether the citizen came.
   What appears under the finger is dead for 300 ms, so that the second half of a double click does nothing. */

import { html, useEffect, useRef } from '/static/vendor/preact.js';
import { useSettled } from '/caller/web/hooks.js';
import { Key } from '/caller/web/parts.js';
import { primary } from '/caller/web/moves.js';

const SETTLE_MS = 300;

function Question({ t, ticket, off, slow, press, place, asked }) {
  const choice = (name, key, label, effect, main) => html`
    <button class=${main ? 'main' : 'other'} aria-disabled=${off} data-slow=${slow} onClick=${() => off || press(name)}>
      <b>${label}</b><small>${effect}</small><${Key} name=${key} t=${t} />
    </button>`;
  return html`<div class="primary question" role="group" tabindex="-1" data-asked=${asked} ref=${place} aria-label=${t('ask', { number: ticket.number })}>
    ${choice('start', 'first', t('ask.came'), t('ask.came.effect'), true)}
    ${choice('absent_next', 'second', t('ask.absent'), t('ask.absent.effect'))}
    ${choice('finish_next', 'third', t('ask.done'), t('ask.done.effect'))}
  </div>`;
}

function One({ t, name, off, slow, waiting, press, place, fresh }) {
  return html`<div class="primary">
    <button class="main" ref=${place} aria-disabled=${off} data-slow=${slow} data-fresh=${fresh} onClick=${() => off || press(name)}>
      <b>${t(`primary.${name}`)}</b>
      ${(name === 'next' || name === 'finish_next') && waiting ? html`<small>${t('people.waiting', { n: waiting })}</small>` : null}
      <${Key} name="primary" t=${t} />
    </button>
  </div>`;
}

export function Primary({ t, window, ticket, waiting, can, press, off, slow, place, asked, fresh }) {
  const name = primary(window, ticket);
  const settled = useSettled(`${name} ${ticket ? ticket.id : ''}`, SETTLE_MS);
  const kept = useRef(false);
  useEffect(() => {
    if (!kept.current || document.activeElement !== document.body) return;
    place.current.focus({ preventScroll: true });
  });
  useEffect(() => { kept.current = true; }, []);
  const stop = off || !settled || (name !== 'ask' && !can.has(name));
  if (name === 'ask') return html`<${Question} ...${{ t, ticket, slow, press, place, asked }} off=${stop} />`;
  return html`<${One} ...${{ t, name, slow, waiting, press, place, fresh }} off=${stop} />`;
}
