/* Who is recording: a name and a password, once. */

import { html, useState } from '/static/vendor/preact.js';
import { SIGN_IN_MS, api } from '/static/js/hub.js';

export const RECORDERS = ['guide', 'manager', 'admin'];

/* The person signed in here; null when nobody is. */
export async function whoAmI() {
  try {
    return await api('GET', '/me', null, { as: 'staff' });
  } catch (error) {
    if (error.status === 401) return null;
    throw error;
  }
}

export function SignIn({ t, entered, problem }) {
  const [wrong, setWrong] = useState('');
  const submit = async (event) => {
    event.preventDefault();
    const { username, password } = event.target.elements;
    try {
      const { me } = await api('POST', '/session', { name: username.value.trim(), password: password.value }, { as: 'staff', timeout: SIGN_IN_MS });
      entered(me);
    } catch (error) {
      setWrong(problem(error));
      if (error.code === 'wrong_password') password.value = '';
    }
  };
  return html`<form class="signin" onSubmit=${submit}>
    <label>${t('signin.name')}<input name="username" autocomplete="username" required autofocus /></label>
    <label>${t('signin.password')}<input name="password" type="password" autocomplete="current-password" required /></label>
    <p class="fault" role="alert">${wrong}</p>
    <button class="main">${t('signin.go')}</button>
  </form>`;
}
