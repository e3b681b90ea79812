/* What somebody needs, priority or not: it finds the right window. Priority itself is granted by staff, never claimed here. */

import { html } from '/static/vendor/preact.js';
import { Icon } from '/kiosk/web/parts/icons.js';
import { Pages } from '/kiosk/web/parts/pages.js';

const TALL = { normal: 124, large: 156, short: 84, shortLarge: 108 };

/* This page's sentence for a need, on a low screen its shared name; else its id. */
const words = (need, { short }, t) =>
  [...(short ? [] : [`kiosk.need.${need}`]), `need.${need}`].map((key) => t.has(key) && t(key)).find(Boolean) || need;

const icons = ['wheelchair', 'hearing', 'sight', 'language', 'escort'];

function Choice({ need, state, dispatch, sizes, t }) {
  return html`
    <button class="row choice" role="checkbox" aria-checked=${String(state.needs.includes(need))} onClick=${() => dispatch({ type: 'need', need })}>
      <span class="tick"><${Icon} name="check" /></span><${Icon} name=${icons.includes(need) ? need : 'help'} /><span class="name">${words(need, sizes, t)}</span></button>`;
}

export function Needs(all) {
  const { state, dispatch, profile, sizes, t } = all;
  const columns = sizes.wide ? 3 : 1;
  return html`
    <main class="needs">
      <h1 tabindex="-1">${t('needs.title')}</h1>
      <p class="lead many">${t('needs.many')}</p>
      <${Pages} ...${all} name="needs" items=${profile.needs.map((id) => ({ id }))} cell=${300} columns=${columns}
        tall=${TALL} snug label=${t('needs.title')} draw=${({ id }) => html`<${Choice} need=${id} ...${all} />`} />
      <p class="lead">${t('needs.priority')}</p>
      <button class="primary" onClick=${() => dispatch({ type: 'back' })}>${t('needs.done')}</button>
    </main>`;
}
