/* A day that plays: the marks of its entries, two models kept as pages keep them, a clock that runs faster.
   No screen here. `ask(path)` answers as the hub does; `changed()` is called when something is to be drawn anew;
   `failed(error, again)` when an answer did not come, with nulls as soon as something is tried again. */

import { applySnapshot, applyUpdate, emptyModel } from '/static/js/model.js';

const VIEWS = ['board', 'manage'];
const AHEAD = 500;
const LOW = 150;
const PAGE = 5000;

export const ms = (iso) => Date.parse(iso);

/* How many of an ordered list lie at or before a value. */
export function upTo(list, value, of) {
  let low = 0;
  let high = list.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (of(list[middle]) <= value) low = middle + 1;
    else high = middle;
  }
  return low;
}

export class Film {
  constructor(day, hall, ask, changed, failed) {
    Object.assign(this, { day, hall, ask, changed, failed });
    this.path = `/replay/${day}`;
    this.marks = [];
    this.names = {};
    this.models = Object.fromEntries(VIEWS.map((view) => [view, emptyModel(hall)]));
    this.at = 0;
    this.seq = 0;
    this.first = 0;
    this.last = 0;
    this.playing = false;
    this.speed = 10;
    this.sent = [];
    this.fetched = 0;
    this.turn = 0;
    this.closed = false;
  }

  /* Everything that happened, page by page; then the hall at `seq`, or at the first entry. */
  async open(seq) {
    this.failed(null, null);
    this.marks = [];
    try {
      for (let after = 0, next = true; next; after = next) {
        const page = await this.ask(`${this.path}?after=${after}&limit=${PAGE}`);
        if (this.closed) return;
        Object.assign(this, { first: page.first, last: page.last, names: page.names });
        this.marks = this.marks.concat(page.marks);
        next = page.next;
      }
    } catch (error) {
      if (!this.closed) this.fail(error, () => this.open(seq));
      return;
    }
    await this.seek(seq || this.first);
  }

  /* The hall just after an entry, at its time or at `time` later. What was fetched of another moment is dropped. */
  async seek(seq, time = 0) {
    const turn = ++this.turn;
    this.failed(null, null);
    this.moving = true;
    this.changed();
    try {
      const shown = await this.ask(`${this.path}/at?seq=${seq}`);
      if (turn !== this.turn || this.closed) return;
      VIEWS.forEach((view) => applySnapshot(this.models[view], shown[view]));
      Object.assign(this, { seq: shown.seq, at: Math.max(ms(shown.at), time), sent: [], fetched: shown.seq, fetching: false });
    } catch (error) {
      if (turn === this.turn && !this.closed) this.fail(error, () => this.seek(seq, time));
    } finally {
      if (turn === this.turn) this.moving = false;
      this.changed();
    }
  }

  /* A moment at which nothing happened is a moment too: the clock stands there, not at the last entry before. */
  seekTime(at) {
    const n = upTo(this.marks, at, (mark) => ms(mark.at));
    const time = Math.min(at, ms(this.marks[this.marks.length - 1].at));
    return n ? this.seek(this.marks[n - 1].seq, time) : this.seek(this.first);
  }

  /* The next mark after this moment, or the one before it, that `wanted` says yes to. */
  find(wanted, back = false) {
    const n = upTo(this.marks, this.seq, (mark) => mark.seq);
    if (!back) return this.marks.slice(n).find(wanted);
    const before = this.marks.slice(0, n).reverse();
    return before.filter((mark) => mark.seq < this.seq).find(wanted);
  }

  /* Marks until now, newest first. */
  past(most, wanted = () => true) {
    const found = [];
    for (let n = upTo(this.marks, this.seq, (mark) => mark.seq) - 1; n >= 0 && found.length < most; n--) {
      if (wanted(this.marks[n])) found.push(this.marks[n]);
    }
    return found;
  }

  play(on) {
    this.playing = on && this.seq > 0 && this.seq < this.last;
    if (this.playing) this.failed(null, null);
    this.changed();
  }

  fail(error, again) {
    this.playing = false;
    this.failed(error, again);
  }

  /* So many milliseconds of the viewer's time have gone by. Without what comes next the day waits. */
  tick(elapsed) {
    if (!this.playing || this.moving) return;
    this.fetch();
    const until = this.at + elapsed * this.speed;
    const complete = this.fetched >= this.last;
    const known = complete ? Infinity : this.sent.length ? ms(this.sent[this.sent.length - 1].payload.at) : this.at;
    this.at = Math.max(this.at, Math.min(until, known));
    while (this.sent.length && ms(this.sent[0].payload.at) <= this.at) this.apply(this.sent.shift());
    const n = upTo(this.marks, this.at, (mark) => ms(mark.at));
    if (n) this.seq = Math.max(this.seq, this.marks[n - 1].seq);
    if (complete && !this.sent.length && this.seq >= this.last) this.playing = false;
    this.changed();
  }

  apply({ view, event, payload }) {
    const model = this.models[view];
    if (event === 'snapshot') applySnapshot(model, payload);
    else applyUpdate(model, payload);
    this.seq = Math.max(this.seq, payload.seq);
  }

  async fetch() {
    if (this.fetching || this.fetched >= this.last || this.sent.length > LOW) return;
    const turn = this.turn;
    this.fetching = true;
    try {
      const page = await this.ask(`${this.path}/updates?after=${this.fetched}&limit=${AHEAD}`);
      if (turn !== this.turn || this.closed) return;
      this.sent = this.sent.concat(page.updates);
      this.fetched = page.next === null ? this.last : Number(page.next);
    } catch (error) {
      if (turn === this.turn && !this.closed) this.fail(error, () => this.play(true));
    } finally {
      if (turn === this.turn) this.fetching = false;
    }
  }

  close() {
    this.closed = true;
    this.playing = false;
  }
}
