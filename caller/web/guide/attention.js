/* Who has been called and needs a hand on the way: the guide goes to them and brings them to the window. */

import { html } from '/static/vendor/preact.js';
import { Icon } from '/caller/web/icons.js';
import { Clock } from '/caller/web/parts.js';
import { needWord, signOf } from '/caller/web/say.js';

/* Tickets called now whose holders stated a need, the longest called first; `call` tells this call from another. */
export function calledWithNeeds(model) {
  const all = model ? Array.from(model.tickets.values()) : [];
  return all.filter((one) => one.status === 'called' && one.needs.length)
    .sort((a, b) => a.called_seq - b.called_seq)
    .map((ticket) => ({ ticket, call: `${ticket.id} ${ticket.called_seq}` }));
}

export function Attention({ t, hall, rung, look, done }) {
  if (!rung.length) return null;
  return html`<section class="block attention" aria-labelledby="attention-title">
    <h2 id="attention-title"><i class="mark warning" aria-hidden="true"></i>${t('guide.come')}</h2>
    <ul>${rung.map(({ ticket, call }) => html`<li key=${call} class="helping">
      <button class="plain-button number" aria-label=${t('find.number', { number: ticket.number })} onClick=${() => look(ticket)}>${ticket.number}</button>
      <span class="to"><b>${signOf(t, hall, ticket.window)}</b><span class="needs">${ticket.needs.map((id) => html`<span key=${id}><${Icon} name=${id} />${needWord(t, id)}</span>`)}</span></span>
      <${Clock} from=${ticket.called_at} skew=${0} />
      <button class="small" onClick=${() => done(call)}>${t('guide.going')}</button>
    </li>`)}</ul>
  </section>`;
}
