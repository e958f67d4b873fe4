// Who else of us is in a call. Its agent hands it over to a colleague whom they have asked, or lets
// them go; whoever listens by their own right is told, and cannot be sent away.

import { button, element, filled } from "../element.js";
import { chip } from "./badges.js";
import { word, words } from "./words.js";

const OURS = ["consult", "talk"]; // whom the agent has asked in

export class Others {
  place = element("ul", "call-others");
  #hooks;
  #others = [];
  #told = "";

  /** `hooks`: handOver(agent), letGo(agent). */
  constructor(hooks) {
    this.#hooks = hooks;
    this.place.setAttribute("aria-label", words.call_others ?? "");
    this.place.hidden = true;
  }

  has(mode) {
    return this.#others.some((one) => one.mode === mode);
  }

  /** `others` are {agent, name, mode}; `mine`: for the call's own agent. */
  show(others, mine) {
    this.#others = others;
    const told = JSON.stringify([others, mine]);
    if (told === this.#told) return; // a button keeps the focus
    this.#told = told;
    this.place.hidden = others.length === 0;
    this.place.replaceChildren(...others.map((one) => this.#made(one, mine)));
  }

  #made({ agent, name, mode }, mine) {
    const shown = element("strong", "", name);
    shown.dir = "auto";
    const made = element("li", "", shown, chip(word(`mode_${mode}`)));
    if (!mine || !OURS.includes(mode)) return made;
    const over = this.#deed("hand_over", name, () => this.#hooks.handOver(agent));
    made.append(over, this.#deed("let_go", name, () => this.#hooks.letGo(agent)));
    return made;
  }

  /** Of several colleagues each has their own, so each says whose it is. */
  #deed(deed, name, does) {
    const made = button("quiet small", words[`call_${deed}`], does);
    made.setAttribute("aria-label", filled(words[`call_${deed}_${deed === "let_go" ? "of" : "to"}`], { name }));
    return made;
  }
}
