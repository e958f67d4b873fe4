// The console by key: F8 takes and goes on, F2 offers all that can be done now, each by its letter.

import { Actions } from "./actions.js";
import { talking } from "./board.js";
import { word } from "./words.js";

export class Keys {
  #actions = new Actions(() => this.#offered());
  #board;
  #talks;
  #deeds;
  #parts;
  #hooks;

  /** `parts` are the console's: {offers, heading, writing, wrapping, regions, log}. `hooks`: chosen()
   * gives the open conversation, choose(id) opens another, named(item) gives its name. */
  constructor(board, talks, deeds, parts, hooks) {
    this.#board = board;
    this.#talks = talks;
    this.#deeds = deeds;
    this.#parts = parts;
    this.#hooks = hooks;
    addEventListener("keydown", (event) => this.#pressed(event));
  }

  #pressed(event) {
    if (event.defaultPrevented || document.querySelector("dialog[open]")) return;
    const { first } = this.#parts.offers;
    if (event.key === "F2") {
      event.preventDefault();
      this.#actions.open ? this.#actions.close() : this.#actions.show();
    } else if (event.key === "F8" && !event.ctrlKey && !event.altKey) {
      event.preventDefault();
      if (event.shiftKey) this.#deeds.pass(first);
      else if (first) this.#deeds.take(first);
      else this.#next();
    }
  }

  /** The next conversation: one with something unread, else the one after this. */
  #next() {
    const own = this.#board.talks;
    if (!own.length) return;
    const chosen = this.#hooks.chosen();
    const fresh = own.find(({ id }) => id !== chosen && this.#talks.of(id)?.unread);
    const index = own.findIndex(({ id }) => id === chosen);
    this.#hooks.choose((fresh ?? own[(index + 1) % own.length]).id);
  }

  /** What can be done now, with the letter of each. */
  #offered() {
    const list = [];
    const add = (letter, name, deed, hint) => list.push({ letter, label: word(name), deed, hint });
    this.#offersNow(add);
    const item = this.#board.item(this.#hooks.chosen());
    if (item) this.#talkNow(item, add, list);
    add("q", "rail", () => this.#parts.regions.focus("rail"));
    add("s", "status", () => document.getElementById("status").focus());
    this.#board.talks.slice(0, 9).forEach((one, index) => {
      list.push({ letter: String(index + 1), label: word("go_to", { name: this.#hooks.named(one) }), deed: () => this.#hooks.choose(one.id) });
    });
    return list;
  }

  #offersNow(add) {
    const { offers } = this.#parts;
    if (offers.first) {
      add("a", "take", () => this.#deeds.take(offers.first), "F8");
      add("x", "pass", () => this.#deeds.pass(offers.first), "⇧F8");
    }
    if (this.#board.waiting.some(({ state }) => state === "waiting")) add("p", "pull", () => this.#deeds.pull(""));
    if (this.#board.talks.length > 1) add("n", "next", () => this.#next(), "F8");
  }

  /** In the conversation that is open. */
  #talkNow(item, add, list) {
    const { heading, writing, wrapping, regions, log } = this.#parts;
    if (talking(item)) {
      add("w", "write", () => writing.turn("say"));
      add("m", "kind_remark", () => writing.turn("remark"));
      if (this.#talks.of(item.id)?.context?.replies?.length) add("r", "replies", () => writing.slash(), "/");
    }
    for (const one of heading.deeds(item)) list.push(one);
    if (item.state === "wrap-up" && item.mine) {
      add("o", "wrap_title", () => wrapping.focus());
      add("e", "extend", () => this.#deeds.extend(item));
    }
    add("l", "log", () => (regions.show("talk"), log.focus()));
    add("c", "context", () => regions.focus("context"));
  }
}
