/* «Are you still there?» over the screen: one touch goes on. A real dialog, so keyboard and screen reader stay in it. */

import { html, useEffect, useRef } from '/static/vendor/preact.js';

export function IdleWarning({ t, left, stay, leave }) {
  const dialog = useRef(null);
  useEffect(() => {
    const box = dialog.current;
    const before = document.activeElement;
    box.showModal();
    return () => {
      if (box.open) box.close();
      if (before && before.focus) before.focus({ preventScroll: true });
    };
  }, []);
  const goOn = (event) => {
    event.preventDefault();
    stay();
  };
  return html`
    <dialog class="idle" ref=${dialog} onCancel=${goOn} aria-labelledby="idle-title" data-idle="answers">
      <h2 id="idle-title">${t('idle.title')}</h2>
      <p>${t('idle.text', { n: left })}</p>
      <button class="primary" onClick=${goOn} autofocus>${t('idle.stay')}</button>
      <button class="plain" onClick=${leave}>${t('idle.leave')}</button>
    </dialog>`;
}
