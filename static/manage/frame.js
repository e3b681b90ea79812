/* What stands around every section: the hall, the ways to the others, the person, and what the page says. */

import { html, useCallback, useEffect, useRef, useState } from '/static/vendor/preact.js';
import { LanguageButton } from '/caller/web/parts.js';
import { Said, useSaid } from '/caller/web/said.js';
import { Sheet } from '/caller/web/sheets/sheet.js';

export const SECTIONS = ['room', 'reports', 'ratings', 'replay', 'advice', 'setup', 'evidence'];
/* Who finds nothing in a section is not led there; the hub refuses in any case. */
const WHOLE = ['manager', 'admin', 'auditor'];
const FOR = { setup: WHOLE, advice: WHOLE, evidence: WHOLE };
const part = encodeURIComponent;

export const sectionPath = (hall, name) => `/manage/${part(hall)}${name === 'room' ? '' : `/${name}`}`;

function Head({ t, hall, me, name, speak, signOut }) {
  const there = SECTIONS.filter((one) => !FOR[one] || FOR[one].includes(me.role));
  return html`<header class="manage-head">
    <p class="manage-hall"><b>${t.of(hall)}</b></p>
    <nav aria-label=${t('manage')}><ul>${there.map((one) => html`
      <li key=${one}><a href=${sectionPath(hall.id, one)} aria-current=${one === name ? 'page' : undefined}>${t(`manage.${one}`)}</a></li>`)}</ul></nav>
    <span class="manage-who"><span>${me.name}</span><span class="quiet">${t(`role.${me.role}`)}</span></span>
    <button class="plain-button" onClick=${signOut}>${t('signin.leave')}</button>
    <${LanguageButton} t=${t} speak=${speak} />
  </header>`;
}

/* Asked before what nobody has taken over yet is thrown away. */
const Leaving = ({ t, signOut, stay }) => html`<${Sheet} t=${t} title=${t('manage.leaving')} close=${stay}>
  <p>${t('manage.leaving.says')}</p>
  <button class="main" data-first onClick=${stay}>${t('manage.stay')}</button>
  <button class="other manage-leave" onClick=${signOut}>${t('manage.leave')}</button><//>`;

const skip = (event) => {
  event.preventDefault();
  document.getElementById('manage-main').focus();
};

export function Frame({ t, hall, renew, me, session, speak, signOut, expired, section: Section, name, plain }) {
  const said = useSaid();
  const held = useRef(false);
  const [leaving, setLeaving] = useState(false);
  /* A section says whether it holds what would be lost by leaving. */
  const keeps = useCallback((on) => { held.current = on; }, []);
  const leave = () => (held.current ? setLeaving(true) : signOut());
  const base = `/halls/${part(hall.id)}`;
  useEffect(() => { document.title = `${t(`manage.${name}`)} · ${t.of(hall)}`; }, [t]);
  const body = html`<${Section} ...${{ t, hall, renew, me, session, speak, base, expired, said, keeps }} />`;
  if (plain) return body;
  return html`<div class="manage">
    <a class="manage-skip" href="#manage-main" onClick=${skip}>${t('manage.skip')}</a>
    <${Head} ...${{ t, hall, me, name, speak }} signOut=${leave} />
    <main id="manage-main" tabindex="-1" class=${`manage-${name}`}><h1 class="aside">${t(`manage.${name}`)}</h1>${body}</main>
    <${Said} t=${t} said=${said} />
    ${leaving && html`<${Leaving} ...${{ t, signOut }} stay=${() => setLeaving(false)} />`}
  </div>`;
}
