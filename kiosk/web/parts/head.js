/* The top of every screen: hall, date, clock, and a line when the page is cut off from the hub. */

import { html, useEffect, useState } from '/static/vendor/preact.js';
import { clock, dateLine } from '/static/js/time.js';

/* The time now, told again as each second begins. */
function useNow() {
  const [now, set] = useState(() => new Date());
  useEffect(() => {
    const timer = setInterval(() => set(new Date()), 1000);
    return () => clearInterval(timer);
  }, []);
  return now;
}

export function Head({ profile, board, t }) {
  const now = useNow();
  const zone = profile ? profile.timezone : undefined;
  const cut = profile && !board.link.connected && board.link.age >= 5;
  return html`
    <header class="head">
      <p class="hall">${profile ? t.of(profile) : t('title')}</p>
      <p class="date">${dateLine(now, t.lang, zone)}</p>
      <p class="clock"><time>${clock(now, zone)}</time></p>
      <p class="cut" role="status">${cut && html`<span class="mark warning"></span> ${t('cut')}`}</p>
    </header>`;
}
