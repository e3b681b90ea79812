/* The head of the devices page: the hall, the two views, the way back, who is here, and whether the hub is in reach. */

import { html } from '/static/vendor/preact.js';
import { ageWords } from '/static/js/time.js';
import { LanguageButton } from '/caller/web/parts.js';

const TABS = ['devices', 'opening'];

export function Top({ t, hall, me, link, tab, pick, asking, speak, signOut }) {
  return html`<header class="head">
    <div class="line first">
      <h1>${t('devices')}</h1>
      <p class="hallname quiet grow">${t.of(hall)}</p>
      <a class="small" href=${`/guide/${encodeURIComponent(hall.id)}`}>${t('devices.back')}</a>
      <button class="plain-button person" onClick=${signOut}><span>${me.name}</span><span class="leaving">${t('signin.leave')}</span></button>
      <${LanguageButton} t=${t} speak=${speak} />
      <i class=${`mark link ${link.connected ? 'open' : 'alarm'}`} role="img" aria-label=${t(link.connected ? 'linked' : 'cut')} title=${t(link.connected ? 'linked' : 'cut')}></i>
    </div>
    <div class="line tabs" role="group" aria-label=${t('devices')}>${TABS.map((name) => html`
      <button key=${name} aria-pressed=${tab === name} onClick=${() => pick(name)}>${t(`tab.${name}`)}${name === 'devices' && asking > 0 && html` <b class="count">${asking}</b>`}</button>`)}</div>
    <div role="alert">${!link.connected && link.age > 1 && html`<div class="line cut"><i class="mark warning" aria-hidden="true"></i>
      <p><b>${t('cut')}</b> ${t('cut.age', { age: ageWords(link.age, t) })}</p></div>`}</div>
  </header>`;
}
