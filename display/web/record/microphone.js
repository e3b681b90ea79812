/* The microphone: asked for once, listened to while recording; and the loudspeaker, to hear what was recorded.
   Browsers give a microphone only to pages from https or from this very computer (localhost). */

export const allowed = () => Boolean(window.isSecureContext && navigator.mediaDevices && window.AudioWorkletNode);

const LONGEST_SECONDS = 15;

/* Processing that makes calls of people clearer makes recordings dull and uneven. */
const PLAIN = { channelCount: 1, echoCancellation: false, noiseSuppression: false, autoGainControl: false };

export class Microphone {
  /* `told(level)`: the loudness of what is heard now, 0 to 1; `full()`: the recording was ended, it is too long. */
  constructor({ told, full }) {
    this.told = told;
    this.full = full;
    this.parts = null;
    this.context = null;
  }

  get rate() {
    return this.context.sampleRate;
  }

  async sound() {
    if (!this.context) this.context = new AudioContext();
    await this.context.resume();
    return this.context;
  }

  async open() {
    if (this.stream) return;
    const context = await this.sound();
    this.stream = await navigator.mediaDevices.getUserMedia({ audio: PLAIN });
    await context.audioWorklet.addModule('/display/web/record/worklet.js');
    const node = new AudioWorkletNode(context, 'paihao-listener', { numberOfOutputs: 0 });
    context.createMediaStreamSource(this.stream).connect(node);
    node.port.onmessage = ({ data }) => this.hear(data);
  }

  hear(samples) {
    let peak = 0;
    samples.forEach((value) => { peak = Math.max(peak, Math.abs(value)); });
    this.told(peak);
    if (!this.parts) return;
    this.parts.push(samples);
    this.length += samples.length;
    if (this.length > LONGEST_SECONDS * this.rate) this.full();
  }

  start() {
    this.parts = [];
    this.length = 0;
  }

  /* All that was heard since `start`. */
  stop() {
    const whole = new Float32Array(this.length);
    let at = 0;
    this.parts.forEach((part) => {
      whole.set(part, at);
      at += part.length;
    });
    this.parts = null;
    return whole;
  }

  close() {
    if (this.stream) this.stream.getTracks().forEach((track) => track.stop());
    this.stream = null;
  }

  /* Plays samples, or a file's bytes; done when it has been heard. */
  async play(samples, rate) {
    const context = await this.sound();
    let sound;
    if (samples instanceof ArrayBuffer) {
      sound = await context.decodeAudioData(samples);
    } else {
      sound = context.createBuffer(1, Math.max(1, samples.length), rate);
      sound.copyToChannel(samples, 0);
    }
    const source = context.createBufferSource();
    source.buffer = sound;
    source.connect(context.destination);
    return new Promise((done) => {
      source.onended = done;
      source.start();
    });
  }
}
