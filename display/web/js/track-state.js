/* What the holder of a ticket is told, from the ticket, the hall's profile and `ahead`. Pure. */

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

/* Where: the window when called, before that the zones and windows of the awaited service. */
export function whereOf(ticket, profile, t) {
  if (ticket.status === 'called' || ticket.status === 'serving') {
    const known = byId(profile && profile.windows, ticket.window);
    const zone = ticket.zone || (known && known.zone);
    return { signs: [t.of(known, 'sign') || ticket.sign].filter(Boolean), zones: [zoneLine(profile, zone, t)].filter(Boolean) };
  }
  if (ticket.status !== 'waiting') return { signs: [], zones: [] };
  const serving = ((profile && profile.windows) || []).filter((w) => (w.services || []).includes(ticket.service));
  const zones = [...new Set(serving.map((w) => w.zone))].map((id) => zoneLine(profile, id, t));
  return { signs: serving.slice(0, MOST_WINDOWS).map((w) => t.of(w, 'sign')), zones: zones.filter(Boolean), more: serving.length > MOST_WINDOWS };
}

export function servicesOf(ticket, profile, t) {
  return (ticket.services || []).map((id) => t.of(byId(profile && profile.services, id))).filter(Boolean);
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
