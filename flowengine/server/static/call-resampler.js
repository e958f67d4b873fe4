// From one sample rate to another, sample by sample: a low pass of windowed sinc (Kaiser), of which
// each output takes the taps that fall on inputs (polyphase; Crochiere and Rabiner, Multirate
// Digital Signal Processing, 1983). Used inside the sound threads, so it makes nothing while it runs.

const PASSED = 0.9; // of half the lower rate: up to there nothing is lost
const STOPPED = 80; // decibels: how much is left of what would fold back
const LONGEST = 1024; // phases; rates that have no small common measure are taken as the next such

export class Resampler {
  #up;
  #down;
  #taps; // of one phase
  #filter; // phase by phase, the newest input's tap first
  #past; // the last inputs, newest first, twice, so that they always lie in one piece
  #at = 0;
  #phase = 0;

  /** `from` and `to` are samples a second. */
  constructor(from, to) {
    [this.#up, this.#down] = ratio(from, to);
    const prototype = lowPass(this.#up, this.#down);
    this.#taps = prototype.length / this.#up;
    this.#filter = phases(prototype, this.#up);
    this.#past = new Float32Array(2 * this.#taps);
  }

  /** Takes one sample and gives those that are due to `emit`, none or several. */
  push(sample, emit) {
    this.#at = (this.#at || this.#taps) - 1;
    this.#past[this.#at] = this.#past[this.#at + this.#taps] = sample;
    for (; this.#phase < this.#up; this.#phase += this.#down) emit(this.#sum(this.#phase * this.#taps));
    this.#phase -= this.#up;
  }

  #sum(first) {
    let sum = 0;
    for (let tap = 0; tap < this.#taps; tap += 1) sum += this.#filter[first + tap] * this.#past[this.#at + tap];
    return sum;
  }
}

/** By how much to multiply and to divide the rate, in whole numbers. */
function ratio(from, to) {
  let [one, other] = [Math.round(from), Math.round(to)];
  while (other) [one, other] = [other, one % other];
  const [up, down] = [Math.round(to) / one, Math.round(from) / one];
  return up <= LONGEST ? [up, down] : [LONGEST, Math.round((LONGEST * from) / to)];
}

/** The filter at `up` times the rate that comes in, as many taps as whole inputs take. */
function lowPass(up, down) {
  const edge = 0.5 / Math.max(up, down); // half the lower rate, in turns a sample
  const middle = (edge * (1 + PASSED)) / 2;
  const width = edge * (1 - PASSED);
  const beta = 0.1102 * (STOPPED - 8.7); // Kaiser's own formulas for both
  const length = Math.ceil((STOPPED - 8) / (2.285 * 2 * Math.PI * width) / up) * up;
  return Float64Array.from({ length }, (_none, index) => {
    const from = index - (length - 1) / 2;
    const part = (2 * from) / (length - 1);
    const sinc = from === 0 ? 2 * middle : Math.sin(2 * Math.PI * middle * from) / (Math.PI * from);
    return (sinc * bessel(beta * Math.sqrt(Math.max(0, 1 - part * part)))) / bessel(beta);
  });
}

/** The taps by phase. Each phase passes a steady level as it is, or the phases would be heard. */
function phases(prototype, up) {
  const taps = prototype.length / up;
  const made = new Float32Array(prototype.length);
  for (let phase = 0; phase < up; phase += 1) {
    let sum = 0;
    for (let tap = 0; tap < taps; tap += 1) sum += prototype[phase + tap * up];
    for (let tap = 0; tap < taps; tap += 1) made[phase * taps + tap] = prototype[phase + tap * up] / sum;
  }
  return made;
}

/** The modified Bessel function of the first kind and order zero, by its series. */
function bessel(x) {
  let [sum, term] = [1, 1];
  for (let index = 1; term > 1e-12 * sum; index += 1) {
    term *= (x / (2 * index)) ** 2;
    sum += term;
  }
  return sum;
}
