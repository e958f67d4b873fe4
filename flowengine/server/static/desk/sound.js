// An offer is heard, where the agent wants that; it is always seen too, in the page and its title.

const TONES = [523, 659, 784]; // hertz: a rising chord, made here
const LENGTH = 0.16; // seconds of one tone
const AGAIN = 4000; // milliseconds

export class Sound {
  #memory;
  #context = null;
  #ringing = 0;

  constructor(memory) {
    this.#memory = memory;
    // Browsers let a page sound only after somebody has touched it.
    const wake = () => this.#wake();
    for (const event of ["pointerdown", "keydown"]) addEventListener(event, wake, { once: true });
  }

  get on() {
    return this.#memory.sound;
  }

  set on(so) {
    this.#memory.sound = so;
    if (so) this.#chord(TONES, 0.07);
    else this.ring(false);
  }

  /** Ring again and again while `so`. */
  ring(so) {
    if (so && this.on && !this.#ringing) {
      this.#chord(TONES, 0.1);
      this.#ringing = setInterval(() => this.#chord(TONES, 0.1), AGAIN);
    } else if ((!so || !this.on) && this.#ringing) {
      clearInterval(this.#ringing);
      this.#ringing = 0;
    }
  }

  /** Somebody has written: one soft tone. */
  note() {
    if (this.on) this.#chord([TONES[1]], 0.04);
  }

  #wake() {
    this.#context ??= new AudioContext();
    this.#context.resume();
  }

  #chord(tones, loudness) {
    if (!this.#context || this.#context.state !== "running") return;
    tones.forEach((hertz, index) => {
      const at = this.#context.currentTime + index * LENGTH;
      const tone = this.#context.createOscillator();
      const volume = this.#context.createGain();
      tone.frequency.value = hertz;
      volume.gain.setValueAtTime(0.0001, at);
      volume.gain.exponentialRampToValueAtTime(loudness, at + 0.02);
      volume.gain.exponentialRampToValueAtTime(0.0001, at + LENGTH * 1.6);
      tone.connect(volume).connect(this.#context.destination);
      tone.start(at);
      tone.stop(at + LENGTH * 1.6);
    });
  }
}
