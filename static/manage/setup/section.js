/* Setting up the hall: the parts on the left, one of them on the right. What is changed stays a draft until it was looked at. */

import { html, useCallback, useEffect, useRef, useState } from '/static/vendor/preact.js';
import { api } from '/static/js/hub.js';
import { problem } from '/caller/web/say.js';
import { Fault, Loading, useAnswer } from '/static/manage/parts.js';
import { changedParts, rebased } from '/static/manage/setup/draft.js';
import { partTitle, titleOf } from '/static/manage/setup/words.js';
import { Rows, Single } from '/static/manage/setup/rows.js';
import { Preview } from '/static/manage/setup/preview.js';
import { Past } from '/static/manage/setup/past.js';
import { People } from '/static/manage/setup/people.js';
import { Media } from '/static/manage/setup/media.js';
import { Files } from '/static/manage/setup/files.js';
import { OWN, Ways, go, partOf, useHash } from '/static/manage/setup/ways.js';
import { usePress } from '/static/manage/setup/press.js';

const PATIENCE = 30000;
/* Leaving the page with a draft would lose it. */
function useGuard(on, keeps) {
  useEffect(() => {
    keeps(on);
    if (!on) return undefined;
    const ask = (event) => { event.preventDefault(); event.returnValue = ''; };
    addEventListener('beforeunload', ask);
    return () => {
      keeps(false);
      removeEventListener('beforeunload', ask);
    };
  }, [on]);
}

export function Section({ t, hall, renew, me, session, base, expired, said, keeps }) {
  const asked = useAnswer(`${base}/setup/schema`, expired);
  const [setup, setSetup] = useState(null);
  const [draft, setDraft] = useState(null);
  const [fault, setFault] = useState(null);
  const [turn, setTurn] = useState(0);
  const [typing, setTyping] = useState('');
  const form = useRef(null);
  const hash = useHash(form);
  const title = useRef(null);
  const press = usePress();
  const off = me.role !== 'admin';
  const changed = setup && draft ? changedParts(setup.document, draft) : {};
  const dirty = Object.keys(changed).length > 0;
  useGuard(dirty || typing !== '', keeps);
  /* `what` of a form is typed and not taken over; `settle` takes it over. */
  const hold = useCallback((what, settle) => {
    form.current = settle;
    setTyping(what);
  }, []);
  const heading = useCallback(() => { if (title.current) title.current.focus(); }, []);
  useEffect(() => { if (window.document.activeElement === window.document.body) heading(); }, [hash, turn]);

  const ask = (method, path, body, key) => api(method, `${base}/setup${path}`, body, { as: 'staff', key, timeout: PATIENCE });
  const read = () => ask('GET', '').then((answer) => { setSetup(answer); setFault(null); return answer; });
  const refused = (error) => {
    if (error.status === 401) expired();
    said.tell(problem(t, error), 'problem');
  };
  useEffect(() => {
    const take = (now) => setDraft((mine) => (mine && setup ? rebased(setup.document, mine, now.document).document : now.document));
    read().then(take, (error) => {
      if (error.status === 401) expired();
      if (!setup) setFault(error);
    });
  }, [session]);
  useEffect(() => { if (session && asked.error) asked.again(); }, [session]);

  if (fault || asked.error) return html`<${Fault} t=${t} error=${fault || asked.error} again=${() => location.reload()} />`;
  if (!setup || !draft || !asked.answer) return html`<${Loading} t=${t} />`;

  const schema = asked.answer.parts;
  const at = partOf(schema, hash);
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
    const wish = { version: setup.version, document: changed, ...(keep ? { waiting: 'keep' } : {}) };
    try {
      const now = await press(wish, (key) => ask('PUT', '', wish, key).then(read));
      setDraft(now.document);
      renew();
      said.tell(t('setup.done', { n: now.version }), 'info');
      go('history');
    } catch (error) {
      if (error.code === 'setup_changed') await read().then((now) => follow(now, error), refused);
      else refused(error);
    }
  };
  const follow = (now, error) => {
    const { document, whole } = rebased(setup.document, draft, now.document);
    setDraft(document);
    setTurn((n) => n + 1);
    const parts = whole.map((name) => partTitle(t, schema, name)).join(t('setup.comma'));
    said.tell(`${problem(t, error)}${parts && ` ${t('setup.kept_whole', { parts })}`}`, 'problem');
  };
  /* With nothing of one's own, what somebody else has put into effect is simply looked at again. */
  const overtaken = async (error) => {
    if (error.code !== 'setup_changed') return refused(error);
    said.tell(t('setup.past.changed', error.facts), 'problem');
    return read().then((now) => setDraft(now.document), refused);
  };
  const restored = async (n) => {
    const now = await read();
    setDraft(now.document);
    renew();
    said.tell(t('setup.restored', { n }), 'info');
  };
  const discard = () => {
    setDraft(setup.document);
    setTurn((n) => n + 1);
    heading();
    if (at === 'preview' && dirty) go(Object.keys(changed)[0]);
  };
  const add = (parts) => {
    const next = { ...draft, ...parts };
    Object.keys(parts).forEach((name) => { if (parts[name] === null) delete next[name]; });
    setDraft(next);
    go('preview');
  };

  const part = schema.find((one) => one.name === at);
  const shared = { t, schema, hall, me, base, off, expired, said, judged, hold, heading, document: draft, change: setDraft, version: setup.version };
  const body = () => {
    if (at === 'preview') return html`<${Preview} ...${{ ...shared, effect, discard, again: turn, back: () => history.back(), ask: () => ask('POST', '/preview', { document: changed, version: setup.version }) }} />`;
    if (at === 'history') return html`<${Past} ...${{ ...shared, restored, refused: overtaken, clean: !dirty }} />`;
    if (at === 'people') return html`<${People} ...${shared} />`;
    if (at === 'media') return html`<${Media} ...${shared} />`;
    if (at === 'files') return html`<${Files} ...${{ ...shared, add, clean: !dirty }} />`;
    return part.rows ? html`<${Rows} key=${`${at} ${turn}`} part=${part} ...${shared} />` : html`<${Single} key=${`${at} ${turn}`} part=${part} ...${shared} />`;
  };
  const unkept = typing === 'form';
  const says = [unkept && t('setup.typing'), dirty && t('setup.dirty', { n: Object.keys(changed).length })].filter(Boolean).join(' ');
  return html`<div class="setup">
    <${Ways} ...${{ t, schema, changed, at, hall, me, document: draft }} />
    <div class="setup-main">
      ${says && at !== 'preview' && html`<div class="setup-bar" role="status"><i class="mark remind" aria-hidden="true"></i><p>${says}</p>
        <button class="small setup-go" onClick=${() => go('preview')}>${t('setup.preview_go')}</button><button class="small" onClick=${discard}>${t('setup.discard')}</button></div>`}
      <h2 ref=${title} tabindex="-1">${part ? titleOf(t, part) : t(`setup.${at}`)}</h2>
      ${off && !OWN.includes(at) && html`<p class="setup-lead">${t('setup.only_look')}</p>`}
      ${body()}
    </div>
  </div>`;
}
