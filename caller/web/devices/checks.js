/* The opening self-check in words: for each thing what is so, what to mend and where. Pure: facts in, lines out. */

import { clock } from '/static/js/time.js';
import { detailWords, kindWord, nameOf, placeOf, stateWords } from '/caller/web/devices/words.js';

const WORTH = { ok: 'ok', warning: 'warning', fault: 'fault', silent: 'fault' };
const GB = 2 ** 30;
const PAPER = ['paper_out', 'paper_low'];

/* «取号机 k1 · 东区»: which one, and where it stands. */
function whichOf(t, hall, device) {
  const place = placeOf(t, hall, device);
  const name = device.label || device.id.startsWith(device.kind) ? nameOf(device) : `${kindWord(t, device.kind)} ${nameOf(device)}`;
  return place && place !== nameOf(device) ? t('check.which', { name, place }) : name;
}

const signOf = (t, hall, id) => t.of(hall.windows.find((w) => w.id === id), 'sign') || id;
const zoneOf = (t, hall, id) => t.of(hall.zones.find((z) => z.id === id)) || id;
const NAMED = 8;

/* The first few by name, the rest by their number: sixty plates are no sentence. */
function listed(t, words) {
  const names = words.slice(0, NAMED).join(t('list.comma'));
  return words.length > NAMED ? t('list.more', { names, n: words.length }) : names;
}


/* What to do about a device: what its trouble asks for, else what its state does. */
function remedy(t, { state, detail }) {
  const key = [`mend.${detail}`, `mend.${state}`].find(t.has);
  return key ? t(key) : '';
}

function ofDevices(t, hall, devices) {
  return devices.filter((d) => d.state !== 'ok').map((d) => ({
    state: WORTH[d.state], text: t('check.device', { which: whichOf(t, hall, d), what: stateWords(t, d) }), mend: remedy(t, d),
  }));
}

/* The devices of an item that ail, and what is missing altogether. */
const plain = (t, hall, key, facts, missing = [], name = (id) => id, state = 'fault') => [
  ...ofDevices(t, hall, facts.devices),
  ...missing.map((id) => ({ state, text: t(`check.${key}.missing`, { name: name(id) }), mend: t(`check.${key}.mend`) })),
];

const LOOKS = {
  day(t, hall, { opened, rehearsal, reason }) {
    if (!opened) return [{ state: 'fault', text: t('check.day.not_open'), mend: t('check.day.mend') }];
    return [rehearsal && { state: 'warning', text: t('check.day.rehearsal'), mend: t('check.day.rehearsal.mend') },
      reason === 'day_off' && { state: 'warning', text: t('check.day.off'), mend: t('check.day.off.mend') }].filter(Boolean);
  },
  clock: (t, hall, { doubtful }) => (doubtful ? [{ state: 'fault', text: t('check.clock.doubtful'), mend: t('check.clock.mend') }] : []),
  storage(t, hall, { writable, free }, state) {
    if (!writable) return [{ state: 'fault', text: t('check.storage.dead'), mend: t('check.storage.mend') }];
    return state === 'ok' ? [] : [{ state, text: t('check.storage.little', { gb: (free / GB).toFixed(1) }), mend: t('check.storage.mend') }];
  },
  /* Paper is a thing of its own: said there, not twice. */
  printers: (t, hall, facts) => plain(t, hall, 'printers', { devices: facts.devices.filter((d) => !PAPER.includes(d.detail)) }, facts.missing),
  paper: (t, hall, { low, out }) => [
    ...out.map((name) => ({ state: 'fault', text: t('check.paper.out', { name }), mend: t('mend.paper_out') })),
    ...low.map((name) => ({ state: 'warning', text: t('check.paper.low', { name }), mend: t('mend.paper_low') })),
  ],
  voice: (t, hall, facts) => plain(t, hall, 'voice', facts, facts.missing, (id) => zoneOf(t, hall, id)),
  screens(t, hall, facts) {
    const names = facts.missing.map((id) => signOf(t, hall, id));
    return [...ofDevices(t, hall, facts.devices), ...(names.length
      ? [{ state: 'warning', text: t('check.screens.missing', { names: listed(t, names) }), mend: t('check.screens.mend') }] : [])];
  },
  strips: (t, hall, facts) => plain(t, hall, 'strips', facts),
  keypads: (t, hall, facts) => plain(t, hall, 'keypads', facts),
  readers: (t, hall, facts) => plain(t, hall, 'readers', facts),
  clerks(t, hall, { empty }, state) {
    if (!empty.length) return [];
    return [{ state, text: t('check.clerks.empty', { names: listed(t, empty.map((id) => signOf(t, hall, id))) }), mend: t('check.clerks.mend') }];
  },
  public_url(t, hall, { url, devices }, state) {
    return state === 'warning' ? [{ state, text: t('check.public_url.dead', { url, detail: detailWords(t, (devices[0] || {}).detail) }), mend: t('check.public_url.mend') }] : [];
  },
};

/* What there is to mend or to look at in one item: [{state, text, mend}]. A thing this page does not know is named at least. */
export function linesOf(t, hall, { key, state, facts }) {
  const look = LOOKS[key];
  if (state === 'unknown') return [];
  if (look) return look(t, hall, facts, state);
  return state === 'ok' ? [] : [{ state, text: t('check.other', { key }), mend: t('check.other.mend') }];
}

/* How an item stands by what is said of it: what is said elsewhere is no trouble of its own. */
export function standing(item, lines) {
  if (lines.some((line) => line.state === 'fault')) return 'fault';
  return lines.length ? 'warning' : item.state === 'unknown' ? 'unknown' : 'ok';
}

/* The item in one line when there is nothing to mend. */
export function calmOf(t, hall, { key, state, facts }) {
  if (state === 'unknown') return t(t.has(`check.${key}.unknown`) ? `check.${key}.unknown` : 'check.unknown');
  if (key === 'paper') return t('check.fine');
  if (key === 'day') return facts.closes_at ? t('check.day.until', { time: clock(facts.closes_at, hall.timezone) }) : t('check.fine');
  if (key === 'clock') return clock(facts.at, hall.timezone);
  if (key === 'storage') return t('check.storage.free', { gb: Math.round(facts.free / GB) });
  if (key === 'clerks') return t('check.clerks.all', { n: facts.staffed.length });
  if (key === 'public_url') return facts.url || t('check.public_url.none');
  if (facts.devices) return t('check.all', { n: facts.devices.length });
  return t('check.fine');
}

/* The verdict: how many things must be mended, and how many are worth a look. */
export function verdict(t, hall, items) {
  const all = items.reduce((lines, item) => lines.concat(linesOf(t, hall, item)), []);
  const bad = all.filter((line) => line.state === 'fault').length;
  const soft = all.length - bad;
  if (bad) return { state: 'fault', text: t('verdict.bad', { n: bad }) };
  return soft ? { state: 'warning', text: t('verdict.soft', { n: soft }) } : { state: 'ok', text: t('verdict.good') };
}
