/* Runs beside the page, in the sound's own thread: hands over what the microphone hears, piece by piece. */

class Listener extends AudioWorkletProcessor {
  process(inputs) {
    const heard = inputs[0][0];
    if (heard) this.port.postMessage(heard.slice());
    return true;
  }
}

registerProcessor('paihao-listener', Listener);
