// After a conversation: what it was, a word for whoever comes next, and time for both.
//
// While the focus is in the list a figure or letter picks its outcome; one of those that are no
// conversation (silent, wrong number …) closes with that one key.

import { button, element } from "/static/element.js";
import { listed, text } from "./listed.js";
import { span } from "./spans.js";
import { word } from "./words.js";

const KEYS = "123456789abcdefghijklmnoprstuvwz";
const SOON = 15; // seconds

export class Wrapping {
  #place = document.getElementById("wrapping");
  #board;
  #memory;
  #hooks;
  #item = null;
  #list = element("div", "outcomes");
  #note = element("textarea");
  #left = element("p", "left");
  #done;
  #outcomes = [];
  #early = false; // the focus was wanted before the outcomes were there

  /** `hooks`: close(item, outcome, note), extend(item). */
  constructor(board, memory, hooks) {
    this.#board = board;
    this.#memory = memory;
    this.#hooks = hooks;
    this.#build();
  }

  /** For an item in wrap-up, null for none. */
  show(item, context) {
    const other = item?.id !== this.#item?.id;
    this.#item = item;
    this.#place.hidden = !item;
    if (!item) return;
    this.#outcomes = context?.outcomes ?? [];
    if (other) {
      this.#list.replaceChildren();
      this.#note.value = this.#memory.draft(item.id, "note");
    }
    listed(this.#list, this.#outcomes, ([name]) => name, (one) => this.#made(one), () => undefined);
    this.#picked();
    this.tick();
    if (this.#early && document.activeElement === this.#note && !this.#note.value) this.focus();
  }

  /** To the outcomes; to the note until they are there. */
  focus() {
    const first = this.#list.querySelector("input:checked") ?? this.#list.querySelector("input");
    this.#early = !first;
    (first ?? this.#note).focus();
  }

  tick() {
    if (!this.#item) return;
    const left = this.#item.until - this.#board.now;
    const over = this.#item.needed && left <= 0;
    const told = over ? word("wrap_needed") : word("wrap_left", { span: span(left) });
    text(this.#left.firstChild, this.#item.until ? told : "");
    this.#left.classList.toggle("soon", left < SOON);
  }

  #build() {
    const title = element("h3", "", word("wrap_title"));
    title.id = "wrap-title";
    this.#list.setAttribute("role", "radiogroup");
    this.#list.setAttribute("aria-labelledby", "wrap-title");
    this.#list.addEventListener("keydown", (event) => this.#key(event));
    this.#note.rows = 2;
    this.#note.dir = "auto";
    this.#note.id = "wrap-note";
    this.#note.maxLength = 4000;
    this.#note.addEventListener("input", () => this.#memory.keep(this.#item.id, "note", this.#note.value));
    const label = element("label", "", word("wrap_note"));
    label.htmlFor = "wrap-note";
    this.#done = button("", word("wrap_done"), () => this.#close(this.#picked()));
    const more = button("quiet", word("extend"), () => this.#hooks.extend(this.#item));
    this.#left.append(element("span", "figure"));
    this.#place.append(
      element("div", "wrap-head", title, this.#left),
      element("p", "soft", word("wrap_lead")),
      this.#list,
      label,
      this.#note,
      element("div", "wrap-deeds", this.#done, more),
    );
  }

  #made([name, label, brief]) {
    const input = element("input");
    Object.assign(input, { type: "radio", name: "outcome", value: name });
    input.addEventListener("change", () => this.#picked());
    const key = KEYS[this.#outcomes.findIndex(([one]) => one === name)] ?? "";
    const words = element("span", "", label);
    words.dir = "auto";
    const made = element("label", brief ? "outcome brief" : "outcome", input, element("kbd", "", key), words);
    made.dataset.letter = key;
    if (brief) made.title = word("brief_hint");
    return made;
  }

  #key(event) {
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    const typed = event.key.toLowerCase();
    if (typed === "enter" && this.#picked()) {
      event.preventDefault();
      this.#close(this.#picked());
      return;
    }
    const found = this.#outcomes.find((_, index) => KEYS[index] === typed);
    if (!found || typed.length !== 1) return;
    event.preventDefault();
    const [name, , brief] = found;
    const input = this.#list.querySelector(`input[value="${CSS.escape(name)}"]`);
    input.checked = true;
    input.focus();
    this.#picked();
    if (brief) this.#close(name);
  }

  #picked() {
    const name = this.#list.querySelector("input:checked")?.value ?? "";
    this.#done.disabled = !name;
    return name;
  }

  #close(outcome) {
    if (outcome && this.#item) this.#hooks.close(this.#item, outcome, this.#note.value.trim());
  }
}
