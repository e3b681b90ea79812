/* Queues as a wall says them: which, in what order, in how few words. Pure. */

/* Roughly how wide a text is, in em: a Hanzi is 1, a capital 0.65, other Latin and digits 0.57, a space 0.25. */
export function ems(text) {
  let sum = 0;
  for (const c of String(text)) sum += c > '\u2e80' ? 1 : c === ' ' ? 0.25 : /[A-Z—–]/.test(c) ? 0.66 : 0.57;
  return sum;
}

/* A plate in two lines: at its last space, before 「窗口」, else in the middle. */
export function halves(plate) {
  const space = plate.lastIndexOf(' ');
  if (space > 0) return [plate.slice(0, space), plate.slice(space + 1)];
  const cut = plate.length > 3 && plate.endsWith('\u7a97\u53e3') ? plate.length - 2 : Math.ceil(plate.length / 2);
  return [plate.slice(0, cut), plate.slice(cut)].filter(Boolean);
}

/* A queue's name of at most six Hanzi: its department's short name where the whole queue is one department's. */
export function shortName(queue, profile, t) {
  const name = t.of(queue);
  if (t.lang === 'en' || ems(name) <= 6.2 || !profile) return name;
  const owners = new Set((profile.services || []).filter((s) => s.queue === queue.id).map((s) => s.department));
  const owner = owners.size === 1 && (profile.departments || []).find((d) => owners.has(d.id));
  return (owner && owner.short_name) || name;
}

/* The queues people are waiting in, in the profile's order. */
export function queueRows(model, profile, waits, t) {
  if (!model) return [];
  const order = new Map(((profile && profile.queues) || []).map((q, i) => [q.id, i]));
  const place = (q) => (order.has(q.id) ? order.get(q.id) : order.size);
  return [...model.queues.values()]
    .filter((q) => q.waiting > 0)
    .sort((a, b) => place(a) - place(b) || (a.prefix < b.prefix ? -1 : 1))
    .map((q) => ({ id: q.id, prefix: q.prefix, name: shortName(q, profile, t), waiting: q.waiting, wait: waits[q.id] }));
}

/* Page number `beat` of rows, `size` a page; wraps round. */
export function page(rows, size, beat) {
  const pages = Math.max(1, Math.ceil(rows.length / size));
  const start = (beat % pages) * size;
  return rows.slice(start, start + size);
}

/* «15–25分»: the range in a wall's few words; nothing when the hub cannot say. */
export function waitWords(wait, t) {
  if (!wait) return '';
  const low = Math.floor(wait.low / 60);
  const high = Math.ceil(wait.high / 60);
  if (high <= 2) return t('queue.soon');
  if (low >= 60 && high >= 100) return t('queue.hours', { low: Math.floor(low / 60), high: Math.ceil(high / 60) });
  if (high >= 100) return t('queue.hours.under', { n: Math.ceil(high / 60) });
  if (low === 0) return t('queue.under', { n: high });
  return low === high ? t('queue.minutes', { n: high }) : t('queue.range', { low, high });
}
