/* Files to the hub: bytes as they are, with the session's cookie. */

import { ApiError } from '/static/js/hub.js';

const PATIENCE = 10 * 60 * 1000;

/* `path` is below /api/v1. Raises ApiError, as `api` does. */
export async function send(method, path, file, type) {
  const stop = new AbortController();
  const timer = setTimeout(() => stop.abort(), PATIENCE);
  try {
    const answer = await fetch(`/api/v1${path}`, {
      method, body: file, signal: stop.signal, credentials: 'same-origin', headers: { 'Content-Type': type, 'Paihao-As': 'staff' },
    });
    const told = await answer.json().catch(() => ({}));
    if (answer.ok) return told;
    const { code, detail, title, ...facts } = told;
    throw new ApiError(answer.status, code || `http_${answer.status}`, detail || title, facts);
  } catch (error) {
    if (error instanceof ApiError) throw error;
    throw new ApiError(0, 'offline', '');
  } finally {
    clearTimeout(timer);
  }
}
