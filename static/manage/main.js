/* The manager's room starts here: which section the address names, its words and style, then hall and person.
   A section is a folder beside this file with section.js, section.css and i18n; it is loaded when somebody goes there. */

import { html } from '/static/vendor/preact.js';
import { begin } from '/caller/web/begin.js';
import { Fault } from '/static/manage/parts.js';
import { Frame, SECTIONS } from '/static/manage/frame.js';

const READERS = ['manager', 'admin', 'auditor', 'lead'];
const PLAIN = ['big'];

const asked = decodeURIComponent(location.pathname.split('/')[3] || 'room');
const name = [...SECTIONS, ...PLAIN].includes(asked) ? asked : 'room';
/* What a section says besides in words that other pages have. */
const LENT = { room: ['/caller/web/devices/i18n/{lang}.json'], big: ['/static/manage/room/i18n/{lang}.json'] };
const words = ['/caller/web/i18n/{lang}.json', ...(LENT[name] || []), '/static/manage/i18n/{lang}.json', '/static/manage/life/i18n/{lang}.json', `/static/manage/${name}/i18n/{lang}.json`];

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

const TURNS = 3;
const Lost = ({ t }) => html`<${Fault} t=${t} error=${{ code: 'offline' }} again=${() => location.reload()} />`;

/* A browser may remember that a module could not be had: each turn asks under an address of its own. In the end words and a button. */
async function found() {
  for (let turn = 0; turn < TURNS; turn += 1) {
    try {
      return (await import(`/static/manage/${name}/section.js${turn ? `?turn=${turn}` : ''}`)).Section;
    } catch (error) {
      if (turn < TURNS - 1) await new Promise((done) => setTimeout(done, 500 * (turn + 1)));
    }
  }
  return Lost;
}

async function start() {
  const [Section] = await Promise.all([found(), styled()]);
  const page = (props) => html`<${Frame} ...${props} section=${Section} name=${name} plain=${PLAIN.includes(name)} />`;
  begin(words, page, { roles: READERS, wrong: 'manage.role' });
}

start();
