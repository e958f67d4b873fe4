// The microphone's end of the sound thread: what is heard becomes frames as the server takes them,
// 20 ms of 16 kHz, signed 16 bit, one channel.

import { Resampler } from "./call-resampler.js";

const RATE = 16000;
const FRAME = 320; // samples

class Microphone extends AudioWorkletProcessor {
  #resampler = new Resampler(sampleRate, RATE);
  #frame = new Int16Array(FRAME);
  #held = 0;

  process([channels]) {
    const length = channels[0]?.length ?? 0; // none while nothing is plugged in
    for (let index = 0; index < length; index += 1) {
      let sum = 0;
      for (const channel of channels) sum += channel[index];
      this.#resampler.push(sum / channels.length, this.#keep);
    }
    return true;
  }

  #keep = (sample) => {
    this.#frame[this.#held] = Math.max(-1, Math.min(1, sample)) * 32767;
    this.#held += 1;
    if (this.#held < FRAME) return;
    const whole = this.#frame.buffer;
    this.port.postMessage(whole, [whole]);
    this.#frame = new Int16Array(FRAME);
    this.#held = 0;
  };
}

registerProcessor("call-microphone", Microphone);
