/* Where the keyboard goes on: what vanishes under somebody's hands must not leave them at the top of the page. */

import { html, useLayoutEffect, useRef, useState } from '/static/vendor/preact.js';

/* Whether somebody is at the form still: an answer that comes late takes nobody away from where they have gone on to. */
export function atForm() {
  const here = document.activeElement;
  return !here || here === document.body || !!here.closest('.setup-form');
}

/* The heading of a form that has just opened: read out, and the fields follow. */
export function Title({ children }) {
  const heading = useRef(null);
  useLayoutEffect(() => { heading.current.focus(); }, []);
  return html`<h3 ref=${heading} tabindex="-1" class="setup-title">${children}</h3>`;
}

/* [box, back]: once drawn, `back(at)` goes to what is marked data-at=`at` in the box, else to its button for a new one. */
export function useReturn() {
  const box = useRef(null);
  const [to, back] = useState(null);
  useLayoutEffect(() => {
    if (to === null || !box.current) return;
    const marked = Array.from(box.current.querySelectorAll('[data-at]')).find((one) => one.dataset.at === String(to));
    const found = marked || box.current.querySelector('.setup-add');
    if (found) found.focus();
    back(null);
  }, [to]);
  return [box, back];
}
