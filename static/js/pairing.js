/* A browser the hall does not know yet: six digits on its screen until an administrator confirms them.
   The claim's answer sets the cookie, so the device's secret is never in a script, an address or a storage. */

import { html, render } from '/static/vendor/preact.js';
import { api } from '/static/js/hub.js';

const ASK_MS = 2000;
const REST_MS = 15000;
const LATER = [0, 429, 500, 502, 503];

const pause = (ms) => new Promise((done) => setTimeout(done, ms));

/* Where a page belongs that has just been confirmed. What else its address says stays, but for another zone. */
export function homeOf(kind, { hall, window, zone }, search = '') {
  const query = new URLSearchParams(search);
  query.delete('zone');
  if (zone && kind !== 'window' && kind !== 'kiosk') query.set('zone', zone);
  const path = [kind, hall, kind === 'window' && window].filter(Boolean).map(encodeURIComponent).join('/');
  return `/${path}${query.toString() ? `?${query}` : ''}`;
}

/* The digits in two groups, as one reads them out. */
export const grouped = (code) => `${code.slice(0, 3)} ${code.slice(3)}`;

function Pairing({ hall, kind, code, say, t }) {
  return html`<div class="pairing" role="alertdialog" aria-labelledby="pairing-title" aria-describedby="pairing-how">
    <p class="what">${t(`device.${kind}`)}</p>
    <h1 id="pairing-title">${t('pair.title')}</h1>
    <p class="code" aria-label=${code.split('').join(' ')}>${code ? grouped(code) : '––– –––'}</p>
    <div id="pairing-how">
      <p class="how">${t('pair.how')}</p>
      <p class="how other" lang=${t.lang === 'en' ? 'zh-CN' : 'en'}>${t('pair.how.other')}</p>
    </div>
    <p class="address">${location.origin}/devices/${hall}</p>
    <p class="say" role="status"><i class=${`mark ${say === 'pair.waiting' ? 'called' : 'warning'}`} aria-hidden="true"></i>${t(say)}</p>
  </div>`;
}

/* Asks until there is a code. `show(say)` hears what is in the way. */
async function newCode(place, show) {
  for (let wait = 1000; ; wait = Math.min(wait * 2, REST_MS)) {
    try {
      return await api('POST', '/pairings', place);
    } catch (error) {
      show(LATER.includes(error.status) ? (error.status ? 'pair.busy' : 'pair.offline') : 'pair.impossible');
      await pause(Math.max(wait, 1000 * (error.facts.retry_after || 0)));
    }
  }
}

/* What was confirmed; null when the code is over, by the hub's clock: a screen's own may be hours off.
   Throws the refusal when an administrator said no. */
async function claimed({ secret }, as) {
  for (;;) {
    await pause(ASK_MS);
    try {
      const answer = await api('POST', '/pairings/claim', { secret }, { as });
      if (answer.state === 'confirmed') return answer;
    } catch (error) {
      if (error.code === 'pairing_refused') throw error;
      if (!LATER.includes(error.status)) return null;
    }
  }
}

/* Shows a code over the page until it is confirmed; then what was confirmed. `place`: {hall, kind, device?}. */
export async function pair(place, as, t) {
  const box = document.body.appendChild(document.createElement('div'));
  const draw = (code, say) => render(html`<${Pairing} hall=${place.hall} kind=${place.kind} code=${code} say=${say} t=${t} />`, box);
  draw('', 'link.joining');
  for (;;) {
    const asked = await newCode(place, (say) => draw('', say));
    draw(asked.code, 'pair.waiting');
    try {
      const found = await claimed(asked, as);
      if (found) return found;
    } catch (refusal) {
      draw('', 'pair.refused');
      await pause(REST_MS);
    }
  }
}
