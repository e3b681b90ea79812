/* Where people help. Says honestly that touching this calls nobody. */

import { html } from '/static/vendor/preact.js';
import { guides } from '/kiosk/web/hall.js';
import { More } from '/kiosk/web/parts/more.js';
import { Places } from '/kiosk/web/parts/place.js';

export function Guide({ profile, dispatch, t }) {
  const groups = guides(profile);
  return html`
    <main class="guide">
      <h1 tabindex="-1">${t('guide.title')}</h1>
      <${More} t=${t}>
        ${groups.length ? html`<div class="card"><${Places} groups=${groups} t=${t} /></div>` : html`<p class="card">${t('guide.nowhere')}</p>`}
        <p class="lead">${t('guide.help')}</p>
        <p class="lead">${t('guide.honest')}</p>
      </${More}>
      <button class="primary" onClick=${() => dispatch({ type: 'back' })}>${t('guide.done')}</button>
    </main>`;
}
