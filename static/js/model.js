/* A view's model and how snapshots and updates change it, as docs/WIRE.md says.
   Pure: no socket, no clock. Entries are replaced by id, so nothing can grow but the view itself. */

const LISTS = ['tickets', 'windows', 'queues'];

export function emptyModel(hall) {
  return { seq: -1, hall, at: null, tickets: new Map(), windows: new Map(), queues: new Map() };
}

export function applySnapshot(model, snapshot) {
  for (const name of LISTS) {
    model[name] = new Map((snapshot[name] || []).map((entry) => [entry.id, entry]));
  }
  model.seq = snapshot.seq;
  model.at = snapshot.at;
  if (snapshot.hall) model.hall = snapshot.hall;
}

/* 'applied', 'old' (already known) or 'gap' (something is missing: ask for a snapshot). */
export function applyUpdate(model, update) {
  if (update.seq <= model.seq) return 'old';
  if (update.prev > model.seq || model.seq < 0) return 'gap';
  for (const name of LISTS) {
    for (const entry of update[name] || []) {
      if (entry.gone) model[name].delete(entry.id);
      else model[name].set(entry.id, entry);
    }
  }
  model.seq = update.seq;
  model.at = update.at || model.at;
  return 'applied';
}
