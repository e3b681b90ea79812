/* The announcer of one zone in a browser page: lease a call, say it, tell the hub, one at a time, for as long as the page lives.
   The rules of order, of bursts and of repeats are the hub's: it leases recalls first, and says how often (docs/WIRE.md, Jobs). */

import { sentences } from '/display/web/voice/wording.js';

const LEASE_S = 30;
const WAIT_S = 20;
const SLACK_MS = 8000;
const PAUSES = [1000, 2000, 5000, 10000, 20000];
const NOT_READY_MS = 2000;
const BREATH_MS = 800;
const TOGETHER_MS = 5000;
const TRIES = 5;
const KEPT = 64;

const pause = (ms) => new Promise((done) => setTimeout(done, ms));

export class Announcer {
  /* `ask(path, body, timeout)` posts to the hub; `over(job)` says why a call does not stand; `languages()` are the zone's;
     `tell({state, detail, job})` hears how it is: ready, speaking, needs_touch, no_voice, voice_failed, cut or refused;
     `told(job, words)` that a call was said. `now()` is the hub's time in ms. */
  constructor({ ask, speech, over, spoken, zone, languages, tell, told, now = Date.now }) {
    Object.assign(this, { ask, speech, over, spoken, zone, languages, tell, told, now });
    this.line = Promise.resolve();
    this.said = [];
    this.anew = true;
    this.troubles = 0;
    this.quietSince = -TOGETHER_MS;
    this.job = null;
    this.state = '';
    this.running = true;
    this.look = () => undefined;
  }

  async run() {
    while (this.running) {
      try {
        if (await this.ready()) await this.turn();
        else await Promise.race([pause(NOT_READY_MS), new Promise((done) => { this.look = done; })]);
      } catch (error) {
        await this.trouble(error.status >= 400 && error.status < 500 && error.status !== 429 ? 'refused' : 'cut', error.detail || error.code || error.message);
      }
    }
  }

  /* What was in the way may be gone: somebody has touched the page, voices have come. */
  wake() {
    this.look();
  }

  /* Nothing is leased that could not be said: another voice of the zone may take it. */
  async ready() {
    if (!this.languages().some((language) => this.speech.speaks(language))) return this.is('no_voice');
    if (!(await this.speech.allowed())) return this.is('needs_touch');
    return true;
  }

  is(state, detail = '', job = null) {
    if (this.state !== state || job) this.tell({ state, detail, job });
    this.state = state;
    return false;
  }

  async trouble(state, detail) {
    this.state = '';
    this.is(state, detail);
    await pause(PAUSES[Math.min(this.troubles, PAUSES.length - 1)]);
    this.troubles += 1;
  }

  async turn() {
    if (!this.troubles) this.is('ready');
    const body = { kinds: ['speech'], limit: 1, seconds: LEASE_S, wait: WAIT_S };
    if (this.zone) body.zone = this.zone;
    if (this.anew) body.anew = true;
    this.anew = true;
    const { jobs } = await this.ask('/jobs/lease', body, 1000 * WAIT_S + SLACK_MS);
    this.anew = false;
    for (const job of jobs) await this.handle(job);
    if (this.state === 'cut' || this.state === 'refused') this.troubles = 0;
  }

  async handle(job) {
    if (this.said.includes(job.id)) return this.end(job, 'done', {});
    const why = this.over(job);
    if (why) return this.end(job, 'dropped', { reason: why });
    this.job = job;
    try {
      const began = this.now();
      /* The hub's time is put right with each beat, also in the middle of a sentence: how long it took is another clock's. */
      const from = performance.now();
      const words = await this.inTurn(() => this.say(job.payload, job));
      this.said = [job.id, ...this.said].slice(0, KEPT);
      this.troubles = 0;
      this.told(job, words);
      return await this.end(job, 'done', { detail: words, spoken_at: new Date(began).toISOString(), seconds: Math.round((performance.now() - from) / 10) / 100 });
    } catch (error) {
      if (!error.kind) throw error;
      return await this.missed(job, error);
    } finally {
      this.job = null;
    }
  }

  /* One sound at a time: a test waits for a call, and a call for a test. */
  inTurn(sound) {
    const said = this.line.then(sound);
    this.line = said.catch(() => undefined);
    return said;
  }

  async missed(job, error) {
    if (error.kind === 'cut') return this.end(job, 'dropped', { reason: this.over(job) || 'stale' });
    await this.end(job, 'failed', { reason: `${error.kind}: ${error.message}`, permanent: (job.attempts || 1) >= TRIES });
    return this.trouble(error.kind);
  }

  /* One announcement, chime and repeats; the words that were said. Sentences of a burst follow on one chime. */
  async say(payload, job = null) {
    const texts = sentences(payload, this.spoken).filter(([language]) => this.speech.speaks(language));
    if (!texts.length) throw Object.assign(new Error('no voice for its languages'), { kind: 'no_voice' });
    this.is('speaking', texts.map(([, text]) => text).join(' '), job);
    const volume = (payload.volume === undefined ? 100 : payload.volume) / 100;
    const close = payload.short && performance.now() - this.quietSince < TOGETHER_MS;
    if (payload.chime && !close) await this.speech.chime(volume);
    for (let turn = 0; turn < (payload.times || 1); turn += 1) {
      if (turn) await pause(BREATH_MS);
      for (const [language, text] of texts) {
        if (job && this.over(job) === 'undone') throw Object.assign(new Error('undone'), { kind: 'cut' });
        await this.speech.say(language, text, { pace: payload.syllables_a_minute || 170, volume });
      }
    }
    this.quietSince = performance.now();
    this.is('ready');
    return texts.map(([, text]) => text).join(' ').slice(0, 300);
  }

  /* A sentence nobody waiting could take for a call; "" or what is wrong. */
  async test() {
    if (!(await this.ready())) return this.state;
    const [language] = ['zh', 'en'].filter((one) => this.speech.speaks(one));
    if (!language) return 'no_voice';
    try {
      await this.inTurn(() => this.speech.say(language, this.spoken[language]('say.test'), { pace: 170, volume: 1 }));
      return '';
    } catch (error) {
      return error.kind || error.message;
    }
  }

  /* The board changed: what is being said may have been taken back. */
  changed() {
    if (this.job && this.over(this.job) === 'undone') this.speech.cut();
  }

  /* Told until the hub knows: nothing can be leased meanwhile, and an untold call is said twice. */
  async end(job, word, body) {
    for (let wait = 500; this.running; wait = Math.min(wait * 2, 5000)) {
      try {
        await this.ask(`/jobs/${encodeURIComponent(job.id)}/${word}`, body, SLACK_MS);
        return;
      } catch (error) {
        if (error.status >= 400 && error.status < 500 && error.status !== 429) return;
        this.is('cut');
        await pause(wait);
      }
    }
  }
}
