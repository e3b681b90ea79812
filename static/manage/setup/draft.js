/* A document and what somebody wants of it. Pure: documents in, documents and words out; nothing here asks the hub. */

const same = (a, b) => JSON.stringify(a) === JSON.stringify(b);

/* What a row is called: as the hub calls it in faults and differences. */
export function rowName(row, at) {
  if (row.id) return row.id;
  if (row.prefix) return row.prefix;
  return row.number !== undefined ? `w${row.number}` : String(at + 1);
}

/* What people call it. */
export const rowTitle = (t, row, at) => t.of(row) || t.of(row, 'sign').replace('{number}', row.number)
  || (row.number === undefined ? rowName(row, at) : t('setup.window', { number: row.number }));

export const rowsOf = (document, part) => (Array.isArray(document[part]) ? document[part] : []);

/* The parts that differ, as they are put: an absent one is null. */
export function changedParts(base, wanted) {
  const found = {};
  Object.keys({ ...base, ...wanted }).forEach((part) => {
    if (!same(base[part], wanted[part])) found[part] = wanted[part] === undefined ? null : wanted[part];
  });
  return found;
}

export const placed = (document, part, content) => ({ ...document, [part]: content });

/* The row in the place of the one at `at`, or at the end. */
export function withRow(document, part, at, row) {
  const rows = rowsOf(document, part);
  return placed(document, part, at === null ? [...rows, row] : rows.map((old, n) => (n === at ? row : old)));
}

/* Without a row, and without its name in the lists that name such rows. */
export function withoutRow(document, schema, part, at) {
  const gone = rowName(rowsOf(document, part)[at], at);
  const next = placed(document, part, rowsOf(document, part).filter((_, n) => n !== at));
  schema.forEach((table) => table.keys.filter((key) => key.leads === part).forEach((key) => {
    const clean = (row) => (Array.isArray(row[key.name]) && row[key.name].includes(gone)
      ? { ...row, [key.name]: row[key.name].filter((id) => id !== gone) } : row);
    if (Array.isArray(next[table.name])) next[table.name] = next[table.name].map(clean);
    else if (next[table.name]) next[table.name] = clean(next[table.name]);
  }));
  return next;
}

export function movedUp(document, part, at) {
  const rows = rowsOf(document, part).slice();
  rows.splice(at - 1, 0, rows.splice(at, 1)[0]);
  return placed(document, part, rows);
}

/* An id nobody has: the part's letter and a number. */
export function freshId(document, part) {
  const taken = new Set(rowsOf(document, part).map((row) => row.id));
  for (let n = taken.size + 1; ; n += 1) if (!taken.has(`${part[0]}${n}`)) return `${part[0]}${n}`;
}

const keysOver = (base, mine, theirs) => {
  const out = { ...theirs };
  Object.keys({ ...base, ...mine }).forEach((key) => {
    if (same((base || {})[key], mine[key])) return;
    if (mine[key] === undefined) delete out[key];
    else out[key] = mine[key];
  });
  return out;
};

function rowsOver(base, mine, theirs) {
  const named = (rows) => new Map(rows.map((row, at) => [rowName(row, at), row]));
  const [was, now, other] = [named(base), named(mine), named(theirs)];
  const kept = [];
  other.forEach((row, name) => {
    if (was.has(name) && !now.has(name)) return;
    kept.push(now.has(name) && !same(was.get(name), now.get(name)) ? keysOver(was.get(name), now.get(name), row) : row);
  });
  now.forEach((row, name) => { if (!other.has(name) && !same(was.get(name), row)) kept.push(row); });
  return kept;
}

/* My changes since `base` over what somebody else has put into effect meanwhile: key by key, so neither loses any. */
export function rebased(base, mine, theirs) {
  const out = { ...theirs };
  Object.entries(changedParts(base, mine)).forEach(([part, content]) => {
    if (content === null) delete out[part];
    else if (Array.isArray(content)) out[part] = rowsOver(rowsOf(base, part), content, rowsOf(theirs, part));
    else out[part] = keysOver(base[part], content, theirs[part]);
  });
  return out;
}

/* Where a business is served first by its own name, and the document in which exactly those windows do. */
export const AT = '@windows';
export const servedAt = (document, id) => rowsOf(document, 'windows').map((row, at) => [row, rowName(row, at)])
  .filter(([row]) => (row.services || []).includes(id)).map(([, name]) => name);

export function servedBy(document, id, windows) {
  if (!windows) return document;
  return placed(document, 'windows', rowsOf(document, 'windows').map((row, at) => {
    const has = (row.services || []).includes(id);
    if (has === windows.includes(rowName(row, at))) return row;
    return { ...row, services: has ? row.services.filter((one) => one !== id) : [...(row.services || []), id] };
  }));
}
