/* Finding a business among hundreds: by name, first letters of the pinyin, code or department. */

import { html } from '/static/vendor/preact.js';

const SHOWN = 40;

export function departmentOf(t, hall, service) {
  const found = (hall.departments || []).find((d) => d.id === service.department);
  return (found && t.lang === 'zh' && found.short_name) || t.of(found);
}

const frequent = (hall, id) => ((hall.screens && hall.screens.kiosk_frequent) || []).indexOf(id);

/* The businesses whose words hold every word of the text; frequent ones first, then the profile's order. */
export function sought(t, hall, services, text) {
  const parts = text.trim().toLowerCase().split(/\s+/).filter(Boolean);
  const words = (s) => `${s.name} ${s.name_en || ''} ${s.code || ''} ${s.search || ''} ${departmentOf(t, hall, s)}`.toLowerCase();
  const rank = (s) => (frequent(hall, s.id) < 0 ? 999 : frequent(hall, s.id));
  return services.filter((s) => parts.every((part) => words(s).includes(part))).sort((a, b) => rank(a) - rank(b));
}

/* A search field over a list of businesses. `more(service)` may add a word on the right. */
export function Options({ t, hall, services, text, setText, chosen, choose, label, more, first }) {
  return html`<div>
    <label class="field"><span class="aside">${label}</span>
      <input type="search" data-first=${first || undefined} placeholder=${label} value=${text} autocomplete="off" onInput=${(event) => setText(event.target.value)} />
    </label>
    <ul class="options">${services.slice(0, SHOWN).map((s) => html`<li key=${s.id}>
      <button type="button" aria-pressed=${chosen.includes(s.id)} onClick=${() => choose(s.id)}>
        <span>${t.of(s)}</span><small>${more ? more(s) : departmentOf(t, hall, s)}</small></button>
    </li>`)}</ul>
    ${services.length ? null : html`<p class="quiet">${t('choose.none')}</p>`}
    ${services.length > SHOWN && html`<p class="quiet">${t('pick.more', { n: services.length - SHOWN })}</p>`}
  </div>`;
}
