/* Where this page stands: hall and window from the address, and what this computer remembers.
   Storage may be forbidden or full: then nothing is remembered and everything still works. */

const PEOPLE_KEPT = 6;

export function readPlace(path) {
  const [, , hall, window] = path.split('/').map(decodeURIComponent);
  return { hall: hall || '', window: window || null };
}

export const pathOf = (hall, window) => `/caller/${encodeURIComponent(hall)}${window ? `/${encodeURIComponent(window)}` : ''}`;

export function recall(key) {
  try {
    return JSON.parse(localStorage.getItem(`paihao.caller.${key}`));
  } catch (_) {
    return null;
  }
}

export function remember(key, value) {
  try {
    localStorage.setItem(`paihao.caller.${key}`, JSON.stringify(value));
  } catch (_) {
    /* remembering is a convenience */
  }
}

/* The people who signed in here last, the latest first. */
export function people() {
  const known = recall('people');
  return Array.isArray(known) ? known.filter((name) => typeof name === 'string') : [];
}

export function rememberPerson(name) {
  remember('people', [name, ...people().filter((other) => other !== name)].slice(0, PEOPLE_KEPT));
}
