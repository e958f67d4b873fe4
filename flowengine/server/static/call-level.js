// How loud a microphone is, shown at its sign by the property `--level`, 0 to 1.

const LOUD = 4096; // the peak of a frame that fills it
const FALL = 0.05; // of it, a frame: so slowly that it can be seen

export class Level {
  #place;
  #level = 0;

  constructor(place) {
    this.#place = place;
  }

  /** One frame of the microphone; an empty one is silence at once. */
  show(frame) {
    let peak = 0;
    for (const sample of new Int16Array(frame)) peak = Math.max(peak, Math.abs(sample));
    this.#level = frame.byteLength ? Math.max(Math.min(1, peak / LOUD), this.#level - FALL) : 0;
    this.#place.style.setProperty("--level", this.#level.toFixed(2));
  }
}
