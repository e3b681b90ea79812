/* What the kiosk's own reader read, as the hub tells it: what that means where somebody stands, and that it is let go.
   A card is a handle, a masked name and what the age proves; its number never comes here. `laid` and the words are pure. */

import { useEffect, useRef } from '/static/vendor/preact.js';
import { api, newKey } from '/static/js/hub.js';
import { finding, looking } from '/kiosk/web/asking.js';
import { byAge } from '/kiosk/web/hall.js';

const CHOOSING = ['departments', 'services', 'search', 'needs', 'confirm'];
const LEAVING = ['result', 'told', 'read'];
const TROUBLES = { unread: 'card_unread', other_card: 'card_other', unreadable: 'unreadable' };

const cardOf = ({ reading, kind, name, classes }) => ({ reading, kind, name, classes });

/* Why there is no card: said beside the button where a card is asked for, else on a page of its own. */
function trouble(code, here) {
  if (LEAVING.includes(here.screen)) return null;
  return here.screen === 'confirm' || here.screen === 'enter' ? { type: 'wrong', code } : { type: 'told', code };
}

/* What a reading does: on the way to a number it says whose that is, elsewhere it finds what its owner has today.
   `heard` is what a scanned text does. */
export function laid(read, { here, profile }, heard) {
  if (read.trouble) return trouble(TROUBLES[read.trouble] || 'card_unread', here);
  if (!read.reading) return { type: 'forget' };
  if (read.text) return heard(read.text);
  const card = cardOf(read);
  if (CHOOSING.includes(here.screen) || here.why === 'take') return { type: 'identify', id: '', card };
  if (here.why === 'look') return { type: 'read', card, asked: looking({ reading: card.reading }, newKey()) };
  const arriving = here.screen === 'arrive' || here.why === 'arrive';
  const asked = profile.reservations.taken ? finding({ reading: card.reading }, newKey(), arriving ? newKey() : null) : null;
  return { type: 'read', card, asked };
}

/* «Zhang*'s ID card read», and what comes of it. */
export function spokenCard({ name, kind }, t) {
  const what = t(t.has(`card.kind.${kind}`) ? `card.kind.${kind}` : 'card.kind.other');
  return name ? t('card.read.named', { name, what }) : t('card.read', { what });
}

export function spokenAge({ classes }, profile, t) {
  const age = byAge(profile);
  return age && classes.includes(age.id) ? t('card.age', { n: age.min_age }) : '';
}

/* Whether this kiosk has a reader of cards and it does not work: then nobody is asked to lay one on it. */
export function readerDown(devices) {
  const readers = devices.filter(({ kind }) => kind === 'reader');
  return readers.length > 0 && readers.every(({ state }) => state === 'fault' || state === 'silent');
}

/* A sentence that asks for a card, or while none can be read its other form. */
export const asking = (key, devices, t) => t(readerDown(devices) && t.has(`${key}.typed`) ? `${key}.typed` : key);

/* Acts on each reading once, as soon as no request is under way. The hub says the last one again when a socket returns. */
export function useReading(read, ready, act) {
  const done = useRef({ read: null, handle: null });
  useEffect(() => {
    if (!read || !ready || done.current.read === read) return;
    const again = read.reading && read.reading === done.current.handle;
    done.current = { read, handle: read.reading || done.current.handle };
    if (!again) act(read);
  }, [read, ready]);
}

/* The hub forgets a card as soon as the page does, and a scan at once. What is gone already is no error. */
export function useLettingGo(hall, card, read) {
  const letGo = (handle) => {
    api('DELETE', `/halls/${encodeURIComponent(hall)}/readings/${encodeURIComponent(handle)}`, null, { as: 'kiosk' }).catch(() => undefined);
  };
  const mine = card ? card.reading : null;
  const scan = read && read.text ? read.reading : null;
  useEffect(() => (mine ? () => letGo(mine) : undefined), [mine]);
  useEffect(() => {
    if (scan) letGo(scan);
  }, [scan]);
}
