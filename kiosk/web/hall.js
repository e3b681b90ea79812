/* What the hall offers and how it is now: questions put to the profile and the live board. Pure. */

const FEW = 8;

export const serviceOf = (profile, id) => profile.services.find((s) => s.id === id);
export const departmentOf = (profile, id) => profile.departments.find((d) => d.id === id);

/* A hall with so few services that the first screen can hold them all. */
export const isSmall = (profile) => profile.services.length <= FEW;

const often = (services) => services.filter((s) => s.frequency === 'high');

/* The services on the first screen: the hall's own choice, else those marked frequent. */
export function frequent(profile) {
  if (isSmall(profile)) return profile.services;
  const chosen = (profile.screens.kiosk_frequent || []).map((id) => serviceOf(profile, id)).filter(Boolean);
  return chosen.length ? chosen : often(profile.services).slice(0, FEW);
}

/* A department's services, frequent ones first. */
export function servicesOf(profile, department) {
  const all = profile.services.filter((s) => s.department === department);
  return [...often(all), ...all.filter((s) => s.frequency !== 'high')];
}

/* Departments people can come for. */
export function departments(profile) {
  const used = new Set(profile.services.map((s) => s.department));
  return profile.departments.filter((d) => used.has(d.id));
}

/* Results to pick up. */
export const collecting = (profile) => profile.services.filter((s) => s.purpose === 'collect');

/* Services that somebody works through the lunch break for. */
export function throughLunch(profile) {
  const worked = new Set(profile.windows.filter((w) => w.works_lunch).flatMap((w) => w.services));
  return profile.services.filter((s) => worked.has(s.id));
}

/* The class that an ID number proves by age, if the hall has one. */
export const byAge = (profile) => profile.classes.find((c) => c.evidence === 'id' && c.min_age > 0);

/* How many cases one number may stand for, where the hall counts them at all; else 1. */
export function mostCases(profile, services) {
  const limits = services.map((s) => s.cases).filter(Boolean);
  if (limits.length) return Math.min(...limits);
  return profile.rules.agent_cases > 0 ? 99 : 1;
}

/* A passed number comes back at the kiosk only where the hall says so. */
export const restores = (profile) => profile.rules.passed === 'reactivate';

/* A complaint is nobody else's business: on the ticket it is a visit like any other. */
export const discreet = (service) => service.purpose === 'complain';

const byZone = (profile, windows) =>
  profile.zones
    .map((zone) => ({ zone, windows: windows.filter((w) => w.zone === zone.id) }))
    .filter((group) => group.windows.length);

/* Where a service is done: zones with their windows, open ones if any is open. */
export function where(profile, board, service) {
  const all = profile.windows.filter((w) => w.services.includes(service));
  const state = (w) => (board.windows.get(w.id) || {}).state;
  const open = all.filter((w) => state(w) === 'open');
  const known = all.some((w) => state(w));
  return { groups: byZone(profile, open.length ? open : all), open: open.length > 0 || !known };
}

/* Where people help: the hall's guide windows. */
export const guides = (profile) => byZone(profile, profile.windows.filter((w) => w.kind === 'guide'));

/* People before a newcomer and how long they take; null where the board does not know. */
export function waiting(board, queue) {
  const line = board.queues.get(queue);
  return line ? line.waiting : null;
}

/* What «bring» says, one thing a line. */
export const brought = (text) => (text || '').split(/[\n;;]+/).map((line) => line.trim()).filter(Boolean);
