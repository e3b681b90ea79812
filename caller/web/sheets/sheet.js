/* A sheet: a modal dialog from below. The browser keeps the focus inside and closes it with Esc. */

import { html, useLayoutEffect, useRef } from '/static/vendor/preact.js';

export function Sheet({ t, title, close, children, forced }) {
  const box = useRef(null);
  useLayoutEffect(() => {
    const before = document.activeElement;
    box.current.showModal();
    const first = box.current.querySelector('[data-first]');
    if (first) first.focus();
    return () => { if (before && before.isConnected && before !== document.body) before.focus({ preventScroll: true }); };
  }, []);
  const cancel = (event) => {
    event.preventDefault();
    if (!forced) close();
  };
  const outside = (event) => { if (event.target === box.current && !forced) close(); };
  return html`<dialog class="sheet" ref=${box} aria-labelledby="sheet-title" onCancel=${cancel} onMouseDown=${outside}>
    <div class="sheet-body">
      <div class="sheet-top"><h2 id="sheet-title">${title}</h2>
        ${forced ? null : html`<button type="button" class="plain-button" aria-label=${t('close')} onClick=${close}>✕</button>`}
      </div>
      ${children}
    </div>
  </dialog>`;
}

/* The focus goes to what is marked data-first before the next key can fall: it may be typed already. */
export function useFirst(form) {
  useLayoutEffect(() => {
    const first = form.current && form.current.querySelector('[data-first]');
    if (first) first.focus();
  }, []);
}
