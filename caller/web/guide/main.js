/* The guide's page starts here: words, hall, person; then the desk where anybody may ask. */

import { html, render, useEffect, useState } from '/static/vendor/preact.js';
import { api } from '/static/js/hub.js';
import { loadWords, pageLang } from '/static/js/i18n.js';
import { Plain, insist, whoAmI } from '/caller/web/door.js';
import { SignIn } from '/caller/web/signin.js';
import { readPlace, recall, remember, rememberPerson } from '/caller/web/place.js';
import { Counter } from '/caller/web/guide/counter.js';

const WORDS = ['/caller/web/i18n/{lang}.json', '/caller/web/guide/i18n/{lang}.json'];
const GUIDES = ['guide', 'lead', 'manager', 'admin'];

function App({ first, hall, fault }) {
  const [t, setT] = useState(() => first);
  const [me, setMe] = useState(undefined);
  const [session, setSession] = useState(0);
  useEffect(() => { whoAmI().then(setMe); }, []);
  useEffect(() => { document.documentElement.lang = t.lang === 'en' ? 'en' : 'zh-CN'; }, [t]);

  const speak = async (lang) => {
    remember('lang', lang);
    const words = await loadWords(lang, WORDS);
    setT(() => words);
  };
  const entered = (who) => {
    rememberPerson(who.name);
    setMe(who);
    setSession((n) => n + 1);
  };
  const signOut = async () => {
    await api('DELETE', '/session', null, { as: 'staff' });
    setMe(null);
  };

  if (fault) return html`<${Plain} t=${t}><p class="fault" role="alert">${t(`error.${fault.code}`)}</p><//>`;
  if (me === undefined) return html`<${Plain} t=${t}><p class="quiet">${t('link.joining')}</p><//>`;
  if (me === null) return html`<${SignIn} ...${{ t, hall, speak, entered }} />`;
  if (!GUIDES.includes(me.role)) return html`<${Plain} t=${t}>
    <p class="fault" role="alert">${t('guide.role', { role: t(`role.${me.role}`) })}</p>
    <button class="main" onClick=${signOut}>${t('signin.leave')}</button><//>`;
  return html`<${Counter} ...${{ t, hall, me, session, speak, signOut }} expired=${() => setMe(null)} />`;
}

async function start() {
  const asked = new URLSearchParams(location.search).has('lang');
  const first = await loadWords((!asked && recall('lang')) || pageLang(), WORDS);
  try {
    const hall = await insist(`/halls/${encodeURIComponent(readPlace(location.pathname).hall)}`);
    render(html`<${App} first=${first} hall=${hall} />`, document.getElementById('page'));
  } catch (error) {
    render(html`<${App} first=${first} fault=${error} />`, document.getElementById('page'));
  }
}

start();
