// Keys of a call as they pass: those that the caller pressed, and those that have reached them. They
// are shown while the page is open, and stand nowhere else.

import { element } from "../element.js";
import { words } from "./words.js";

const MOST = 20; // of each side, the last ones
const SIDES = { keys: "pressed", sent: "sent" };

export class Keys {
  place = element("div", "call-passed");
  #shown = new Map();

  constructor() {
    this.place.setAttribute("role", "log");
    this.place.hidden = true;
  }

  /** `side`: keys, of the caller; sent, to the caller. */
  show(side, keys) {
    const name = SIDES[side];
    if (!name) return;
    const line = this.#shown.get(name) ?? this.#made(name);
    line.textContent = [...line.textContent.split(" "), ...keys].slice(-MOST).join(" ").trim();
    this.place.hidden = false;
  }

  #made(name) {
    const line = element("bdi", `call-${name}-keys`);
    line.dir = "ltr";
    this.#shown.set(name, line);
    this.place.append(element("p", "", element("span", "", words[`call_${name}`] ?? name), line));
    return line;
  }
}
