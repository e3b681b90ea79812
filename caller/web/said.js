/* What the page says: results quietly (for a screen reader; the eye sees the new number), refusals in a calm line below. */

import { html, useCallback, useEffect, useState } from '/static/vendor/preact.js';

const SHOWN_MS = { info: 4000, problem: 12000, quiet: 4000 };

/* `tell(text, kind)`: 'quiet' is only spoken, 'info' and 'problem' are shown as well. */
export function useSaid() {
  const [last, setLast] = useState(null);
  const tell = useCallback((text, kind) => setLast({ text, kind, turn: Date.now() }), []);
  useEffect(() => {
    if (!last) return undefined;
    const timer = setTimeout(() => setLast(null), SHOWN_MS[last.kind]);
    return () => clearTimeout(timer);
  }, [last]);
  return { last, tell, clear: () => setLast(null) };
}

export function Said({ t, said }) {
  const { last, clear } = said;
  const shown = last && last.kind !== 'quiet';
  return html`<div class=${`said ${shown ? last.kind : 'aside'}`}>
    <p role="status" aria-live="polite">${last ? last.text : ''}</p>
    ${shown && html`<button class="plain-button" aria-label=${t('close')} onClick=${clear}>✕</button>`}
  </div>`;
}
