/* Which calls a wall shows as newest, for how long, and which follow. Pure: `now` in milliseconds is an argument.

   One call alone is shown very large. When three or more wait, as many as are legible are shown together
   («rush»), in call order. Each stays newest for `show` seconds, less while others wait, never below what
   reading takes: 1 s to find the place and 0.5 s a line. Nothing is lost: what cannot be shown yet waits.
   Only when more than MOST_WAITING wait (over a minute's worth) do the oldest go to the list unseen. */

const KEPT = 24;
const MOST_WAITING = 100;
const SHORTEST = 1.5;
const RUSH_FROM = 3;

export function emptyBurst() {
  return { waiting: [], fresh: [], since: 0, rush: false, past: [] };
}

/* Seconds a group of `size` stays newest while `waiting` calls come after it. */
export function holdSeconds(show, size, waiting) {
  const reading = Math.max(SHORTEST, 1 + size / 2);
  return waiting ? Math.max(reading, show / (1 + waiting / 2)) : Math.max(SHORTEST, show);
}

const without = (calls, ticket) => calls.filter((call) => call.ticket !== ticket);

/* A call comes in: {seq, ticket, number, sign, recalls, last}. A recall of what is newest now flashes where it stands. */
export function offer(burst, call, now) {
  if (burst.fresh.some((f) => f.ticket === call.ticket)) {
    const fresh = burst.fresh.map((f) => (f.ticket === call.ticket ? call : f));
    return { ...burst, fresh, since: fresh.length === 1 ? now : burst.since };
  }
  const waiting = without(burst.waiting, call.ticket).concat(call).sort((a, b) => a.seq - b.seq);
  const over = waiting.splice(0, Math.max(0, waiting.length - MOST_WAITING));
  return over.length ? remember({ ...burst, waiting }, over) : { ...burst, waiting };
}

/* A call is taken back: it leaves everything at once. */
export function withdraw(burst, ticket) {
  return {
    ...burst,
    waiting: without(burst.waiting, ticket),
    fresh: without(burst.fresh, ticket),
    past: without(burst.past, ticket),
  };
}

/* Calls that were over before this screen could show them: straight to the list, newest first. */
export function remember(burst, calls) {
  const known = calls.map((c) => c.ticket);
  const past = burst.past.filter((p) => !known.includes(p.ticket)).concat(calls);
  return { ...burst, past: past.sort((a, b) => b.seq - a.seq).slice(0, KEPT) };
}

/* Milliseconds until `advance` can change something: 0 now, Infinity when nothing waits. */
export function due(burst, { show }, now) {
  if (!burst.waiting.length) return Infinity;
  if (!burst.fresh.length) return 0;
  return Math.max(0, burst.since + 1000 * holdSeconds(show, burst.fresh.length, burst.waiting.length) - now);
}

/* The next group becomes newest when its time has come. `together`: how many lines are legible at once. */
export function advance(burst, { show, together }, now) {
  if (due(burst, { show }, now) > 0) return burst;
  const size = burst.waiting.length < RUSH_FROM ? 1 : Math.min(burst.waiting.length, together);
  const fresh = burst.waiting.slice(0, size);
  const seen = fresh.map((c) => c.ticket);
  const older = burst.fresh.concat(burst.past).filter((c) => !seen.includes(c.ticket));
  const past = older.sort((a, b) => b.seq - a.seq).slice(0, KEPT);
  return { waiting: burst.waiting.slice(size), fresh, since: now, rush: size > 1, past };
}
