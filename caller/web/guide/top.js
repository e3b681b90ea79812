/* The head of the guide's page: whose desk, until when the hall is open, who sits there, and whether the hub is in reach. */

import { html } from '/static/vendor/preact.js';
import { ageWords, clock } from '/static/js/time.js';
import { LanguageButton } from '/caller/web/parts.js';

export function openWords(t, hall, hours) {
  if (!hours) return '';
  if (hours.open) return hours.closes_at ? t('hours.until', { time: clock(hours.closes_at, hall.timezone) }) : '';
  const why = t(`hours.${hours.reason || 'closed'}`);
  return hours.resumes_at ? t('hours.resumes', { why, time: clock(hours.resumes_at, hall.timezone) }) : why;
}

export function Top({ t, hall, me, link, hours, manager, settings, toggle, speak, signOut }) {
  return html`<header class="head">
    <div class="line first">
      <h1>${t('kind.guide')}</h1>
      <p class="hallname quiet">${t.of(hall)}</p>
      <p class="quiet grow">${openWords(t, hall, hours)}</p>
      <a class="small" href=${`/devices/${encodeURIComponent(hall.id)}`}>${t('devices')}</a>
      ${manager && html`<button class="small" aria-pressed=${settings} onClick=${toggle}>${t(settings ? 'settings.leave' : 'settings')}</button>`}
      <button class="plain-button person" onClick=${signOut}><span>${me.name}</span><span class="leaving">${t('signin.leave')}</span></button>
      <${LanguageButton} t=${t} speak=${speak} />
      <i class=${`mark link ${link.connected ? 'open' : 'alarm'}`} role="img" aria-label=${t(link.connected ? 'linked' : 'cut')} title=${t(link.connected ? 'linked' : 'cut')}></i>
    </div>
    <div role="alert">${!link.connected && link.age > 1 && html`<div class="line cut"><i class="mark warning" aria-hidden="true"></i>
      <p><b>${t('cut')}</b> ${t('cut.age', { age: ageWords(link.age, t) })}</p></div>`}</div>
  </header>`;
}
