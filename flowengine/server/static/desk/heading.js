// Above the transcript: who it is, how it stands, and what can be done with it.

import { button, element } from "/static/element.js";
import { badges, called } from "./badges.js";
import { talking } from "./board.js";
import { text } from "./listed.js";
import { span } from "./spans.js";
import { word } from "./words.js";

const at = (id) => document.getElementById(id);

export class Heading {
  #board;
  #hooks;
  #told = "";

  /** `hooks`: transfer, invite, sendBack, finish, script, leave: each hears the item. */
  constructor(board, hooks) {
    this.#board = board;
    this.#hooks = hooks;
  }

  draw(item, talk) {
    const name = talk.context?.name || called(item);
    text(at("talk-name"), name);
    const told = JSON.stringify([item.id, item.state, item.mine, item.titled, item.priority, item.language, item.script, item.guests, talk.context?.steps?.length]);
    if (told !== this.#told) {
      this.#told = told;
      at("talk-facts").replaceChildren(...badges(item), element("span", "figure run"));
      this.#buttons(item);
    }
    this.#state(item);
    this.tick(item);
  }

  tick(item) {
    const run = at("talk-facts").querySelector(".run");
    if (run && item) text(run, talking(item) ? span(this.#board.now - (item.accepted || item.since)) : "");
  }

  /** What can be done with the item, with a letter of the menu each. */
  deeds(item) {
    if (!item || !talking(item)) return [];
    const made = [];
    const add = (letter, name, deed) => made.push({ letter, name, label: word(name), deed: () => deed(item) });
    if (!item.mine) {
      add("z", "leave_guest", this.#hooks.leave);
      return made;
    }
    add("i", "invite", this.#hooks.invite);
    add("t", "transfer", this.#hooks.transfer);
    if (item.kind === "contact") add("b", "send_back", this.#hooks.sendBack);
    if (item.script) add("g", "script", this.#hooks.script);
    if (item.kind !== "callback") add("f", "finish", this.#hooks.finish);
    return made;
  }

  #buttons(item) {
    const made = this.deeds(item).map(({ name, label, deed }) => button(name === "finish" ? "small" : "quiet small", label, deed));
    at("deeds").replaceChildren(...made);
  }

  #state(item) {
    const told = item.state === "lost" ? word("lost_told") : item.record && item.media === "voice" && talking(item) ? word("recorded") : "";
    at("state").hidden = !told;
    text(at("state"), told);
  }
}
