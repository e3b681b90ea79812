/* What happened until this moment, newest on top; a call tells why it was that one. */

import { html, useState } from '/static/vendor/preact.js';
import { clock } from '/static/js/time.js';
import { Card } from '/static/manage/parts.js';
import { sentence } from '/static/manage/life/telling.js';

const MOST = 60;
const FILTERS = {
  all: () => true,
  calls: (mark) => mark.kind === 'ticket.called' || mark.kind === 'ticket.no_show',
  windows: (mark) => mark.kind.startsWith('window.'),
  notices: (mark) => /^(alarm|profile|day|service|clock)\./.test(mark.kind),
};

function Event({ t, hall, film, mark, open, tell }) {
  return html`<li aria-current=${mark.seq === film.seq ? 'true' : undefined}>
    <time datetime=${mark.at}>${clock(mark.at, hall.timezone)}<small>${mark.at.slice(16, 19)}</small></time>
    <p>${sentence(t, film.names, mark)} ${mark.kind === 'ticket.called' && html`<button class="life-way" onClick=${() => tell(mark.seq)}>${t('replay.why')}</button>`}
      ${mark.ticket && mark.kind !== 'ticket.called' && html`<button class="life-way" onClick=${() => open(mark.ticket)}>${t('life')}</button>`}</p></li>`;
}

export function Events({ t, hall, film, open, tell }) {
  const [kind, setKind] = useState('all');
  const marks = film.past(MOST, FILTERS[kind]);
  const choice = html`<label><span class="aside">${t('replay.show')}</span><select value=${kind} onChange=${(event) => setKind(event.target.value)}>
    ${Object.keys(FILTERS).map((name) => html`<option key=${name} value=${name}>${t(`replay.show.${name}`)}</option>`)}</select></label>`;
  return html`<${Card} name="replay-events" title=${t('replay.events')} aside=${choice}>
    <ol tabindex="0" aria-label=${t('replay.events')}>${marks.map((mark) => html`<${Event} key=${mark.seq} ...${{ t, hall, film, mark, open, tell }} />`)}</ol><//>`;
}
