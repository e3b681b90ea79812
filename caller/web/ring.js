/* The ring of an idle window: a soft sound once, and a title that changes until the ring is over. */

import { useEffect, useRef, useState } from '/static/vendor/preact.js';

const NOTES = [[660, 0], [880, 0.18]];
const LOUD = 0.12;
const TITLE_MS = 1000;

let audio = null;

/* Two notes, half a second in all. A browser that plays nothing before the first touch stays silent; the words remain. */
export function chime() {
  const Audio = globalThis.AudioContext || globalThis.webkitAudioContext;
  if (!Audio) return;
  audio = audio || new Audio();
  if (audio.state === 'suspended') audio.resume();
  for (const [pitch, after] of NOTES) {
    const start = audio.currentTime + after;
    const tone = audio.createOscillator();
    const level = audio.createGain();
    tone.frequency.value = pitch;
    level.gain.setValueAtTime(0, start);
    level.gain.linearRampToValueAtTime(LOUD, start + 0.03);
    level.gain.exponentialRampToValueAtTime(0.0001, start + 0.32);
    tone.connect(level);
    level.connect(audio.destination);
    tone.start(start);
    tone.stop(start + 0.35);
  }
}

/* Rings once each time `key` becomes another true value. Gives back whether the title shows the ring's word now. */
export function useRing(key, rung) {
  const [shown, setShown] = useState(false);
  const last = useRef(null);
  useEffect(() => {
    if (key && key !== last.current) {
      chime();
      rung();
    }
    last.current = key;
    setShown(!!key);
    if (!key) return undefined;
    const timer = setInterval(() => setShown((now) => !now), TITLE_MS);
    return () => clearInterval(timer);
  }, [key]);
  return shown;
}
