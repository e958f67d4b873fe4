// Everything one can do, under one key: F2 opens a menu in which each action has a letter. No other
// letter does anything outside of fields and lists, so no screen reader's keys are taken away
// (WCAG 2.2, 2.1.4).

import { element } from "/static/element.js";
import { word } from "./words.js";

export class Actions {
  #menu = element("ul", "actions");
  #button = document.getElementById("actions");
  #back = null;
  #offered = [];
  #actions;

  /** `actions()` gives what can be done now: {letter, label, deed, hint}. */
  constructor(actions) {
    this.#actions = actions;
    this.#menu.setAttribute("role", "menu");
    this.#menu.setAttribute("aria-label", word("actions"));
    this.#menu.hidden = true;
    document.querySelector("main").append(this.#menu);
    this.#button.addEventListener("click", () => (this.open ? this.close() : this.show()));
    this.#menu.addEventListener("keydown", (event) => this.#key(event));
    this.#menu.addEventListener("focusout", ({ relatedTarget }) => this.#menu.contains(relatedTarget) || relatedTarget === this.#button || this.close(false));
    this.#button.setAttribute("aria-expanded", "false");
  }

  get open() {
    return !this.#menu.hidden;
  }

  show() {
    this.#back = document.activeElement === this.#button ? null : document.activeElement;
    this.#offered = this.#actions();
    this.#menu.replaceChildren(...this.#offered.map((one) => this.#made(one)));
    this.#menu.hidden = false;
    this.#button.setAttribute("aria-expanded", "true");
    this.#menu.firstChild.focus();
  }

  close(back = true) {
    if (!this.open) return;
    this.#menu.hidden = true;
    this.#button.setAttribute("aria-expanded", "false");
    if (back) (this.#back?.isConnected ? this.#back : this.#button).focus({ preventScroll: true });
  }

  #made({ letter, label, deed, hint }) {
    const made = element("li", "", element("kbd", "", letter.toUpperCase()), element("span", "", label), element("span", "soft", hint ?? ""));
    made.setAttribute("role", "menuitem");
    made.tabIndex = -1;
    made.setAttribute("aria-keyshortcuts", letter.toUpperCase());
    made.addEventListener("click", () => {
      this.close();
      deed();
    });
    return made;
  }

  #key(event) {
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    const all = [...this.#menu.children];
    const at = all.indexOf(document.activeElement);
    const step = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: all.length - 1 }[event.key];
    if (step !== undefined) all.at((step + all.length) % all.length).focus();
    else if (event.key === "Escape" || event.key === "Tab" || event.key === "F2") this.close();
    else if (event.key === "Enter" || event.key === " ") document.activeElement.click();
    else {
      const found = this.#offered.findIndex(({ letter }) => letter === event.key.toLowerCase() || letter === LETTERS[event.code]);
      if (found < 0) return;
      all[found].click();
    }
    event.preventDefault();
    event.stopPropagation();
  }
}

// The same keys on a keyboard that writes Cyrillic or Persian.
const LETTERS = Object.fromEntries([..."abcdefghijklmnopqrstuvwxyz"].map((letter) => [`Key${letter.toUpperCase()}`, letter]));
