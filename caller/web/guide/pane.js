/* What the guide is doing now, below the field: giving a number, looking at one, checking in a reservation. */

import { html } from '/static/vendor/preact.js';
import { Card } from '/caller/web/card.js';
import { Give } from '/caller/web/give.js';
import { useTicket } from '/caller/web/lookup.js';
import { waitOf } from '/caller/web/sheets/give.js';
import { Booking } from '/caller/web/guide/booking.js';

function Shown({ t, hall, model, pane, ask, off, print, wrong, failed }) {
  const [ticket, setTicket] = useTicket(hall.id, pane.id, model ? model.seq : 0, failed);
  const doing = async (...act) => {
    const answer = await ask(...act);
    if (answer && answer.ticket) setTicket((old) => ({ ...answer.ticket, ahead: old && old.ahead, wait: old && old.wait }));
    return answer;
  };
  if (!ticket) return html`<p class="quiet">${wrong || t('link.joining')}</p>`;
  return html`<${Card} key=${ticket.id} ...${{ t, hall, ticket, off, print, wrong }} ask=${doing} />`;
}

const TITLE = { give: 'give.title', ticket: 'find.title', booking: 'booking.title' };

export function Pane(props) {
  const { t, hall, model, waits, pane, ask, running, print, clear, wrong } = props;
  return html`<section class="pane card" aria-label=${t(TITLE[pane.name])}>
    <div class="sheet-top"><h2>${t(TITLE[pane.name])}</h2><button class="plain-button" onClick=${clear}>${t('guide.back')}<kbd aria-hidden="true">Esc</kbd></button></div>
    ${pane.name === 'give' && html`<${Give} ...${{ t, hall, ask, running, print, wrong }} start=${pane.service} wait=${waitOf(t, hall, model, waits)} close=${clear} />`}
    ${pane.name === 'ticket' && html`<${Shown} ...${props} />`}
    ${pane.name === 'booking' && html`<${Booking} ...${props} />`}
  </section>`;
}
