/* A live view of the hub that survives months: snapshot, updates, gaps, silence, restarts.
   Recovery is start-up: whatever went wrong, the next snapshot puts it right. */

import { io } from '/static/vendor/socket.io.js';
import { applySnapshot, applyUpdate, emptyModel } from '/static/js/model.js';

const WIRE = 1;
const SILENCE_MS = 15000;
const SYNC_EVERY_MS = 2000;
const REFUSED_MS = 10000;
const SENT_AWAY_MS = 1500;
const RELOADED = 'paihao-reloaded-for-wire';
const RECONNECTING = {
  transports: ['websocket'],
  forceNew: true,
  reconnectionDelay: 500,
  reconnectionDelayMax: 5000,
  randomizationFactor: 0.5,
  timeout: 8000,
};

const jitter = (ms) => ms * (0.5 + Math.random());

/* True when a reload is under way: another wire version is met with one reload, then with words. */
function reloadOnce() {
  try {
    if (sessionStorage.getItem(RELOADED)) return false;
    sessionStorage.setItem(RELOADED, '1');
  } catch (_) {
    return false;
  }
  location.reload();
  return true;
}

function forgetReload() {
  try {
    sessionStorage.removeItem(RELOADED);
  } catch (_) {
    /* storage may be forbidden; then no reload was made either */
  }
}

class Live {
  constructor({ hall, view, as, zone, window, code, device }, { change, state, link }) {
    this.model = emptyModel(hall);
    this.tell = { change, state, link };
    this.heard = performance.now();
    this.joined = false;
    this.refused = null;
    this.told = '';
    this.syncAt = -SYNC_EVERY_MS;
    this.timers = { sync: 0, retry: 0 };
    this.socket = io('/hall', { ...RECONNECTING, auth: { hall, view, as, zone, window, code, device, wire: WIRE } });
    this.listen();
    this.ticking = setInterval(() => this.watch(), 1000);
    this.wake = () => this.awake();
    addEventListener('online', this.wake);
    document.addEventListener('visibilitychange', this.wake);
    this.sayLink();
  }

  /* A snapshot may come before `connect`, so nothing is reset there. */
  listen() {
    const { socket } = this;
    socket.on('snapshot', (snapshot) => this.snapshot(snapshot));
    socket.on('update', (update) => this.update(update));
    socket.on('state', (news) => {
      this.hear();
      if (this.tell.state) this.tell.state(news.key, news.value, news.at);
    });
    socket.on('pulse', () => this.hear());
    socket.on('disconnect', (reason) => {
      this.lost();
      if (reason === 'io server disconnect') this.retry(SENT_AWAY_MS);
    });
    socket.on('connect_error', (error) => {
      if (error.data && error.data.code) this.refuse(error.data);
      else if (!socket.active) this.refuse({ code: 'refused', detail: error.message });
      else this.lost();
    });
  }

  connected() {
    return this.joined && performance.now() - this.heard < SILENCE_MS;
  }

  /* Tells the link when it changed, and each second while cut off. */
  sayLink() {
    const connected = this.connected();
    const age = connected ? 0 : Math.max(0, Math.round((performance.now() - this.heard) / 1000));
    const news = `${connected} ${age} ${this.refused ? this.refused.code : ''}`;
    if (news === this.told) return;
    this.told = news;
    if (this.tell.link) this.tell.link({ connected, age, refused: this.refused });
  }

  hear() {
    this.heard = performance.now();
    this.sayLink();
  }

  lost() {
    this.joined = false;
    this.sayLink();
  }

  snapshot(snapshot) {
    applySnapshot(this.model, snapshot);
    clearTimeout(this.timers.sync);
    this.timers.sync = 0;
    this.joined = true;
    this.refused = null;
    forgetReload();
    this.hear();
    if (this.tell.change) this.tell.change(this.model, null);
  }

  update(update) {
    const result = applyUpdate(this.model, update);
    this.hear();
    if (result === 'gap') this.sync();
    else if (result === 'applied' && this.tell.change) this.tell.change(this.model, update);
  }

  /* Asks for a snapshot, again and again until it comes: the hub may ignore one that comes too soon. */
  sync() {
    if (this.timers.sync) return;
    const soonest = Math.max(0, this.syncAt + SYNC_EVERY_MS - performance.now());
    this.timers.sync = setTimeout(() => {
      this.timers.sync = 0;
      this.syncAt = performance.now();
      if (!this.socket.connected) return;
      this.socket.emit('sync');
      this.sync();
    }, soonest + Math.random() * 300);
  }

  /* A refusal ends socket.io's own reconnecting; it may be lifted later (pairing, a restart), so ask again.
     A page that is about to begin anew says nothing of it: its new self may be let in. */
  refuse(data) {
    if (data.code === 'wire_version' && reloadOnce()) return;
    this.refused = data;
    this.lost();
    this.retry(REFUSED_MS);
  }

  retry(ms) {
    clearTimeout(this.timers.retry);
    this.timers.retry = setTimeout(() => this.socket.connect(), jitter(ms));
  }

  /* Silence on an open connection is a dead one: close it, and socket.io reconnects. */
  watch() {
    if (this.joined && !this.connected()) {
      this.joined = false;
      if (this.socket.io.engine) this.socket.io.engine.close();
    }
    this.sayLink();
  }

  /* A phone comes back to the page, a cable is plugged in: do not wait for the next attempt. */
  awake() {
    if (document.visibilityState !== 'visible' || this.socket.connected || this.refused) return;
    this.socket.disconnect();
    this.socket.connect();
  }

  close() {
    clearInterval(this.ticking);
    Object.values(this.timers).forEach(clearTimeout);
    removeEventListener('online', this.wake);
    document.removeEventListener('visibilitychange', this.wake);
    this.socket.disconnect();
  }
}

/* Watches one view. `change(model, update|null)` after a snapshot (null) or an update,
   `state(key, value, at)`, `link({connected, age, refused})` at each change and every second while cut off. */
export function live(place, callbacks = {}) {
  const door = new Live(place, callbacks);
  return { model: door.model, close: () => door.close() };
}
