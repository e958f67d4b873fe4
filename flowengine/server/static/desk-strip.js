// How the person stands with people: waiting, talking, looked for. A strip says it, and says it aloud
// when it changes; who types is shown and never read out, for it would never end.

import { filled } from "./element.js";

const LASTS = 6500; // milliseconds that a sign of typing stays; the next one comes before
const MINUTE = 60;

export class Strip {
  #wording;
  #strip = document.getElementById("people");
  #text = document.getElementById("people-text");
  #typing = document.getElementById("typing");
  #typist = document.getElementById("typist");
  #ends = 0;
  #talk = null;

  constructor(wording) {
    this.#wording = wording;
  }

  /** True while one of us talks with the person, or has just lost the connection. */
  get talking() {
    return this.#talk?.state === "talking" || this.#talk?.state === "away";
  }

  get there() {
    return this.#talk !== null;
  }

  /** `talk` as the server tells it, null for none. Gives true when a talk has just ended. */
  show(talk) {
    const talked = this.talking;
    this.#talk = talk ?? null;
    this.#strip.hidden = !this.#talk;
    if (this.#talk) {
      this.#strip.dataset.state = this.#talk.state;
      const text = this.#sentence();
      if (this.#text.textContent !== text) this.#text.textContent = text;
    }
    this.#types(this.#talk?.typing ?? "");
    return talked && !this.#talk;
  }

  /** In the words of another language. */
  reworded() {
    if (this.#talk) this.#text.textContent = this.#sentence();
  }

  /** What was typed is there. */
  said() {
    this.#types("");
  }

  #types(name) {
    clearTimeout(this.#ends);
    this.#typing.hidden = !name;
    if (!name) return;
    this.#typist.textContent = filled(this.#wording.words["talk-typing"], { name: isolated(name) });
    this.#ends = setTimeout(() => this.#types(""), LASTS);
  }

  #sentence() {
    const { words } = this.#wording;
    const { state, name, position, wait } = this.#talk;
    if (state === "waiting") return [this.#place(position), this.#range(wait)].filter(Boolean).join(" ");
    if (state === "seeking") return words["talk-seeking"];
    if (state === "away") return words["talk-away"];
    return name ? filled(words["talk-with"], { name: isolated(name) }) : words["talk-somebody"];
  }

  #place(position) {
    const { words } = this.#wording;
    if (!position) return words["talk-waiting"];
    return position === 1 ? words["talk-next"] : filled(words["talk-position"], { position: this.#figure(position) });
  }

  /** Nothing where nobody knows: an invented wait is worse than none. */
  #range(wait) {
    const { words } = this.#wording;
    const [low, high] = (wait ?? [0, 0]).map((seconds) => Math.ceil(seconds / MINUTE));
    if (!high) return "";
    if (high <= 1) return words["talk-soon"];
    return filled(words["talk-wait"], { low: this.#figure(Math.max(1, Math.min(low, high - 1))), high: this.#figure(high) });
  }

  #figure(number) {
    return new Intl.NumberFormat(this.#wording.language).format(number);
  }
}

/** A name in another script turns nothing around it (Unicode, UAX 9: first strong isolate). */
function isolated(name) {
  return `\u2068${name}\u2069`;
}
