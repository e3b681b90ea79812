/* The last window for a business has closed and people wait for it: keep their numbers, send them on, or end their visit.
   Closing the sheet keeps them, which loses nobody anything. */

import { html, useRef, useState } from '/static/vendor/preact.js';
import { nameOf } from '/caller/web/say.js';
import { Options, sought } from '/caller/web/pick.js';
import { Sheet, useFirst } from '/caller/web/sheets/sheet.js';

const WAYS = ['keep', 'transfer', 'cancel'];

function Way({ t, name, at, way, choose }) {
  return html`<button type="button" aria-pressed=${way === name} data-first=${at === 0 || undefined} onClick=${() => choose(name)}>
    <span><b>${t(`left.${name}`)}</b><small>${t(`left.${name}.effect`)}</small></span><kbd aria-hidden="true">${at + 1}</kbd>
  </button>`;
}

export function Left({ t, hall, left, close, settle }) {
  const [rest, setRest] = useState(left);
  const [way, setWay] = useState('keep');
  const [to, setTo] = useState(null);
  const [text, setText] = useState('');
  const form = useRef(null);
  useFirst(form);
  const { service, waiting } = rest[0];
  const places = sought(t, hall, hall.services.filter((s) => s.id !== service), text);
  const ready = way !== 'transfer' || to;

  async function submit(event) {
    event.preventDefault();
    if (!ready || !(await settle(service, way === 'transfer' ? { do: way, to } : { do: way }))) return;
    if (rest.length === 1) return close();
    setRest(rest.slice(1));
    setWay('keep');
    setTo(null);
  }
  const keys = (event) => {
    const found = /^(?:Digit|Numpad)([1-3])$/.exec(event.code);
    if (!found || event.target.tagName === 'INPUT') return;
    setWay(WAYS[found[1] - 1]);
    form.current.querySelectorAll('.ways button')[found[1] - 1].focus();
  };
  return html`<${Sheet} t=${t} close=${close} title=${t('left.title')}>
    <form ref=${form} onSubmit=${submit} onKeyDown=${keys}>
      <p class="note">${t('left.note', { service: nameOf(t, hall.services, service), n: waiting })}</p>
      <div class="ways">${WAYS.map((name, at) => html`<${Way} key=${name} ...${{ t, name, at, way }} choose=${setWay} />`)}</div>
      ${way === 'transfer' && html`<${Options} ...${{ t, hall, text, setText }} services=${places} chosen=${to ? [to] : []} choose=${setTo} label=${t('left.to')} />`}
      <button class="main" aria-disabled=${!ready}>${ready ? t(`left.${way}.go`, { n: waiting }) : t('transfer.pick')}</button>
    </form>
  <//>`;
}
