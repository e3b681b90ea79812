/* Choosing a window: all of the hall with their signs and states, live. */

import { html, useEffect, useState } from '/static/vendor/preact.js';
import { useLive } from '/caller/web/hooks.js';
import { LanguageButton } from '/caller/web/parts.js';
import { nameOf } from '/caller/web/say.js';

const matches = (t, window, text) => !text || `${window.number} ${window.sign} ${window.sign_en || ''}`.toLowerCase().includes(text.toLowerCase());

function Row({ t, window, state, choose }) {
  return html`<li><button class="window-row" onClick=${() => choose(window.id)}>
    <b>${t.of(window, 'sign')}</b>
    <span class="quiet kind">${t(`kind.${window.kind}`)}</span>
    <span class="state"><i class=${`mark ${state}`} aria-hidden="true"></i>${t(`state.${state}`)}</span>
  </button></li>`;
}

export function Windows({ t, hall, renew, me, choose, speak }) {
  const [text, setText] = useState('');
  const { model } = useLive({ hall: hall.id, view: 'board', as: 'staff' }, me && me.actor, renew);
  const state = (id) => (model && model.windows.get(id) ? model.windows.get(id).state : 'closed');
  const found = hall.windows.filter((window) => matches(t, window, text));
  useEffect(() => { document.title = `${t('choose.title')} · ${t.of(hall)}`; }, [t]);
  return html`<main class="plain wide">
    <div class="plain-top"><span class="quiet">${t.of(hall)}</span><${LanguageButton} t=${t} speak=${speak} /></div>
    <h1>${t('choose.title')}</h1>
    <label class="search"><span class="aside">${t('choose.search')}</span>
      <input type="search" placeholder=${t('choose.search')} value=${text} onInput=${(e) => setText(e.target.value)} />
    </label>
    ${hall.zones.map((zone) => {
      const rows = found.filter((window) => window.zone === zone.id);
      return rows.length ? html`<section><h2>${nameOf(t, hall.zones, zone.id)}</h2>
        <ul class="windows">${rows.map((window) => html`<${Row} key=${window.id} ...${{ t, window, choose }} state=${state(window.id)} />`)}</ul>
      </section>` : null;
    })}
    ${found.length ? null : html`<p class="quiet">${t('choose.none')}</p>`}
  </main>`;
}
