/* Every window as it is now, for «where is …» and «is window 4 open»: sign, state, the number there. */

import { html } from '/static/vendor/preact.js';
import { signOf } from '/caller/web/say.js';

function Place({ t, hall, window, ticket, look }) {
  const state = ticket ? ticket.status : window.state;
  const word = ticket ? t(`status.${ticket.status}`) : t(`state.${window.state}`);
  return html`<li class=${window.state === 'closed' ? 'off' : ''}><span class="sign">${signOf(t, hall, window.id)}</span>
    <span class="state"><i class=${`mark ${state}`} aria-hidden="true"></i>${word}</span>
    ${ticket && html`<button class="plain-button number" aria-label=${t('find.number', { number: ticket.number })} onClick=${() => look(ticket)}>${ticket.number}</button>`}</li>`;
}

export function Places({ t, hall, model, look }) {
  if (!model) return null;
  const windows = hall.windows.map((w) => model.windows.get(w.id)).filter(Boolean);
  const order = { open: 0, paused: 1, closed: 2 };
  const sorted = windows.map((w, at) => [order[w.state], at, w]).sort((a, b) => a[0] - b[0] || a[1] - b[1]).map(([, , w]) => w);
  return html`<section class="block" aria-labelledby="places-title"><h2 id="places-title">${t('guide.windows')}</h2>
    <ul class="places">${sorted.map((window) => html`<${Place} key=${window.id} ...${{ t, hall, window, look }} ticket=${window.ticket && model.tickets.get(window.ticket)} />`)}</ul></section>`;
}
