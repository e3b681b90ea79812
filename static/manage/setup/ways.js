/* The parts of setting up: which belong together, which one the address names, and how one comes from one to another. */

import { html, useEffect, useRef, useState } from '/static/vendor/preact.js';
import { rowsOf } from '/static/manage/setup/draft.js';
import { titleOf } from '/static/manage/setup/words.js';

/* What belongs together; a part of the document that is named nowhere stands with the rules. */
const GROUPS = [
  ['place', ['hall', 'zones', 'windows', 'assignments']],
  ['work', ['departments', 'services', 'queues', 'classes']],
  ['time', ['hours', 'reservations', 'rules', 'overload', '*']],
  ['words', ['screens', 'media', 'voice']],
  ['people', ['people', 'devices']],
  ['whole', ['files', 'history']],
];
export const OWN = ['media', 'people', 'files', 'history', 'preview'];
const FIRST = 'services';

/* What an address asks for; what is no part leads to the businesses. */
export const partOf = (schema, asked) => (OWN.includes(asked) || schema.some((part) => part.name === asked) ? asked : FIRST);

export const go = (at) => { location.hash = at; };

/* `form.current` is a form with something typed: it answers whether that was taken over, and is not left before. */
export function useHash(form) {
  const read = () => location.hash.slice(1) || FIRST;
  const [at, setAt] = useState(read);
  const here = useRef(at);
  useEffect(() => {
    const look = () => {
      const next = read();
      if (form.current) {
        history.replaceState(null, '', `#${here.current}`);
        form.current().then((kept) => { if (kept) go(next); });
        return;
      }
      here.current = next;
      setAt(next);
      scrollTo(0, 0);
    };
    addEventListener('hashchange', look);
    return () => removeEventListener('hashchange', look);
  }, []);
  return at;
}

export function Ways({ t, schema, document, changed, at, hall, me }) {
  const named = GROUPS.reduce((all, [, parts]) => all.concat(parts), []);
  const rest = schema.map((part) => part.name).filter((name) => !named.includes(name));
  const there = (name) => (name === 'devices' ? me.role !== 'auditor' : OWN.includes(name) || schema.some((part) => part.name === name));
  const title = (name) => (OWN.includes(name) || name === 'devices' ? t(`setup.${name}`) : titleOf(t, schema.find((part) => part.name === name)));
  const way = (name) => html`<li key=${name}><a href=${name === 'devices' ? `/devices/${encodeURIComponent(hall.id)}` : `#${name}`} aria-current=${name === at ? 'page' : undefined}>
    <span>${title(name)}</span>${changed[name] !== undefined && html`<b class="setup-dot">${t('setup.altered')}</b>`}${Array.isArray(document[name]) && html`<small>${rowsOf(document, name).length}</small>`}</a></li>`;
  return html`<nav class="setup-ways" aria-label=${t('setup.parts')}>${GROUPS.map(([group, parts]) => html`<div key=${group}><h2>${t(`setup.group.${group}`)}</h2>
    <ul>${parts.reduce((all, name) => all.concat(name === '*' ? rest : [name]), []).filter(there).map(way)}</ul></div>`)}</nav>`;
}
