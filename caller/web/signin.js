/* Signing in: name and password. As a page of its own at the start, as a sheet when a session has ended. */

import { html, useEffect, useLayoutEffect, useRef, useState } from '/static/vendor/preact.js';
import { SIGN_IN_MS, api } from '/static/js/hub.js';
import { people } from '/caller/web/place.js';
import { problem } from '/caller/web/say.js';
import { LanguageButton } from '/caller/web/parts.js';

export function SignInForm({ t, entered, note }) {
  const [wrong, setWrong] = useState('');
  const [busy, setBusy] = useState(false);
  const [known] = useState(() => people()[0] || '');
  /* A password that was given is good once: with it one's own is chosen. */
  const [given, setGiven] = useState(false);
  const own = useRef(null);
  const again = useRef(null);
  const pin = useRef(null);
  const name = useRef(null);
  const word = useRef(null);
  useLayoutEffect(() => {
    name.current.value = known;
    (known ? word : name).current.focus();
  }, []);

  useLayoutEffect(() => { if (given) own.current.focus(); }, [given]);

  const chosen = () => (given ? { new_password: own.current.value, ...(pin.current.value ? { new_pin: pin.current.value } : {}) } : {});

  async function submit(event) {
    event.preventDefault();
    if (busy) return;
    if (given && own.current.value !== again.current.value) {
      setWrong(t('signin.differ'));
      again.current.focus();
      return;
    }
    setBusy(true);
    try {
      const { me } = await api('POST', '/session', { name: name.current.value.trim(), password: word.current.value, ...chosen() }, { as: 'staff', timeout: SIGN_IN_MS });
      entered(me);
    } catch (error) {
      setWrong(error.code === 'invalid' ? t('signin.unfit') : problem(t, error));
      if (error.code === 'password_change') setGiven(true);
      if (error.code === 'wrong_password') {
        word.current.value = '';
        word.current.focus();
      }
    }
    setBusy(false);
  }

  return html`<form class="signin" onSubmit=${submit}>
    ${note && html`<p class="note">${note}</p>`}
    <label>${t('signin.name')}
      <input ref=${name} name="username" autocomplete="username" required />
    </label>
    <label>${t('signin.password')}
      <input ref=${word} name="password" type="password" autocomplete="current-password" required />
    </label>
    ${given && html`<label>${t('signin.own')}
      <input ref=${own} type="password" autocomplete="new-password" minlength="6" required />
    </label>
    <label>${t('signin.again')}
      <input ref=${again} type="password" autocomplete="new-password" minlength="6" required />
    </label>
    <label>${t('signin.pin')}
      <input ref=${pin} type="password" inputmode="numeric" pattern="[0-9]{4,8}" autocomplete="off" />
    </label>`}
    <p class="fault" role="alert">${wrong}</p>
    <button class="main" aria-disabled=${busy}>${t('signin.go')}</button>
  </form>`;
}

export function SignIn({ t, hall, speak, entered }) {
  useEffect(() => { document.title = `${t('signin.title')} · ${t.of(hall)}`; }, [t]);
  return html`<main class="plain">
    <div class="plain-top"><span class="quiet">${t('title')}</span><${LanguageButton} t=${t} speak=${speak} /></div>
    <h1>${t.of(hall)}</h1>
    <${SignInForm} t=${t} entered=${entered} />
  </main>`;
}
