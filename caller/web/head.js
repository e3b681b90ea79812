/* The top of the page: sign, person, state and connection. When the hub is out of reach the second line says so
   in the same place, so that nothing below it moves. */

import { html } from '/static/vendor/preact.js';
import { ageWords, clock } from '/static/js/time.js';
import { Key, LanguageButton } from '/caller/web/parts.js';
import { reasonWords } from '/caller/web/say.js';

/* The computer's clock has jumped: numbers go on, but the times may be wrong until somebody looks. */
function Doubtful({ t }) {
  return html`<div class="line cut"><i class="mark warning" aria-hidden="true"></i>
    <p><b>${t('clock')}</b> ${t('clock.do')}</p></div>`;
}

function Cut({ t, link }) {
  const reason = link.refused && (t.has(`error.${link.refused.code}`) ? t(`error.${link.refused.code}`) : link.refused.detail);
  return html`<div class="line cut"><i class="mark warning" aria-hidden="true"></i>
    <p><b>${t('cut')}</b> ${reason ? reason : t('cut.age', { age: ageWords(link.age, t) })}</p></div>`;
}

const mine = (window, me) => !me || [me.person, me.actor, me.name].includes(window.person);

function State({ t, hall, window, me, can, press, off, slow }) {
  if (!window) return html`<div class="line"><p class="quiet">${t('link.joining')}</p></div>`;
  const state = window.state;
  const paused = state === 'paused';
  const other = state === 'open' && !mine(window, me);
  const ready = hall.rules && hall.rules.auto_call && ['ready', 'unready'].find((name) => can.has(name));
  /* While the last press is on its way these say, as all verbs do, that they would do nothing. */
  const rests = { 'aria-disabled': off, 'data-slow': slow };
  return html`<div class="line">
    <p class="state"><i class=${`mark ${state}`} aria-hidden="true"></i><b>${t(`state.${state}`)}</b>
      ${paused && html` <span class="quiet">${window.reason ? reasonWords(t, window.reason) : ''} ${window.since ? t('from', { time: clock(window.since, hall.timezone) }) : ''}</span>`}
      ${other && html` <span class="quiet">${t('person.other', { name: window.person })}</span>`}
    </p>
    ${ready && html`<button class="small" ...${rests} aria-pressed=${!!window.ready} onClick=${() => press(ready)}>${t('verb.ready')}<${Key} name="ready" t=${t} /></button>`}
    ${other && html`<button class="small" ...${rests} onClick=${() => press('take_over')}>${t('verb.take_over')}</button>`}
    ${can.has('close') && html`<button class="small" ...${rests} onClick=${() => press('close')}>${t('verb.close')}<${Key} name="close" t=${t} /></button>`}
  </div>`;
}

export function Head({ t, hall, id, window, me, link, cut, doubtful, can, press, off, slow, leave, fixed, speak }) {
  const sign = t.of(hall.windows.find((w) => w.id === id) || window, 'sign');
  return html`<header class="head">
    <div class="line first">
      <h1>${fixed ? sign : html`<button class="sign" aria-label=${t('choose.change', { sign })} onClick=${leave}>${sign}</button>`}</h1>
      <button class="plain-button person" onClick=${() => press('person')}>
        <span>${me ? me.name : t('person.none')}</span><span class="aside">${t('person.change')}</span><${Key} name="person" t=${t} />
      </button>
      <${LanguageButton} t=${t} speak=${speak} />
      <button class="plain-button" aria-label=${t('help')} onClick=${() => press('help')}><kbd>?</kbd></button>
      <i class=${`mark link ${cut ? 'alarm' : 'open'}`} role="img" aria-label=${t(cut ? 'cut' : 'linked')} title=${t(cut ? 'cut' : 'linked')}></i>
    </div>
    <div role="alert" class="aside">${cut ? t('cut') : ''}</div>
    ${!cut ? html`<${State} ...${{ t, hall, window, me, can, press, off, slow }} />` : html`<${Cut} t=${t} link=${link} />`}
    ${doubtful && html`<${Doubtful} t=${t} />`}
  </header>`;
}
