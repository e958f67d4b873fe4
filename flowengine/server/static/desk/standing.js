// Whether the agent is there for others: a choice of theirs, and what the desk makes of it.

import { talking } from "./board.js";
import { status, word } from "./words.js";

export class Standing {
  #select = document.getElementById("status");
  #choices = [...this.#select.options].map((one) => one.value).filter((value) => value !== "after");
  #board;

  /** `hooks`: set(status, after). */
  constructor(board, { set }) {
    this.#board = board;
    this.#select.addEventListener("change", () => {
      const after = this.#select.value === "after";
      set(after ? "break" : this.#select.value, after);
      if (after) this.draw();
    });
  }

  /** Whether the desk offers anything to somebody of this status. */
  get offered() {
    return ["ready", "wrap-up"].includes(this.#board.me.status);
  }

  draw() {
    const { status: now, back } = this.#board.me;
    this.#select.disabled = false; // before, nobody would hear of it
    const talks = this.#board.talks.some((item) => item.mine && (talking(item) || item.state === "wrap-up"));
    this.#select.querySelector("[value='after']").hidden = !talks;
    const value = this.#choices.includes(now) ? now : this.#other(now);
    // While somebody is choosing, nothing changes under their hand.
    if (document.activeElement !== this.#select || this.#select.dataset.status !== now) this.#select.value = value;
    this.#select.dataset.status = now;
    this.#select.title = back && talks ? word("then", { status: status(back) }) : "";
  }

  /** One that the desk has set: wrap-up, or away. It can be left, not chosen. */
  #other(now) {
    let option = this.#select.querySelector("[data-own]");
    if (!option) {
      option = document.createElement("option");
      option.dataset.own = "";
      this.#select.append(option);
    }
    Object.assign(option, { value: now, textContent: status(now) });
    return now;
  }
}
