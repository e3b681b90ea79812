/* 换人: another person at this window by name and PIN, in two seconds: touch a name, four digits, Enter. */

import { html, useRef, useState } from '/static/vendor/preact.js';
import { SIGN_IN_MS, api } from '/static/js/hub.js';
import { GUIDES } from '/caller/web/begin.js';
import { people } from '/caller/web/place.js';
import { problem } from '/caller/web/say.js';
import { Sheet, useFirst } from '/caller/web/sheets/sheet.js';

const PAD = ['1', '2', '3', '4', '5', '6', '7', '8', '9'];

function Keypad({ t, type, wipe }) {
  const digit = (n) => html`<button type="button" tabindex="-1" onClick=${() => type(n)}>${n}</button>`;
  return html`<div class="pad" role="group" aria-label=${t('pin.pad')}>
    ${PAD.map(digit)}<span></span>${digit('0')}
    <button type="button" tabindex="-1" aria-label=${t('pin.wipe')} onClick=${wipe}>⌫</button>
  </div>`;
}

export function Person({ t, hall, id, me, close, changed, expired, signOut }) {
  const known = people().filter((name) => !me || name !== me.name);
  const [name, setName] = useState(known.length === 1 ? known[0] : '');
  const [pin, setPin] = useState('');
  const [wrong, setWrong] = useState('');
  const [busy, setBusy] = useState(false);
  const form = useRef(null);
  const box = useRef(null);
  useFirst(form);
  const pick = (one) => { setName(one); box.current.focus(); };

  async function submit(event) {
    event.preventDefault();
    if (busy || !name.trim() || !pin) return;
    setBusy(true);
    try {
      const { me: who } = await api('POST', '/session', { name: name.trim(), pin, hall: hall.id, window: id }, { as: 'staff', timeout: SIGN_IN_MS });
      changed(who);
    } catch (error) {
      if (error.code === 'unauthenticated') return expired();
      setWrong(problem(t, error));
      setPin('');
      box.current.focus();
      setBusy(false);
    }
    return undefined;
  }

  return html`<${Sheet} t=${t} close=${close} title=${t('person.title')}>
    <form ref=${form} onSubmit=${submit} autocomplete="off">
      ${known.length ? html`<div class="chips" role="group" aria-label=${t('person.recent')}>${known.map((one) => html`
        <button type="button" aria-pressed=${one === name} onClick=${() => pick(one)}>${one}</button>`)}</div>` : null}
      <label class="field">${t('signin.name')}
        <input data-first=${!name || undefined} value=${name} maxlength="40" autocomplete="off" onInput=${(event) => setName(event.target.value)} />
      </label>
      <label class="field">PIN
        <input ref=${box} class="big" data-first=${!!name || undefined} type="password" inputmode="numeric" autocomplete="one-time-code" maxlength="8"
          value=${pin} onInput=${(event) => { setPin(event.target.value.replace(/\D/g, '')); setWrong(''); }} />
      </label>
      <${Keypad} t=${t} type=${(n) => setPin((pin + n).slice(0, 8))} wipe=${() => setPin(pin.slice(0, -1))} />
      <p class="fault" role="alert">${wrong}</p>
      <button class="main" aria-disabled=${busy || !name || !pin}>${t('person.go')}<kbd aria-hidden="true">↵</kbd></button>
      ${me && GUIDES.includes(me.role) && html`<p class="elsewhere"><a href=${`/guide/${encodeURIComponent(hall.id)}`}>${t('kind.guide')}</a> <a href=${`/devices/${encodeURIComponent(hall.id)}`}>${t('devices')}</a></p>`}
      <button type="button" class="plain-button leave" onClick=${() => signOut().catch((error) => setWrong(problem(t, error)))}>${t('signin.leave')}</button>
    </form>
  <//>`;
}
