// Canned replies: a list that opens over the field and narrows down with what is typed behind a
// slash. The field keeps the focus and names the option that is meant (`aria-activedescendant`); it
// stays a text field, for one of several lines cannot be a combobox (ARIA in HTML).

import { element } from "/static/element.js";
import { word } from "./words.js";

export class Replies {
  #field;
  #list = element("ul", "replies");
  #all = [];
  #shown = [];
  #at = 0;
  #chosen;

  /** `chosen(text)` hears which one. */
  constructor(field, chosen) {
    this.#field = field;
    this.#chosen = chosen;
    this.#list.id = "replies";
    this.#list.hidden = true;
    this.#list.setAttribute("role", "listbox");
    this.#list.setAttribute("aria-label", word("replies"));
    for (const [name, value] of [["aria-autocomplete", "list"], ["aria-haspopup", "listbox"], ["aria-controls", "replies"]]) {
      field.setAttribute(name, value);
    }
    field.addEventListener("input", () => this.#typed());
    field.addEventListener("blur", () => this.close());
  }

  get list() {
    return this.#list;
  }

  get open() {
    return !this.#list.hidden;
  }

  /** Pairs of label and text. */
  set all(replies) {
    const fresh = replies.length !== this.#all.length;
    this.#all = replies;
    if (fresh && document.activeElement === this.#field) this.#typed();
  }

  get some() {
    return this.#all.length > 0;
  }

  /** True when the key was for the list. */
  key(event) {
    if (!this.open) return false;
    if (event.key === "Escape") this.close();
    else if (event.key === "ArrowDown") this.#move(1);
    else if (event.key === "ArrowUp") this.#move(-1);
    else if ((event.key === "Enter" || event.key === "Tab") && this.#shown.length) this.#take(this.#shown[this.#at]);
    else return false;
    event.preventDefault();
    event.stopPropagation();
    return true;
  }

  close() {
    this.#list.hidden = true;
    this.#field.removeAttribute("aria-activedescendant");
  }

  #typed() {
    const { value } = this.#field;
    if (!value.startsWith("/") || value.includes("\n") || !this.some) return this.close();
    const wanted = value.slice(1).toLocaleLowerCase();
    this.#shown = this.#all.filter(([label, text]) => `${label} ${text}`.toLocaleLowerCase().includes(wanted)).slice(0, 8);
    this.#at = 0;
    if (!this.#shown.length) return this.close();
    this.#list.hidden = false;
    this.#draw();
  }

  #draw() {
    this.#list.replaceChildren(...this.#shown.map((reply, index) => this.#one(reply, index)));
    this.#field.setAttribute("aria-activedescendant", `reply-${this.#at}`);
  }

  #one(reply, index) {
    const [label, text] = reply;
    const words = element("span", "soft", text);
    words.dir = "auto";
    const made = element("li", "", element("strong", "", label), " ", words);
    made.id = `reply-${index}`;
    made.setAttribute("role", "option");
    made.setAttribute("aria-selected", String(index === this.#at));
    made.addEventListener("pointerdown", (event) => {
      event.preventDefault(); // the field keeps the focus
      this.#take(reply);
    });
    return made;
  }

  #move(step) {
    this.#at = (this.#at + step + this.#shown.length) % this.#shown.length;
    this.#draw();
    this.#list.children[this.#at].scrollIntoView({ block: "nearest" });
  }

  #take([, text]) {
    this.close();
    this.#chosen(text);
  }
}
