/* Setting up the hall: the parts on the left, one of them on the right. What is changed stays a draft until it was looked at. */

import { html, useEffect, useState } from '/static/vendor/preact.js';
import { api, newKey } from '/static/js/hub.js';
import { problem } from '/caller/web/say.js';
import { Fault, Loading, useAnswer } from '/static/manage/parts.js';
import { changedParts, rebased, rowsOf } from '/static/manage/setup/draft.js';
import { titleOf } from '/static/manage/setup/words.js';
import { Rows, Single } from '/static/manage/setup/rows.js';
import { Preview } from '/static/manage/setup/preview.js';
import { Past } from '/static/manage/setup/past.js';
import { People } from '/static/manage/setup/people.js';
import { Media } from '/static/manage/setup/media.js';
import { Files } from '/static/manage/setup/files.js';

const PATIENCE = 30000;
/* What belongs together; a part of the document that is named nowhere stands with the rules. */
const GROUPS = [
  ['place', ['hall', 'zones', 'windows', 'assignments']],
  ['work', ['departments', 'services', 'queues', 'classes']],
  ['time', ['hours', 'reservations', 'rules', 'overload', '*']],
  ['words', ['screens', 'media', 'voice']],
  ['people', ['people', 'devices']],
  ['whole', ['files', 'history']],
];
const OWN = ['media', 'people', 'devices', 'files', 'history', 'preview'];

function useHash() {
  const read = () => decodeURIComponent(location.hash.slice(1)) || 'services';
  const [at, setAt] = useState(read);
  useEffect(() => {
    const look = () => { setAt(read()); scrollTo(0, 0); };
    addEventListener('hashchange', look);
    return () => removeEventListener('hashchange', look);
  }, []);
  return at;
}

const go = (at) => { location.hash = at; };

function Ways({ t, schema, document, changed, at, hall }) {
  const named = GROUPS.reduce((all, [, parts]) => all.concat(parts), []);
  const rest = schema.map((part) => part.name).filter((name) => !named.includes(name));
  const title = (name) => (OWN.includes(name) ? t(`setup.${name}`) : titleOf(t, schema.find((part) => part.name === name)));
  const way = (name) => html`<li key=${name}><a href=${name === 'devices' ? `/devices/${encodeURIComponent(hall.id)}` : `#${name}`} aria-current=${name === at ? 'page' : undefined}>
    <span>${title(name)}</span>${changed[name] !== undefined && html`<b class="setup-dot">${t('setup.altered')}</b>`}${Array.isArray(document[name]) && html`<small>${rowsOf(document, name).length}</small>`}</a></li>`;
  return html`<nav class="setup-ways" aria-label=${t('setup.parts')}>${GROUPS.map(([group, parts]) => html`<div key=${group}><h2>${t(`setup.group.${group}`)}</h2>
    <ul>${parts.reduce((all, name) => all.concat(name === '*' ? rest : [name]), []).filter((name) => OWN.includes(name) || schema.some((part) => part.name === name)).map(way)}</ul></div>`)}</nav>`;
}

/* Leaving the page with a draft would lose it. */
function useGuard(on) {
  useEffect(() => {
    if (!on) return undefined;
    const ask = (event) => { event.preventDefault(); event.returnValue = ''; };
    addEventListener('beforeunload', ask);
    return () => removeEventListener('beforeunload', ask);
  }, [on]);
}

export function Section({ t, hall, me, session, base, expired, said }) {
  const asked = useAnswer(`${base}/setup/schema`, expired);
  const [setup, setSetup] = useState(null);
  const [draft, setDraft] = useState(null);
  const [fault, setFault] = useState(null);
  const [turn, setTurn] = useState(0);
  const at = useHash();
  const off = me.role !== 'admin';
  const changed = setup && draft ? changedParts(setup.document, draft) : {};
  const dirty = Object.keys(changed).length > 0;
  useGuard(dirty);

  const ask = (method, path, body, key) => api(method, `${base}/setup${path}`, body, { as: 'staff', key, timeout: PATIENCE });
  const read = () => ask('GET', '').then((answer) => { setSetup(answer); setFault(null); return answer; });
  useEffect(() => { read().then((answer) => setDraft((old) => old || answer.document), (error) => { if (error.status === 401) expired(); setFault(error); }); }, [session]);
  useEffect(() => { if (session && asked.error) asked.again(); }, [session]);

  if (fault || asked.error) return html`<${Fault} t=${t} error=${fault || asked.error} again=${() => location.reload()} />`;
  if (!setup || !draft || !asked.answer) return html`<${Loading} t=${t} />`;

  const schema = asked.answer.parts;
  const refused = (error) => {
    if (error.status === 401) expired();
    said.tell(problem(t, error), 'problem');
  };
  /* The faults of a document, or null where nobody could be asked. */
  const judged = async (document) => {
    try {
      return (await ask('POST', '/preview', { document: changedParts(setup.document, document), version: setup.version, quick: true })).faults;
    } catch (error) {
      refused(error);
      return null;
    }
  };
  const effect = async (keep) => {
    try {
      await ask('PUT', '', { version: setup.version, document: changed, ...(keep ? { waiting: 'keep' } : {}) }, newKey());
      const now = await read();
      setDraft(now.document);
      said.tell(t('setup.done', { n: now.version }), 'info');
      go('history');
    } catch (error) {
      if (error.code === 'setup_changed') {
        const before = setup.document;
        const now = await read();
        setDraft((mine) => rebased(before, mine, now.document));
        setTurn((n) => n + 1);
      }
      refused(error);
    }
  };
  const restored = async (n) => {
    const now = await read();
    setDraft(now.document);
    said.tell(t('setup.restored', { n }), 'info');
  };
  const discard = () => { setDraft(setup.document); go(Object.keys(changed)[0]); };
  const add = (parts) => {
    const next = { ...draft, ...parts };
    Object.keys(parts).forEach((name) => { if (parts[name] === null) delete next[name]; });
    setDraft(next);
    go('preview');
  };

  const part = schema.find((one) => one.name === at);
  const shared = { t, schema, hall, me, base, off, expired, said, judged, document: draft, change: setDraft, version: setup.version };
  const body = () => {
    if (at === 'preview') return html`<${Preview} ...${{ ...shared, effect, discard, again: turn, back: () => history.back(), ask: () => ask('POST', '/preview', { document: changed, version: setup.version }) }} />`;
    if (at === 'history') return html`<${Past} ...${{ ...shared, refused, restored }} />`;
    if (at === 'people') return html`<${People} ...${shared} />`;
    if (at === 'media') return html`<${Media} ...${shared} />`;
    if (at === 'files') return html`<${Files} ...${{ ...shared, add, clean: !dirty }} />`;
    if (!part) return html`<${Loading} t=${t} />`;
    return part.rows ? html`<${Rows} key=${at} part=${part} ...${shared} />` : html`<${Single} key=${at} part=${part} ...${shared} />`;
  };
  const title = OWN.includes(at) ? t(`setup.${at}`) : part ? titleOf(t, part) : '';
  return html`<div class="setup">
    <${Ways} ...${{ t, schema, changed, at, hall, document: draft }} />
    <div class="setup-main">
      ${dirty && at !== 'preview' && html`<div class="setup-bar" role="status"><i class="mark remind" aria-hidden="true"></i><p>${t('setup.dirty', { n: Object.keys(changed).length })}</p>
        <button class="small setup-go" onClick=${() => go('preview')}>${t('setup.preview_go')}</button><button class="small" onClick=${discard}>${t('setup.discard')}</button></div>`}
      <h2>${title}</h2>
      ${off && !OWN.includes(at) && html`<p class="quiet">${t('setup.only_look')}</p>`}
      ${body()}
    </div>
  </div>`;
}
