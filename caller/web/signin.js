/* Signing in: name and password. As a page of its own at the start, as a sheet when a session has ended. */

import { html, useEffect, useLayoutEffect, useRef, useState } from '/static/vendor/preact.js';
import { api } from '/static/js/hub.js';
import { people } from '/caller/web/place.js';
import { problem } from '/caller/web/say.js';
import { LanguageButton } from '/caller/web/parts.js';

export function SignInForm({ t, entered, note }) {
  const [wrong, setWrong] = useState('');
  const [busy, setBusy] = useState(false);
  const [known] = useState(() => people()[0] || '');
  const name = useRef(null);
  const word = useRef(null);
  useLayoutEffect(() => {
    name.current.value = known;
    (known ? word : name).current.focus();
  }, []);

  async function submit(event) {
    event.preventDefault();
    if (busy) return;
    setBusy(true);
    try {
      const { me } = await api('POST', '/session', { name: name.current.value.trim(), password: word.current.value }, { as: 'staff' });
      entered(me);
    } catch (error) {
      setWrong(problem(t, error));
      word.current.value = '';
      word.current.focus();
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
