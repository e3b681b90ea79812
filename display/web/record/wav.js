/* Sound as numbers from -1 to 1: without the silence around it, judged, as the bytes of a WAV file. Pure. */

const FRAME_SECONDS = 0.01;
const MARGIN_SECONDS = 0.06;
const FLOOR_DB = -50;
const BELOW_PEAK_DB = 35;

const db = (level) => 20 * Math.log10(Math.max(level, 1e-6));

function levels(samples, frame) {
  const found = [];
  for (let at = 0; at < samples.length; at += frame) {
    const end = Math.min(at + frame, samples.length);
    let power = 0;
    for (let n = at; n < end; n += 1) power += samples[n] * samples[n];
    found.push(db(Math.sqrt(power / (end - at))));
  }
  return found;
}

/* From a breath before the first sound to a breath after the last; empty when nothing is heard. */
export function trimmed(samples, rate) {
  const frame = Math.max(1, Math.round(FRAME_SECONDS * rate));
  const loud = levels(samples, frame);
  const edge = Math.max(FLOOR_DB, loud.reduce((most, one) => Math.max(most, one), -120) - BELOW_PEAK_DB);
  const first = loud.findIndex((one) => one > edge);
  if (first < 0) return samples.slice(0, 0);
  let last = loud.length - 1;
  while (loud[last] <= edge) last -= 1;
  const margin = Math.round(MARGIN_SECONDS * rate);
  return samples.slice(Math.max(0, first * frame - margin), Math.min(samples.length, (last + 1) * frame + margin));
}

/* {seconds, level, fault}: level in dB; fault is '', 'silent', 'quiet', 'loud' or 'short'. */
export function judged(samples, rate) {
  const seconds = samples.length / rate;
  let peak = 0;
  let clipped = 0;
  for (let n = 0; n < samples.length; n += 1) {
    const size = Math.abs(samples[n]);
    if (size > peak) peak = size;
    if (size > 0.995) clipped += 1;
  }
  const level = db(peak);
  let fault = '';
  if (!samples.length || level < -40) fault = 'silent';
  else if (level < -26) fault = 'quiet';
  else if (clipped > samples.length / 1000) fault = 'loud';
  else if (seconds < 0.15) fault = 'short';
  return { seconds, level, fault };
}

/* Mono, 16 bit, little-endian PCM. */
export function wav(samples, rate) {
  const bytes = samples.length * 2;
  const view = new DataView(new ArrayBuffer(44 + bytes));
  const text = (at, word) => Array.from(word).forEach((sign, n) => view.setUint8(at + n, sign.charCodeAt(0)));
  text(0, 'RIFF');
  view.setUint32(4, 36 + bytes, true);
  text(8, 'WAVEfmt ');
  view.setUint32(16, 16, true);
  view.setUint16(20, 1, true);
  view.setUint16(22, 1, true);
  view.setUint32(24, rate, true);
  view.setUint32(28, rate * 2, true);
  view.setUint16(32, 2, true);
  view.setUint16(34, 16, true);
  text(36, 'data');
  view.setUint32(40, bytes, true);
  samples.forEach((value, n) => view.setInt16(44 + n * 2, Math.round(Math.max(-1, Math.min(1, value)) * 32767), true));
  return view.buffer;
}
