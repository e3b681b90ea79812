/* What the holder of a ticket is told, from the ticket, the hall's profile and `ahead`. Pure. */

import { clock } from '/static/js/time.js';
import { openingWords } from '/display/web/js/opening.js';

const CANCELLABLE = ['waiting', 'held', 'no_show'];
const MOST_WINDOWS = 6;

const byId = (list, id) => (list || []).find((entry) => entry.id === id);

/* «2 楼 · 分类服务区» of a zone id. */
function zoneLine(profile, id, t) {
  const zone = byId(profile && profile.zones, id);
  if (!zone) return '';
  return [zone.floor && t('track.floor', { floor: zone.floor }), t.of(zone)].filter(Boolean).join(' · ');
}

/* Ended, but the matter itself is not settled: told by its outcome, never as «completed». */
const unsettled = ({ status, outcome }) => status === 'completed' && ['accepted', 'incomplete', 'refused', 'wrong_window'].includes(outcome);

const leadKey = (ticket) => `track.lead.${unsettled(ticket) ? 'ended' : ticket.status}`;

function moreKey(ticket) {
  if (ticket.status === 'called' && ticket.last_call) return 'track.more.last';
  return unsettled(ticket) ? `track.outcome.${ticket.outcome}` : `track.more.${ticket.status}`;
}

/* What calls say of a window: a screen over a shoulder need not tell that somebody complains. */
const PRIVATE = ['complaint', 'unresolved'];
const signOf = (window, t) => t.of(window, 'call_sign') || t.of(window, 'sign');
const openly = (window) => !window || !PRIVATE.includes(window.kind);

/* Where: the window when called, before that the zones and windows of the awaited service. */
export function whereOf(ticket, profile, t) {
  if (ticket.status === 'called' || ticket.status === 'serving') {
    const known = byId(profile && profile.windows, ticket.window);
    const zone = ticket.zone || (known && known.zone);
    const zones = openly(known) ? [zoneLine(profile, zone, t)].filter(Boolean) : [];
    return { signs: [signOf(known, t) || ticket.sign].filter(Boolean), zones };
  }
  if (ticket.status !== 'waiting') return { signs: [], zones: [] };
  const serving = ((profile && profile.windows) || []).filter((w) => (w.services || []).includes(ticket.service));
  const zones = [...new Set(serving.filter(openly).map((w) => w.zone))].map((id) => zoneLine(profile, id, t));
  return { signs: serving.slice(0, MOST_WINDOWS).map((w) => signOf(w, t)), zones: zones.filter(Boolean), more: serving.length > MOST_WINDOWS };
}

export function servicesOf(ticket, profile, t) {
  const known = (ticket.services || []).map((id) => byId(profile && profile.services, id));
  return known.filter((service) => service && service.purpose !== 'complain').map((service) => t.of(service)).filter(Boolean);
}

/* Why it was moved or cancelled for all, that it is lunch, that closing time may come first. */
export function toldWords(ticket, { ahead, hours, profile }, t) {
  const waits = ticket.status === 'waiting';
  const moved = ticket.reason === 'no_window' && (waits || ticket.status === 'cancelled');
  const late = waits && ahead && (ahead.warnings || []).includes('may_not_be_served');
  return [
    moved && t(waits ? 'track.moved' : 'track.ended', { service: t.of(ticket, 'service_name') }),
    waits && hours && !hours.open && openingWords(hours, profile, t),
    late && t('track.late'),
  ].filter(Boolean);
}

/* Why the wait is long or has risen; that it is lunch now is told above the number already. */
export function whyWords(ahead, hours, profile, t) {
  if (!ahead || !ahead.reason || (ahead.reason === 'lunch' && hours && hours.reason === 'lunch')) return '';
  return t(`wait.why.${ahead.reason}`, { time: ahead.resumes_at ? clock(ahead.resumes_at, profile && profile.timezone) : '' });
}

const MARKS = { waiting: 'open', called: 'called', serving: 'serving', held: 'held', no_show: 'warning', completed: 'done' };

export function trackState(ticket, profile, ahead, t) {
  const where = whereOf(ticket, profile, t);
  return {
    mark: MARKS[ticket.status] || 'closed',
    lead: t(leadKey(ticket), { sign: where.signs[0] || '' }),
    more: t(moreKey(ticket)),
    where,
    services: servicesOf(ticket, profile, t),
    ahead: ticket.status === 'waiting' ? ahead : null,
    mayCancel: CANCELLABLE.includes(ticket.status),
    mayRate: ticket.status === 'completed',
  };
}
