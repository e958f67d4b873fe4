// A promise to phone: the number, whether calling is safe, and what came of it. What must be known
// before one dials stands before the number.

import { button, element } from "/static/element.js";
import { chip } from "./badges.js";
import { word } from "./words.js";

const RESULTS = ["reached", "no answer", "busy", "voicemail left", "not now", "wrong number", "do not call"];
const SAFE = { yes: "good", no: "grave" };

export class Phoning {
  #place = document.getElementById("callback");
  #told = "";
  #hooks;

  /** `hooks`: result(item, result). */
  constructor(hooks) {
    this.#hooks = hooks;
  }

  show(item) {
    const here = item?.kind === "callback" && item.mine && item.state === "active";
    this.#place.hidden = !here;
    const told = here ? JSON.stringify([item.id, item.phone, item.safe, item.voicemail, item.tries]) : "";
    if (told === this.#told) return;
    this.#told = told;
    if (here) this.#place.replaceChildren(...this.#made(item));
  }

  #made(item) {
    const flags = element("p", "flags");
    for (const name of ["safe", "voicemail"]) {
      flags.append(element("span", "", `${word(`${name}_question`)} `, chip(word(`answer_${item[name] || "unknown"}`), SAFE[item[name]] ?? "unsure")));
    }
    const number = element("p", "number", ...this.#number(item));
    if (item.tries) number.append(" ", element("span", "soft", word("tries", { count: item.tries })));
    const results = RESULTS.filter((one) => one !== "voicemail left" || item.voicemail !== "no").map((one) =>
      button("quiet small", word(`result_${one.replace(/ /g, "_")}`), () => this.#hooks.result(item, one)),
    );
    const group = element("div", "results", ...results);
    group.setAttribute("role", "group");
    group.setAttribute("aria-label", word("result"));
    return [flags, number, group];
  }

  #number({ phone, anonymous }) {
    if (!phone) return [element("span", "soft", word(anonymous ? "number_hidden" : "number_none"))];
    const link = element("a", "", phone);
    link.href = `tel:${phone.replace(/[^+\d]/g, "")}`;
    link.dir = "ltr";
    return [link];
  }
}
