/* What is asked of the journal: days, a kind, a person, a window, a number, a reason. Asked when the form is sent. */

import { html, useState } from '/static/vendor/preact.js';

const KINDS = ['ticket', 'ticket.taken', 'ticket.called', 'ticket.no_show', 'ticket.undone', 'ticket.classes_changed', 'ticket.transferred', 'ticket.held', 'ticket.requeued',
  'ticket.cancelled', 'ticket.expired', 'ticket.rated', 'window', 'reservation', 'alarm', 'case', 'card', 'matters.imported', 'person.changed', 'service', 'profile', 'day', 'clock'];
const FIELDS = ['from', 'to', 'kind', 'person', 'window', 'number', 'reason'];

export const query = (asked) => String(new URLSearchParams(FIELDS.filter((name) => asked[name]).map((name) => [name, asked[name]])));

export function Filters({ t, hall, asked, ask }) {
  const [given, setGiven] = useState(asked);
  const set = (name) => (event) => setGiven({ ...given, [name]: event.target.value });
  const text = (name, more = {}) => html`<label><span>${t(`evidence.${name}`)}</span><input value=${given[name] || ''} maxlength="40" autocomplete="off" onInput=${set(name)} ...${more} /></label>`;
  const send = (event) => {
    event.preventDefault();
    const tidy = Object.fromEntries(FIELDS.map((name) => [name, (given[name] || '').trim()]));
    tidy.number = tidy.number.toUpperCase();
    tidy.reason = tidy.reason.toLowerCase();
    ask(tidy);
  };
  return html`<form class="evidence-ask" onSubmit=${send}>
    ${text('from', { type: 'date', max: given.to })}${text('to', { type: 'date', min: given.from })}
    <label><span>${t('evidence.kind')}</span><select value=${given.kind || ''} onChange=${set('kind')}>
      <option value="">${t('evidence.any')}</option>${KINDS.map((kind) => html`<option key=${kind} value=${kind}>${t(`evidence.kind.${kind}`)}</option>`)}</select></label>
    ${text('person')}
    <label><span>${t('evidence.window')}</span><select value=${given.window || ''} onChange=${set('window')}>
      <option value="">${t('evidence.any')}</option>${hall.windows.map((one) => html`<option key=${one.id} value=${one.id}>${t.of(one, 'sign')}</option>`)}</select></label>
    ${text('number')}${text('reason', { pattern: '[a-zA-Z0-9_]*', title: t('evidence.reason.help') })}
    <button class="small evidence-go">${t('evidence.find')}</button>
  </form>`;
}
