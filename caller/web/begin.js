/* A page of the staff that is not a clerk's starts here: words, hall, person; whoever has no business here is told so.
   A session that ends leaves the page and all that was typed in it where it is: signing in again goes over it. */

import { html, render, useEffect, useState } from '/static/vendor/preact.js';
import { loadHall } from '/static/js/hall.js';
import { api } from '/static/js/hub.js';
import { loadWords, pageLang } from '/static/js/i18n.js';
import { Plain, useHall, whoAmI } from '/caller/web/door.js';
import { SignIn, SignInForm } from '/caller/web/signin.js';
import { Sheet } from '/caller/web/sheets/sheet.js';
import { readPlace, recall, remember, rememberPerson } from '/caller/web/place.js';

export const GUIDES = ['guide', 'lead', 'manager', 'admin'];

function App({ first, hall: began, fault, words, page: Page, roles, wrong }) {
  const [hall, renew] = useHall(began);
  const [t, setT] = useState(() => first);
  const [me, setMe] = useState(undefined);
  const [ended, setEnded] = useState(false);
  const [session, setSession] = useState(0);
  useEffect(() => { whoAmI().then(setMe); }, []);
  useEffect(() => { document.documentElement.lang = t.lang === 'en' ? 'en' : 'zh-CN'; }, [t]);

  const speak = async (lang) => {
    remember('lang', lang);
    const spoken = await loadWords(lang, words);
    setT(() => spoken);
  };
  const entered = (who) => {
    rememberPerson(who.name);
    setMe(who);
    setEnded(false);
    setSession((n) => n + 1);
  };
  const signOut = async () => {
    await api('DELETE', '/session', null, { as: 'staff' });
    setMe(null);
  };

  if (fault) return html`<${Plain} t=${t}><p class="fault" role="alert">${t(`error.${fault.code}`)}</p><//>`;
  if (me === undefined) return html`<${Plain} t=${t}><p class="quiet">${t('link.joining')}</p><//>`;
  if (me === null) return html`<${SignIn} ...${{ t, hall, speak, entered }} />`;
  if (!roles.includes(me.role)) return html`<${Plain} t=${t}>
    <p class="fault" role="alert">${t(wrong, { role: t(`role.${me.role}`) })}</p>
    <button class="main" onClick=${signOut}>${t('signin.leave')}</button><//>`;
  return html`<${Page} key=${me.person} ...${{ t, hall, renew, me, session, speak, signOut }} expired=${() => setEnded(true)} />
    ${ended && html`<${Sheet} t=${t} forced=${true} title=${t('signin.title')}>
      <${SignInForm} t=${t} entered=${entered} note=${t('signin.ended.page')} />
    <//>`}`;
}

/* `words`: the page's dictionaries; `page`: the component for `roles`; the word `wrong` tells others that it is not for them. */
export async function begin(words, page, { roles = GUIDES, wrong = 'guide.role' } = {}) {
  const asked = new URLSearchParams(location.search).has('lang');
  const first = await loadWords((!asked && recall('lang')) || pageLang(), words);
  const show = (more) => render(html`<${App} ...${{ first, words, page, roles, wrong, ...more }} />`, document.getElementById('page'));
  try {
    show({ hall: await loadHall(readPlace(location.pathname).hall, { as: 'staff' }) });
  } catch (error) {
    show({ fault: error });
  }
}
