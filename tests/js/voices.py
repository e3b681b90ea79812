"""A browser that has a voice: speechSynthesis as browsers document it, which says nothing aloud and fails on command.

`heard.said` is what was spoken, in order; `heard.fail` an error every utterance ends with; `heard.hold` keeps the next
ones from ending until `heard.finish()`.
"""

VOICE = """(() => {
  const heard = { said: [], spans: [], voices: [{ name: 'Tingting', lang: 'zh-CN', localService: true },
    { name: 'Daniel', lang: 'en-GB', localService: true }], fail: null, hold: false, now: null, cuts: 0 };
  class Utterance { constructor(text) { this.text = text; } }
  const end = (one, error) => {
    if (!one || heard.now !== one) return;
    heard.now = null;
    if (error && one.onerror) one.onerror({ error });
    else if (!error && one.onend) { heard.said.push(one.text); one.onend(); }
  };
  heard.finish = () => end(heard.now);
  const synth = {
    getVoices: () => heard.voices,
    addEventListener() {},
    speak(one) {
      if (heard.now) heard.overlapped = true;
      heard.now = one;
      heard.last = { rate: one.rate, volume: one.volume, voice: one.voice && one.voice.name };
      setTimeout(() => { if (one.onstart) one.onstart(); }, 0);
      if (heard.fail) setTimeout(() => end(one, heard.fail), 0);
      else if (!heard.hold) setTimeout(() => end(one), 0);
    },
    cancel() { heard.cuts += 1; end(heard.now, 'canceled'); },
  };
  window.heard = heard;
  Object.defineProperty(window, 'speechSynthesis', { value: synth });
  window.SpeechSynthesisUtterance = Utterance;
})()"""
