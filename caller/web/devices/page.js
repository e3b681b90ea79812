/* The devices page: registry, pairings, opening self-check, live from one socket; every change goes through the hub. */

import { html, useEffect, useState } from '/static/vendor/preact.js';
import { api } from '/static/js/hub.js';
import { useLive } from '/caller/web/hooks.js';
import { Said, useSaid } from '/caller/web/said.js';
import { problem } from '/caller/web/say.js';
import { Opening } from '/caller/web/devices/opening.js';
import { HowToAdd, Pairings } from '/caller/web/devices/pairings.js';
import { Registry } from '/caller/web/devices/registry.js';
import { Top } from '/caller/web/devices/top.js';
import { nameOf } from '/caller/web/devices/words.js';

const MANAGERS = ['manager', 'admin'];
const FRESH_MS = 10000;
const part = encodeURIComponent;

/* The devices as the live view tells them, and of an open one also each beat: news do not carry every one of those. */
function useDevices(states, base, opened) {
  const [beats, setBeats] = useState({});
  useEffect(() => {
    if (!opened) return undefined;
    const look = () => api('GET', `${base}/devices?limit=500`, null, { as: 'staff' })
      .then(({ devices }) => setBeats(Object.fromEntries(devices.map((d) => [d.id, d]))), () => {});
    look();
    const timer = setInterval(look, FRESH_MS);
    return () => clearInterval(timer);
  }, [opened]);
  const told = Object.keys(states).filter((key) => key.startsWith('device:')).map((key) => states[key]).filter((d) => d && !d.gone);
  return told.map((d) => {
    const beat = beats[d.id];
    return beat && beat.beat > d.beat ? { ...d, beat: beat.beat, shown: beat.shown } : d;
  });
}

/* Acts of this page, one at a time; a refusal is said in words. */
function useDoing({ t, hall, base, said, expired }) {
  const [running, setRunning] = useState(false);
  async function doing(method, path, body, done) {
    setRunning(true);
    try {
      const answer = await api(method, `${base}${path}`, body, { as: 'staff' });
      if (done) said.tell(done, 'info');
      return answer;
    } catch (error) {
      if (error.status === 401) expired();
      else said.tell(problem(t, error), 'problem');
      return null;
    } finally {
      setRunning(false);
    }
  }
  const of = (device) => `/devices/${part(device.id)}`;
  return {
    running,
    look: () => api('GET', `${base}/opening-check`, null, { as: 'staff' }).catch(() => null),
    runThrough: () => doing('POST', '/opening-check', {}, t('did.try')),
    order: (device, what, more) => doing('POST', `${of(device)}/orders`, { do: what, ...more }, t('did.order', { do: t(`order.${what}`), name: nameOf(device) })),
    change: (device, body) => doing('PATCH', of(device), body, t('did.saved')),
    retire: (device) => doing('DELETE', of(device), undefined, t('did.retired', { name: nameOf(device) })),
    confirm: (asked, code, body) => doing('POST', `/pairings/${part(code)}/confirm`, body, t('did.confirmed', { name: body.device })),
    refuse: (asked) => doing('POST', `/pairings/${part(asked.id)}/refuse`, {}, t('did.refused')),
  };
}

export function Devices({ t, hall, renew, me, session, speak, signOut, expired }) {
  const [tab, setTab] = useState(() => (location.hash === '#opening' ? 'opening' : 'devices'));
  const [opened, open] = useState(null);
  const base = `/halls/${part(hall.id)}`;
  const { states, link } = useLive({ hall: hall.id, view: 'manage', as: 'staff' }, session, renew);
  const devices = useDevices(states, base, tab === 'devices' && opened);
  const said = useSaid();
  const acts = useDoing({ t, hall, base, said, expired });
  const manager = MANAGERS.includes(me.role);
  const pairings = manager && states.pairings ? states.pairings.pairings : [];
  const off = acts.running || !link.connected;

  useEffect(() => { document.title = `${pairings.length ? `(${pairings.length}) ` : ''}${t('devices')} · ${t.of(hall)}`; });
  useEffect(() => { if (link.refused && link.refused.code === 'unauthenticated') expired(); }, [link.refused]);

  const pick = (name) => { setTab(name); history.replaceState(null, '', name === 'devices' ? location.pathname + location.search : `#${name}`); };
  const all = { t, hall, devices, manager, off, opened, open, ...acts };
  return html`<div class="devices" data-cut=${!link.connected}>
    <${Top} ...${{ t, hall, me, link, tab, pick, speak, signOut }} asking=${pairings.length} />
    <main>
      ${tab === 'opening' ? html`<${Opening} ...${all} />` : html`
        ${pairings.length > 0 && html`<${Pairings} ...${all} pairings=${pairings} />`}
        <${Registry} ...${all} />
        ${manager && html`<${HowToAdd} t=${t} hall=${hall} />`}`}
    </main>
    <${Said} t=${t} said=${said} />
  </div>`;
}
