/* The recordings at the hub: the list, a recording, putting one in its place, taking one away. */

import { ApiError, api } from '/static/js/hub.js';

const AS = { as: 'staff' };
const path = (hall, language, piece) => ['/halls', hall, 'clips', language, piece].filter((part) => part !== undefined)
  .map((part, n) => (n ? encodeURIComponent(part) : part)).join('/');

export const list = (hall, language) => api('GET', path(hall, language), null, AS);
export const remove = (hall, language, piece) => api('DELETE', path(hall, language, piece), null, AS);

async function raw(method, where, body) {
  const headers = { 'Paihao-As': 'staff', ...(body ? { 'Content-Type': 'audio/wav' } : {}) };
  let answer;
  try {
    answer = await fetch(`/api/v1${where}`, { method, headers, body, cache: 'no-store', credentials: 'same-origin' });
  } catch (_) {
    throw new ApiError(0, 'offline', '');
  }
  if (answer.ok) return answer;
  const problem = await answer.json().catch(() => ({}));
  throw new ApiError(answer.status, problem.code || `http_${answer.status}`, problem.detail);
}

export const keep = async (hall, language, piece, bytes) => (await raw('PUT', path(hall, language, piece), bytes)).json();
export const hear = async (hall, language, piece) => (await raw('GET', path(hall, language, piece))).arrayBuffer();

/* The next piece that nobody has recorded, after this one and from the beginning again; undefined when all are. */
export function nextMissing(clips, piece) {
  const at = clips.findIndex((clip) => clip.piece === piece);
  return [...clips.slice(at + 1), ...clips.slice(0, at + 1)].find((clip) => !clip.recorded);
}
