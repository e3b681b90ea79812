/* A card was read and its owner has nothing to do with it yet: whose it is, what it proves, one button to go on. */

import { html } from '/static/vendor/preact.js';
import { spokenAge, spokenCard } from '/kiosk/web/reader.js';
import { Icon } from '/kiosk/web/parts/icons.js';
import { News } from '/kiosk/web/parts/news.js';

export function Read(all) {
  const { here, state, dispatch, profile, t } = all;
  const age = state.card && spokenAge(state.card, profile, t);
  return html`
    <main class="told read-card">
      <div class="card"><${Icon} name=${state.card ? 'card' : 'help'} />
        <h1 tabindex="-1">${state.card ? spokenCard(state.card, t) : t('read.gone')}</h1>
        ${age && html`<p class="age">${age}</p>`}
        <p>${t(here.searched ? 'read.none_today' : 'read.text')}</p></div>
      <div class="act"><${News} ...${all} />
        <button class="primary" onClick=${() => dispatch({ type: 'restart' })}>${t('read.go')}</button>
        <button class="plain" onClick=${() => dispatch({ type: 'home' })}>${t(state.card ? 'read.not_mine' : 'told.home')}</button></div>
    </main>`;
}
