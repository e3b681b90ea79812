/* Search: what one types above, what it finds below, keys for those without a keyboard. */

import { html, useMemo, useRef } from '/static/vendor/preact.js';
import { find } from '/kiosk/web/find.js';
import { Icon } from '/kiosk/web/parts/icons.js';
import { Keys } from '/kiosk/web/parts/keys.js';
import { Pages } from '/kiosk/web/parts/pages.js';
import { ServiceRow } from '/kiosk/web/parts/rows.js';

function Found({ all, hits }) {
  const { state, t } = all;
  if (!state.query) return html`<p class="advice">${t('search.how')}</p>`;
  if (!hits.length) return html`<p class="advice">${t('search.none', { query: state.query })}</p>`;
  return html`<${Pages} ...${all} name="found" items=${hits} cell=${720} columns=${1} label=${t('search.title')}
    draw=${(service) => html`<${ServiceRow} ...${all} service=${service} under />`} />`;
}

export function Search(all) {
  const { state, dispatch, entries, sizes, t } = all;
  const field = useRef(null);
  const hits = useMemo(() => find(entries, state.query), [entries, state.query]);
  const say = (query) => dispatch({ type: 'query', query });
  return html`
    <main class="search">
      <h1 tabindex="-1">${t('search.title')}</h1>
      <label class="field"><${Icon} name="search" />
        <input ref=${field} data-focus type="text" inputmode="none" autocomplete="off" autocorrect="off" spellcheck=${false}
          aria-label=${t('search.title')} placeholder=${t('search.placeholder')} value=${state.query}
          onInput=${(event) => say(event.target.value)} /></label>
      <div class="found">
        <p class="aside" role="status">${state.query && t('search.hits', { n: hits.length })}</p>
        <${Found} all=${all} hits=${hits} />
      </div>
      <${Keys} t=${t} compact=${sizes.wide && sizes.short} type=${(letter) => say(state.query + letter)}
        erase=${() => say(state.query.slice(0, -1))} clear=${() => say('')} />
    </main>`;
}
