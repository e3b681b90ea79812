/* A browser page as a device of its hall: let in, known by its beats, ready for orders (docs/WIRE.md, «Devices»).
   What an order means to a page, the page says itself; a page whose hub cannot be asked works on. */

import { api } from '/static/js/hub.js';
import { identify } from '/static/js/identify.js';
import { homeOf, pair } from '/static/js/pairing.js';

const BEAT_MS = 10000;
const WIRE = 1;
const KEPT = 50;
/* Refusals after which this browser is nobody here, or somebody of another place: it asks to be let in. */
const STRANGER = ['unauthenticated', 'forbidden', 'wrong_hall', 'wrong_window'];
const never = () => new Promise(() => {});

/* The name a page beats by. A kiosk's printer has the kiosk's own; without a name the credential's stands for one, and the window's. */
export function nameOf(kind, me, window) {
  if (me.device) return kind === 'kiosk' ? `${me.device}-page` : me.device;
  return [kind, String(me.actor).split(':').pop(), window].filter(Boolean).join('-');
}

/* What runs here, for whoever has to find the machine: the picture's size and the browser. */
export function engine(agent, width, height) {
  const known = [['Edg', 'Edge'], ['Firefox', 'Firefox'], ['Chrome', 'Chrome'], ['Version', 'Safari']];
  const [mark, name] = known.find(([word]) => agent.includes(`${word}/`)) || [];
  return `${width}×${height}${name ? ` · ${name} ${parseInt(agent.split(`${mark}/`)[1], 10)}` : ''}`;
}

class Device {
  constructor(place, page, t) {
    Object.assign(this, { place, page, t });
    this.id = null;
    this.name = '';
    this.zone = place.zone || null;
    this.version = '';
    this.health = { state: 'ok', detail: '' };
    this.seq = null;
    this.did = [];
    this.known = [];
    this.reload = null;
    this.beating = false;
    this.again = false;
    this.inviting = false;
    this.works = false;
    this.ahead = 0;
  }

  /* The hub's time in milliseconds: a screen's own clock may be hours off. */
  now() {
    return Date.now() + this.ahead;
  }

  /* A second device on the same page, such as its voice: it beats for itself. */
  beside(kind, { test }) {
    const other = new Device({ ...this.place, kind, zone: this.zone }, { busy: this.page.busy, test }, this.t);
    Object.assign(other, { works: true, ahead: this.ahead });
    const beat = () => {
      /* This one may itself be known only later: a screen is switched on before its hub. */
      Object.assign(other, { id: this.id && `${this.id}-${kind}`, name: this.name, version: this.version });
      other.beat();
    };
    beat();
    setInterval(beat, BEAT_MS);
    return other;
  }

  /* Who this browser is here; a stranger is asked for a pairing, and goes on when it was confirmed. */
  async enter() {
    const { hall, kind, as, window } = this.place;
    try {
      const me = await api('GET', '/me', null, { as });
      const ours = (!me.hall || me.hall === hall) && (!me.window || !window || me.window === window);
      if (!ours) return this.invite();
      if (me.assigned) this.zone = me.assigned.zone;
      this.version = me.version;
      this.id = nameOf(kind, me, window);
      this.name = me.device || this.id;
      return this.beat();
    } catch (error) {
      return STRANGER.includes(error.code) ? this.invite() : undefined;
    }
  }

  async invite() {
    if (this.inviting) return never();
    this.inviting = true;
    const { hall, kind, as, window } = this.place;
    const found = await pair({ hall, kind }, as, this.t);
    location.replace(homeOf(kind, { ...found, window: found.window || window }, location.search));
    return never();
  }

  /* `state`: ok, warning or fault; `detail`: a code or words for staff. Told at once when it is another. */
  tell(state, detail = '') {
    if (this.health.state === state && this.health.detail === detail) return;
    this.health = { state, detail };
    this.beat();
  }

  shown(seq) {
    this.seq = seq;
  }

  /* A state's key from the live view: the hub nudges whoever has orders. */
  news(key) {
    if (key === `order:${this.id}`) this.beat();
  }

  /* Nobody is being served any more: what waited for that is done now. */
  free() {
    if (this.reload) this.beat();
  }

  words() {
    const { kind, window } = this.place;
    const body = {
      device: this.id, kind, state: this.health.state, version: this.version, wire: WIRE,
      drives: engine(navigator.userAgent, innerWidth, innerHeight),
    };
    if (this.health.detail) body.detail = this.health.detail;
    if (this.zone) body.zone = this.zone;
    if (window) body.window = window;
    if (this.seq !== null) body.shown = this.seq;
    if (this.did.length) body.did = this.did.slice();
    return body;
  }

  /* One beat at a time; whatever is new meanwhile goes with one more. */
  async beat() {
    if (!this.id || this.inviting) return;
    this.again = true;
    if (this.beating) return;
    this.beating = true;
    while (this.again) {
      this.again = false;
      await this.send();
    }
    this.beating = false;
  }

  async send() {
    const body = this.words();
    try {
      const answer = await api('POST', `/halls/${encodeURIComponent(this.place.hall)}/beat`, body, { as: this.place.as });
      this.did.splice(0, (body.did || []).length);
      this.ahead = Date.parse(answer.at) - Date.now();
      this.put(answer.assigned);
      for (const order of answer.orders || []) await this.carry(order);
      this.leave();
    } catch (error) {
      if (STRANGER.includes(error.code)) this.invite();
    }
  }

  /* Where staff have put this page. Before it works that is simply where it is; later it has to begin anew there. */
  put(assigned) {
    if (!assigned || assigned.zone === this.zone) return;
    if (this.works) this.reload = this.reload || {};
    else this.zone = assigned.zone;
  }

  /* An order, once, by its id. A reload is said to be done before it is, for nothing can be said during it. */
  async carry({ id, do: what, args }) {
    if (this.known.includes(id)) return;
    this.known = [id, ...this.known].slice(0, KEPT);
    if (what === 'reload' || what === 'zone') {
      this.reload = { id };
      return;
    }
    const { busy, test } = this.page;
    let error = '';
    if (what === 'identify') identify({ name: args.label && args.label !== this.id ? args.label : this.name, where: args.where, busy: busy(), t: this.t });
    else if (what === 'test') error = test ? await test() : '';
    else error = 'unknown order';
    this.did.push(error ? { id, error } : { id });
    this.again = true;
  }

  /* Reload when nobody would lose anything by it, and when the hub has heard that its order was carried out. */
  leave() {
    if (!this.reload || this.page.busy()) return;
    if (this.reload.id) {
      this.did.push({ id: this.reload.id });
      this.reload = {};
      this.again = true;
    } else if (!this.did.length) {
      location.reload();
    }
  }
}

/* Lets a page in and keeps it known. `place`: {hall, kind, as, zone?, window?}; `busy()` while a reload would take something
   from somebody, `test()` answers "" or what is wrong. Settles when the page may work. */
export async function enlist(place, { busy = () => false, test = null }, t) {
  const device = new Device(place, { busy, test }, t);
  await device.enter();
  device.works = true;
  setInterval(() => (device.id ? device.beat() : device.enter()), BEAT_MS);
  return device;
}
