// The loudspeaker's end of the sound thread: frames of 20 ms at 16 kHz come from the network, never
// quite in time; they wait in a queue that is as short as the line allows. A gap fades into silence
// and is counted, and the queue gets longer by it; a good line makes it shorter again.

import { Resampler } from "./call-resampler.js";

const RATE = 16000;
const LEAST = 0.06 * RATE; // samples that wait before anything is played
const MOST = 0.1 * RATE;
const STEP = 0.02 * RATE;
const SLACK = 0.08 * RATE; // more than wanted: from there on frames of silence are left out
const LONGEST = 0.4 * RATE; // and from there on the oldest ones, whatever they hold
const GOOD = 10 * RATE; // samples without a gap, after which the queue may be shorter
const DECAY = 0.97; // a sample: what breaks off fades within some 5 ms, so that it does not click
const QUIET = 160; // the loudest sample of a frame that nobody would miss

class Player extends AudioWorkletProcessor {
  #resampler = new Resampler(RATE, sampleRate);
  #queue = new Int16Array(2 * LONGEST);
  #first = 0;
  #held = 0;
  #wanted = LEAST;
  #playing = false;
  #ending = false; // nothing more will come
  #last = 0;
  #steady = 0;
  #due = new Float32Array(Math.ceil(sampleRate / RATE) + 1);
  #from = 0;
  #to = 0;
  #heard = 0;
  #figures = { gaps: 0, dropped: 0 };

  constructor() {
    super();
    this.port.onmessage = ({ data }) => this.#obey(data);
  }

  #obey(data) {
    if (data === "clear") this.#clear();
    else if (data === "end") this.#end();
    else this.#add(new Int16Array(data));
  }

  #add(frame) {
    if (this.#held > this.#wanted + SLACK && frame.every((sample) => Math.abs(sample) < QUIET)) {
      this.#figures.dropped += 1;
      return;
    }
    while (this.#held + frame.length > LONGEST) {
      this.#take();
      this.#figures.dropped += 1 / frame.length;
    }
    for (const sample of frame) {
      this.#queue[(this.#first + this.#held) % this.#queue.length] = sample;
      this.#held += 1;
    }
  }

  #clear() {
    this.#held = 0;
    this.#playing = false;
  }

  /** What waits is still played; then "drained" is told. */
  #end() {
    this.#ending = true;
    if (!this.#held) this.port.postMessage("drained");
  }

  process(_heard, [channels]) {
    for (let index = 0; index < channels[0].length; index += 1) {
      while (this.#from === this.#to) {
        this.#from = this.#to = 0;
        this.#resampler.push(this.#next(), this.#keep);
      }
      for (const channel of channels) channel[index] = this.#due[this.#from];
      this.#from += 1;
    }
    this.#tell(channels[0].length);
    return true;
  }

  #keep = (sample) => {
    this.#due[this.#to] = sample;
    this.#to += 1;
  };

  #next() {
    if (this.#held >= (this.#ending ? 1 : this.#wanted)) this.#playing = true;
    if (this.#playing && this.#held === 0) this.#gap();
    if (this.#playing) {
      this.#last = this.#take() / 32768;
      this.#settle();
    } else {
      this.#last *= DECAY;
    }
    return this.#last;
  }

  #take() {
    const sample = this.#queue[this.#first];
    this.#first = (this.#first + 1) % this.#queue.length;
    this.#held -= 1;
    return sample;
  }

  #gap() {
    this.#playing = false;
    if (this.#ending) {
      this.port.postMessage("drained");
      return;
    }
    this.#figures.gaps += 1;
    this.#steady = 0;
    this.#wanted = Math.min(MOST, this.#wanted + STEP);
  }

  #settle() {
    this.#steady += 1;
    if (this.#steady < GOOD) return;
    this.#steady = 0;
    this.#wanted = Math.max(LEAST, this.#wanted - STEP);
  }

  /** Each quarter of a second: how it goes. Times in milliseconds. */
  #tell(samples) {
    this.#heard += samples;
    if (this.#heard < sampleRate / 4) return;
    this.#heard = 0;
    const [held, wanted] = [this.#held, this.#wanted].map((count) => (count * 1000) / RATE);
    this.port.postMessage({ ...this.#figures, dropped: Math.round(this.#figures.dropped), held, wanted });
  }
}

registerProcessor("call-player", Player);
