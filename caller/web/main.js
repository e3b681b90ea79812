/* The caller page starts here: words, hall, person, window; then the desk.
   Each step waits for the one before and says what it waits for. */

import { html, render, useEffect, useState } from '/static/vendor/preact.js';
import { loadHall } from '/static/js/hall.js';
import { api } from '/static/js/hub.js';
import { loadWords, pageLang } from '/static/js/i18n.js';
import { Plain, useHall, whoAmI } from '/caller/web/door.js';
import { Desk } from '/caller/web/desk.js';
import { SignIn } from '/caller/web/signin.js';
import { Windows } from '/caller/web/windows.js';
import { pathOf, readPlace, recall, remember, rememberPerson } from '/caller/web/place.js';

const place = readPlace(location.pathname);
const WORDS = ['/caller/web/i18n/{lang}.json'];
/* Who may call at a window; anybody else is told so, not left waiting for a view the hub refuses. */
const CALLERS = ['clerk', 'lead', 'manager', 'admin'];

function App({ first, hall: began, fault }) {
  const [hall, renew] = useHall(began);
  const [t, setT] = useState(() => first);
  const [me, setMe] = useState(undefined);
  const [window, setWindow] = useState(place.window || (hall && recall(`window.${hall.id}`)));
  const [seated, setSeated] = useState(false);
  const [session, setSession] = useState(0);

  useEffect(() => { whoAmI().then(setMe); }, []);
  useEffect(() => { document.documentElement.lang = t.lang === 'en' ? 'en' : 'zh-CN'; }, [t]);

  const speak = async (lang) => {
    remember('lang', lang);
    const words = await loadWords(lang, WORDS);
    setT(() => words);
  };
  const choose = (id) => {
    setWindow(id);
    setSeated(false);
    if (id) remember(`window.${hall.id}`, id);
    history.replaceState(null, '', pathOf(hall.id, id) + location.search);
  };
  const entered = (who) => {
    rememberPerson(who.name);
    setMe(who);
    setSession((n) => n + 1);
  };
  const signOut = async () => {
    await api('DELETE', '/session', null, { as: 'staff' });
    setSeated(false);
    setMe(null);
  };

  if (fault) return html`<${Plain} t=${t}><p class="fault" role="alert">${t(`error.${fault.code}`)}</p><//>`;
  if (me === undefined) return html`<${Plain} t=${t}><p class="quiet">${t('link.joining')}</p><//>`;
  if (me === null && !seated) return html`<${SignIn} ...${{ t, hall, speak, entered }} />`;
  if (me && !CALLERS.includes(me.role)) return html`<${Plain} t=${t}>
    <p class="fault" role="alert">${t('signin.role', { role: t(`role.${me.role}`) })}</p>
    <button class="main" onClick=${signOut}>${t('signin.leave')}</button><//>`;
  const at = (me && me.window) || window;
  if (!at || !hall.windows.some((w) => w.id === at)) return html`<${Windows} ...${{ t, hall, renew, me, choose, speak }} />`;
  if (!seated) setSeated(true);
  return html`<${Desk} key=${at} ...${{ t, hall, renew, id: at, me, session, speak, entered, signOut }} fixed=${!!(me && me.window)}
    leave=${() => choose(null)} expired=${() => setMe(null)} />`;
}

async function start() {
  const asked = new URLSearchParams(location.search).has('lang');
  const first = await loadWords((!asked && recall('lang')) || pageLang(), WORDS);
  try {
    const hall = await loadHall(place.hall, { as: 'staff' });
    render(html`<${App} first=${first} hall=${hall} />`, document.getElementById('page'));
  } catch (error) {
    render(html`<${App} first=${first} fault=${error} />`, document.getElementById('page'));
  }
}

start();
