/* The manager's room starts here: which section the address names, its words and style, then hall and person.
   A section is a folder beside this file with section.js, section.css and i18n; it is loaded when somebody goes there. */

import { html } from '/static/vendor/preact.js';
import { begin } from '/caller/web/begin.js';
import { Frame, SECTIONS } from '/static/manage/frame.js';

const READERS = ['manager', 'admin', 'auditor', 'lead'];
const PLAIN = ['big'];

const asked = decodeURIComponent(location.pathname.split('/')[3] || 'room');
const name = [...SECTIONS, ...PLAIN].includes(asked) ? asked : 'room';
/* What a section says besides in words that other pages have. */
const LENT = { room: ['/caller/web/devices/i18n/{lang}.json'], big: ['/static/manage/room/i18n/{lang}.json'] };
const words = ['/caller/web/i18n/{lang}.json', '/static/manage/i18n/{lang}.json', '/static/manage/life/i18n/{lang}.json', ...(LENT[name] || []), `/static/manage/${name}/i18n/{lang}.json`];

/* Without its style a section is unreadable: it is waited for, but a missing file must not keep the section away. */
function styled() {
  const link = document.createElement('link');
  link.rel = 'stylesheet';
  link.href = `/static/manage/${name}/section.css`;
  return new Promise((done) => {
    link.onload = link.onerror = done;
    document.head.appendChild(link);
  });
}

async function start() {
  const [{ Section }] = await Promise.all([import(`/static/manage/${name}/section.js`), styled()]);
  const page = (props) => html`<${Frame} ...${props} section=${Section} name=${name} plain=${PLAIN.includes(name)} />`;
  begin(words, page, { roles: READERS, wrong: 'manage.role' });
}

start();
