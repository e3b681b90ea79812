/* The HTTP door of every page: `api` asks once, `verb` acts exactly once.
   Paths are below /api/v1. Nothing here knows a screen, a word or a language. */

const BASE = '/api/v1';
const ASK_MS = 8000;
const VERB_MS = 20000;
/* For what checks a password or PIN: that is slow on purpose, and in the morning everybody signs in at once. */
export const SIGN_IN_MS = 30000;

/* A refusal or a failure. `code` is the hub's stable word, or 'offline' when no answer came (status 0). */
export class ApiError extends Error {
  constructor(status, code, detail, facts) {
    super(detail || code);
    this.status = status;
    this.code = code;
    this.detail = detail || '';
    this.facts = facts || {};
  }
}

/* 128 random bits. crypto.randomUUID needs a secure context, which a hall's plain network is not. */
export function newKey() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (b) => b.toString(16).padStart(2, '0')).join('');
}

function headers(body, as, key) {
  const out = { Accept: 'application/json' };
  if (body !== undefined && body !== null) out['Content-Type'] = 'application/json';
  if (as) out['Paihao-As'] = as;
  if (key) out['Idempotency-Key'] = key;
  return out;
}

async function read(answer) {
  const text = await answer.text();
  let json = null;
  try {
    json = text ? JSON.parse(text) : null;
  } catch (_) {
    /* a proxy's HTML page: the status says enough */
  }
  if (answer.ok) return json;
  const { code, detail, title, type, status, ...facts } = json || {};
  const wait = Number(answer.headers.get('Retry-After'));
  if (wait > 0 && facts.retry_after === undefined) facts.retry_after = wait;
  throw new ApiError(answer.status, code || `http_${answer.status}`, detail || title, facts);
}

/* One request. `as`: which cookie is meant (kiosk, display, staff); `timeout` in milliseconds. */
export async function api(method, path, body, { as, key, timeout = ASK_MS } = {}) {
  const stop = new AbortController();
  const timer = setTimeout(() => stop.abort(), timeout);
  try {
    const answer = await fetch(BASE + path, {
      method,
      headers: headers(body, as, key),
      body: body === undefined || body === null ? undefined : JSON.stringify(body),
      cache: 'no-store',
      credentials: 'same-origin',
      signal: stop.signal,
    });
    return await read(answer);
  } catch (error) {
    if (error instanceof ApiError) throw error;
    throw new ApiError(0, 'offline', '');
  } finally {
    clearTimeout(timer);
  }
}

const again = (error) => error.status === 0 || error.status === 502 || error.status === 503;
const pause = (ms) => new Promise((done) => setTimeout(done, ms));

/* POST with a fresh key, repeated with the SAME key while no answer comes: a lost answer never acts twice. */
export async function verb(path, body, { as, key = newKey(), patience = VERB_MS } = {}) {
  const end = performance.now() + patience;
  for (let wait = 400; ; wait = Math.min(wait * 2, 3000)) {
    try {
      return await api('POST', path, body === undefined ? {} : body, { as, key, timeout: Math.min(ASK_MS, patience) });
    } catch (error) {
      const rest = Math.max(wait, 1000 * (error.facts.retry_after || 0)) * (0.75 + Math.random() / 2);
      if (!again(error) || performance.now() + rest > end) throw error;
      await pause(rest);
    }
  }
}
