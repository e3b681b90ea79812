/* «Which of you is screen 7?»: the device's name large over the page, for ten seconds or until it is touched.
   While somebody reads their number it is a band at the edge, so that it never covers one. */

import { html, render } from '/static/vendor/preact.js';

const SHOWN_MS = 10000;

export function identify({ name, where, busy, t }, ms = SHOWN_MS) {
  const box = document.body.appendChild(document.createElement('div'));
  render(html`<div class=${busy ? 'identify band' : 'identify'} role="status">
    <p class="what">${t('identify.this')}</p>
    <p class="name">${name}</p>
    ${where && html`<p class="where">${where}</p>`}
  </div>`, box);
  const over = () => {
    clearTimeout(timer);
    removeEventListener('pointerdown', over, true);
    render(null, box);
    box.remove();
  };
  const timer = setTimeout(over, ms);
  addEventListener('pointerdown', over, true);
  return over;
}
