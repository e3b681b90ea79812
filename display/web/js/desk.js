/* A word to the clerk from the keypad beside the window: at the foot of the screen for some seconds.
   Citizens read it too, so it names nobody, and a complaint's business not at all. */

import { html, useEffect, useState } from '/static/vendor/preact.js';

const SHOWN_MS = 6000;

/* The place a word is about, in the hall's own words; '' where that would tell what somebody came for. */
function place(facts, profile, t) {
  const known = (list, id) => (profile && id ? profile[list].find((one) => one.id === id) : null);
  const window = known('windows', facts.window);
  const service = known('services', facts.service);
  if (service && service.purpose !== 'complain') return t.of(service);
  if (window) return t.of(window, 'sign');
  return t.of(known('zones', facts.zone));
}

/* The sentence of a word; '' for one this page does not know. */
export function deskWords({ code, facts }, profile, t) {
  if (code === 'refused') return t.has(`error.${facts.error}`) ? t(`error.${facts.error}`) : t('desk.refused');
  const to = place(facts, profile, t);
  const key = to && t.has(`desk.${code}.to`) ? `desk.${code}.to` : `desk.${code}`;
  return t.has(key) ? t(key, { number: facts.number || '', typed: facts.typed || '', place: to }).trim() : '';
}

export function Desk({ desk, profile, t }) {
  const [shown, show] = useState(null);
  useEffect(() => {
    if (!desk) return undefined;
    show(desk);
    const timer = setTimeout(() => show(null), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [desk]);
  const sentence = shown && deskWords(shown, profile, t);
  return sentence ? html`<p class="desk" role="status" data-code=${shown.code}>${sentence}</p>` : null;
}
