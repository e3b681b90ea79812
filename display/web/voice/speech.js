/* The browser's own voice and the chime: one sound at a time, each with an end, whatever the browser forgets to tell. */

const USUAL_PACE = 240; /* syllables a minute at rate 1: what Chinese system voices speak at; measured by nobody, stated by none */
const START_MS = 6000;
const SYLLABLE_MS = 700;
const NOTES = [[659.3, 0], [523.3, 0.3]];
const CHIME_S = 0.9;
const MANDARIN = /^(zh(?![-_](HK|MO|yue))|cmn)/i;

/* `kind` is what the registry is told: needs_touch, no_voice, voice_failed or cut (by us). */
export class SpeechError extends Error {
  constructor(kind, message) {
    super(message || kind);
    this.kind = kind;
  }
}

/* The voice for a language: Mandarin for zh (never Cantonese), on this computer rather than out of the net. */
export function voiceFor(voices, language) {
  const speaks = (voice) => (language === 'zh' ? MANDARIN.test(voice.lang) : voice.lang.toLowerCase().split(/[-_]/)[0] === language.toLowerCase());
  const found = voices.filter(speaks);
  const plain = (voice) => Number(/^(zh|en)[-_](CN|GB|US)/i.test(voice.lang));
  return found.sort((a, b) => Number(b.localService) - Number(a.localService) || plain(b) - plain(a))[0] || null;
}

export class Speech {
  constructor() {
    this.synth = window.speechSynthesis || null;
    this.sound = window.AudioContext ? new AudioContext() : null;
    this.stop = null;
  }

  voices() {
    return this.synth ? this.synth.getVoices() : [];
  }

  speaks(language) {
    return voiceFor(this.voices(), language) !== null;
  }

  /* Voices come late in some browsers: told when there may be more. */
  onVoices(tell) {
    if (this.synth && this.synth.addEventListener) this.synth.addEventListener('voiceschanged', tell);
  }

  /* Whether the browser lets this page be heard; asked again after each touch. */
  async allowed() {
    if (!this.sound) return true;
    if (this.sound.state === 'suspended') await Promise.race([this.sound.resume(), new Promise((done) => setTimeout(done, 300))]);
    return this.sound.state === 'running';
  }

  /* Two soft notes; `volume` 0 to 1. */
  async chime(volume) {
    if (!this.sound) return;
    const now = this.sound.currentTime;
    for (const [pitch, at] of NOTES) {
      const note = this.sound.createOscillator();
      const gain = this.sound.createGain();
      note.frequency.value = pitch;
      gain.gain.setValueAtTime(0, now + at);
      gain.gain.linearRampToValueAtTime(0.3 * volume, now + at + 0.04);
      gain.gain.exponentialRampToValueAtTime(0.001, now + at + 0.6);
      note.connect(gain).connect(this.sound.destination);
      note.start(now + at);
      note.stop(now + at + 0.65);
    }
    await new Promise((done) => setTimeout(done, 1000 * CHIME_S));
  }

  /* Says one sentence to its end. Rejects with SpeechError. */
  say(language, text, { pace, volume }) {
    const voice = voiceFor(this.voices(), language);
    if (!voice) return Promise.reject(new SpeechError('no_voice'));
    const said = new SpeechSynthesisUtterance(text);
    Object.assign(said, { voice, lang: voice.lang, volume, rate: Math.min(2, Math.max(0.5, pace / USUAL_PACE)) });
    return new Promise((done, fail) => {
      let timer = 0;
      /* Kept here as well: some browsers let go of an utterance nobody holds, and its end is never told. */
      const end = (error) => {
        clearTimeout(timer);
        this.stop = null;
        said.onend = said.onerror = said.onstart = null;
        if (error) this.synth.cancel();
        if (error) fail(error);
        else done();
      };
      this.stop = () => end(new SpeechError('cut'));
      const late = (ms) => { clearTimeout(timer); timer = setTimeout(() => end(new SpeechError('voice_failed', 'no end was told')), ms); };
      said.onstart = () => late(START_MS + SYLLABLE_MS * text.length);
      said.onend = () => end(null);
      said.onerror = ({ error }) => end(new SpeechError(error === 'not-allowed' ? 'needs_touch' : 'voice_failed', error));
      late(START_MS);
      this.synth.speak(said);
    });
  }

  /* Ends at once what is being said. */
  cut() {
    if (this.stop) this.stop();
  }
}
