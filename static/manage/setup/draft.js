/* A document and what somebody wants of it. Pure: documents in, documents and words out; nothing here asks the hub. */

const same = (a, b) => JSON.stringify(a) === JSON.stringify(b);

/* What a row is called: as the hub calls it in faults and differences. */
export function rowName(row, at) {
  if (row.id) return row.id;
  if (row.prefix) return row.prefix;
  return row.number !== undefined ? `w${row.number}` : String(at + 1);
}

/* What people call it. */
const plate = (t, row) => (t.lang === 'en' && row.sign_en === undefined ? '' : t.of(row, 'sign').replace('{number}', row.number));
export const rowTitle = (t, row, at) => t.of(row) || plate(t, row)
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

const named = (rows) => new Map(rows.map((row, at) => [rowName(row, at), row]));

/* Whether each row has a name of its own; others are known by their place only, which is another one once a row is put in. */
const ownNames = (rows) => rows.every((row) => row.id || row.prefix || row.number !== undefined) && named(rows).size === rows.length;

/* The names of `before` that are left in `after`, in the order of `after`, against their order before. */
function reordered(before, after) {
  const [was, now] = [Array.from(before.keys()).filter((name) => after.has(name)), Array.from(after.keys()).filter((name) => before.has(name))];
  return !same(was, now) || Array.from(after.keys()).slice(0, now.length).some((name) => !before.has(name));
}

function rowsOver(base, mine, theirs) {
  const [was, now, other] = [named(base), named(mine), named(theirs)];
  const kept = new Map();
  other.forEach((row, name) => {
    if (was.has(name) && !now.has(name)) return;
    kept.set(name, now.has(name) && !same(was.get(name), now.get(name)) ? keysOver(was.get(name), now.get(name), row) : row);
  });
  now.forEach((row, name) => { if (!other.has(name) && !same(was.get(name), row)) kept.set(name, row); });
  const names = reordered(was, now) && !reordered(was, other) ? [...now.keys(), ...kept.keys()] : [...kept.keys()];
  return Array.from(new Set(names)).filter((name) => kept.has(name)).map((name) => kept.get(name));
}

/* My changes since `base` over what somebody else has put into effect meanwhile: key by key, so neither loses any.
   {document, whole}: rows without names cannot be told apart; of such a part mine stands whole, and `whole` names it. */
export function rebased(base, mine, theirs) {
  const out = { ...theirs };
  const whole = [];
  Object.entries(changedParts(base, mine)).forEach(([part, content]) => {
    const all = [base, mine, theirs].map((document) => rowsOf(document, part));
    if (content === null) delete out[part];
    else if (Array.isArray(content) && all.every(ownNames)) out[part] = rowsOver(...all);
    else if (Array.isArray(content)) {
      out[part] = content;
      if (!same(base[part], theirs[part]) && !same(content, theirs[part])) whole.push(part);
    } else out[part] = keysOver(base[part], content, theirs[part]);
  });
  return { document: out, whole };
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
