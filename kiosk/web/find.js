/* Finding a service by what people type: Hanzi, pinyin or its first letters, English, a code. Pure. */

const plain = (text) => (text || '').toLowerCase().replace(/[\s'’·,,、()()\-_/]/g, '');
const terms = (text) => (text || '').toLowerCase().split(/[\s,;|]+/).filter(Boolean);

/* Everything a service answers to, prepared once per profile. */
export function index(profile) {
  const departments = new Map(profile.departments.map((d) => [d.id, d]));
  return profile.services.map((service) => {
    const department = departments.get(service.department) || {};
    return {
      service,
      code: plain(service.code),
      names: [plain(service.name), plain(service.name_en)],
      search: [plain(service.search), ...terms(service.search)],
      around: [plain(department.name), plain(department.short_name), plain(department.name_en)],
    };
  });
}

/* 0 is best; Infinity is no match. */
function distance(entry, query) {
  const starts = (text) => text.startsWith(query);
  const holds = (text) => text.includes(query);
  if (starts(entry.code) && query.length > 3) return 0;
  if (entry.names.some(starts)) return 1;
  if (entry.search.some(starts)) return 2;
  if (entry.names.some(holds)) return 3;
  if (entry.search.some(holds)) return 4;
  if (entry.around.some(holds)) return 5;
  return query.length > 3 && holds(entry.code) ? 6 : Infinity;
}

/* Services for a query, best first; frequent ones first among equals; the profile's order after that. */
export function find(entries, text) {
  const query = plain(text);
  if (!query) return [];
  const often = (entry) => (entry.service.frequency === 'high' ? 0 : 1);
  return entries
    .map((entry, order) => ({ entry, order, distance: distance(entry, query) }))
    .filter((hit) => hit.distance < Infinity)
    .sort((a, b) => a.distance - b.distance || often(a.entry) - often(b.entry) || a.order - b.order)
    .map((hit) => hit.entry.service);
}
