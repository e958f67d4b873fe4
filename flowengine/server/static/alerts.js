// A sound and a notice when an answer comes. Both are off until the person switches them on; a
// notice never says what was said or which hotline it is, for others may look at the screen.

const TONES = [660, 880]; // hertz
const LENGTH = 0.12; // seconds of one tone

export class Alerts {
  #memory;
  #words;
  #sound = null;
  #title = document.title;
  #unread = 0;

  /** `changed` hears how many answers have not been seen. */
  constructor(memory, words, changed) {
    this.#memory = memory;
    this.#words = words;
    this.changed = changed;
    document.addEventListener("visibilitychange", () => document.hidden || this.seen());
    addEventListener("focus", () => this.seen());
  }

  /** Wire a checkbox; one that the browser will not obey goes away. */
  choice(box, name) {
    if (!box) return;
    if (name === "notices" && !globalThis.Notification) {
      box.closest("label").hidden = true;
      return;
    }
    box.checked = this.#memory.chosen(name) && (name === "sound" || Notification.permission === "granted");
    box.addEventListener("change", async () => {
      if (name === "notices" && box.checked) box.checked = await this.#allowed();
      this.#memory.choose(name, box.checked);
      if (name === "sound" && box.checked) this.#ring();
    });
  }

  /** An answer came; `hidden` is whether nobody can see it. */
  answered(count, hidden) {
    if (!count) return;
    if (this.#memory.chosen("sound")) this.#ring();
    if (!hidden) return;
    this.#unread += count;
    this.#told();
    if (this.#memory.chosen("notices")) this.#notice();
  }

  /** The page has another title now. */
  set title(text) {
    this.#title = text;
    this.#told();
  }

  seen() {
    this.#unread = 0;
    this.#told();
  }

  #told() {
    document.title = this.#unread ? `(${this.#unread}) ${this.#title}` : this.#title;
    this.changed(this.#unread);
  }

  async #allowed() {
    return (await Notification.requestPermission().catch(() => "denied")) === "granted";
  }

  #notice() {
    try {
      const notice = new Notification(this.#words["notice-title"], { tag: "answer", body: this.#words.notice });
      notice.addEventListener("click", () => {
        focus();
        notice.close();
      });
    } catch {
      // Some browsers of telephones only let installed pages do this.
    }
  }

  /** Two soft tones, made here: no file has to come over a slow line. */
  #ring() {
    this.#sound ??= new AudioContext();
    this.#sound.resume();
    TONES.forEach((hertz, index) => {
      const at = this.#sound.currentTime + index * LENGTH;
      const tone = this.#sound.createOscillator();
      const loudness = this.#sound.createGain();
      tone.frequency.value = hertz;
      loudness.gain.setValueAtTime(0.0001, at);
      loudness.gain.exponentialRampToValueAtTime(0.08, at + 0.02);
      loudness.gain.exponentialRampToValueAtTime(0.0001, at + LENGTH);
      tone.connect(loudness).connect(this.#sound.destination);
      tone.start(at);
      tone.stop(at + LENGTH);
    });
  }
}
