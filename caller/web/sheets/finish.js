/* 办结: with which outcome, how many matters, and whether the next one is called at once. Digits choose the outcome. */

import { html, useRef, useState } from '/static/vendor/preact.js';
import { Sheet, useFirst } from '/caller/web/sheets/sheet.js';

export const OUTCOMES = ['done', 'accepted', 'incomplete', 'refused', 'wrong_window', 'advice'];

function Count({ t, items, setItems }) {
  return html`<div class="count"><span id="items">${t('items')}</span>
    <button type="button" aria-label=${t('items.less')} aria-disabled=${items <= 1} onClick=${() => setItems(Math.max(1, items - 1))}>−</button>
    <output aria-labelledby="items">${items}</output>
    <button type="button" aria-label=${t('items.more')} onClick=${() => setItems(Math.min(99, items + 1))}>+</button>
  </div>`;
}

export function Finish({ t, ticket, can, close, finish }) {
  const [outcome, setOutcome] = useState('done');
  const [items, setItems] = useState(1);
  const form = useRef(null);
  useFirst(form);
  const go = (next) => (event) => {
    event.preventDefault();
    finish({ outcome, items }, next);
  };
  const keys = (event) => {
    const found = /^(?:Digit|Numpad)([1-6])$/.exec(event.code);
    if (found) setOutcome(OUTCOMES[found[1] - 1]);
  };
  return html`<${Sheet} t=${t} close=${close} title=${t('finish.title', { number: ticket.number })}>
    <form ref=${form} onSubmit=${go(false)} onKeyDown=${keys}>
      <fieldset class="outcomes"><legend class="aside">${t('finish.outcome')}</legend>
        ${OUTCOMES.map((name, at) => html`<label key=${name}>
          <input type="radio" name="outcome" value=${name} checked=${outcome === name} data-first=${outcome === name || undefined} onChange=${() => setOutcome(name)} />
          <span>${t(`outcome.${name}`)}</span><kbd aria-hidden="true">${at + 1}</kbd>
        </label>`)}
      </fieldset>
      ${outcome === 'incomplete' && html`<p class="note">${t('finish.incomplete')}</p>`}
      <${Count} ...${{ t, items, setItems }} />
      <div class="pair">
        <button class="main">${t('verb.complete')}<kbd aria-hidden="true">↵</kbd></button>
        ${can.has('finish_next') && html`<button type="button" class="other" onClick=${go(true)}>${t('primary.finish_next')}</button>`}
      </div>
    </form>
  <//>`;
}
