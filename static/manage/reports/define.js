/* What a figure means, beside where it was asked; Esc, or going elsewhere, closes it. And the button that asks. */

import { html, useEffect, useLayoutEffect, useRef } from '/static/vendor/preact.js';
import { nameOf, saysOf } from '/static/manage/reports/say.js';

const WIDE = 340;

export const Meaning = ({ t, definition, explain }) => html`<button class="reports-i" aria-label=${t('reports.meaning', { name: nameOf(t, definition) })}
  onClick=${(event) => explain(definition, event)}>i</button>`;

export function Define({ t, definition, at, close }) {
  const box = useRef(null);
  useLayoutEffect(() => {
    const place = at.getBoundingClientRect();
    const { style } = box.current;
    Object.assign(style, { left: `${Math.max(8, Math.min(place.left - 12, innerWidth - WIDE - 8))}px`, width: `${WIDE}px` });
    const high = box.current.offsetHeight;
    const fits = place.bottom + 6 + high <= innerHeight - 8;
    style.top = `${fits ? place.bottom + 6 : Math.max(8, place.top - 6 - high)}px`;
    box.current.focus({ preventScroll: true });
  }, [at]);
  /* Heard as soon as it stands there; a scroll or touch is another's until it was drawn. */
  useLayoutEffect(() => {
    const key = (event) => { if (event.key === 'Escape') { close(); at.focus(); } };
    document.addEventListener('keydown', key);
    return () => document.removeEventListener('keydown', key);
  }, [at]);
  useEffect(() => {
    const press = (event) => { if (!box.current.contains(event.target) && !at.contains(event.target)) close(); };
    document.addEventListener('pointerdown', press);
    addEventListener('scroll', close, true);
    return () => {
      document.removeEventListener('pointerdown', press);
      removeEventListener('scroll', close, true);
    };
  }, [at]);
  return html`<div class="reports-define" role="dialog" aria-label=${nameOf(t, definition)} tabindex="-1" ref=${box}>
    <b>${nameOf(t, definition)}</b><p>${saysOf(t, definition)}</p><button class="plain-button" onClick=${() => { close(); at.focus(); }}>${t('close')}</button></div>`;
}
