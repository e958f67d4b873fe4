// The region for a call's controls, which are another module's. A call goes on whatever else is
// looked at meanwhile.

import { filled } from "/static/element.js";
import { talking } from "./board.js";
import { word, words } from "./words.js";

/** Whether its person is on the phone with us; a promise to phone is kept by another telephone. */
export function phones(item) {
  return talking(item) && (item.calling || (item.media === "voice" && item.kind === "contact"));
}

export class Calling {
  #region = document.getElementById("call");
  #call = null; // the controls of a call, where there is one: {item, mounted}
  #board;
  #hooks;

  /** `hooks`: does(type, fields) as `Deeds.does`, finish(item), named(item), tell(text), and
   * ticket(item id), which gives what opens the call to us. */
  constructor(board, hooks) {
    this.#board = board;
    this.#hooks = hooks;
  }

  /** Show the call that we have, stay with it while it goes on. */
  async draw() {
    const talks = this.#board.talks;
    const item = talks.find((one) => one.id === this.#call?.item && phones(one)) ?? talks.find(phones);
    if (this.#call && this.#call.item !== item?.id) this.#leave();
    this.#region.hidden = !item;
    if (!item) return;
    if (this.#call) this.#call.mounted?.update(item);
    else await this.#mount(item);
  }

  #leave() {
    const left = this.#board.item(this.#call.item);
    if (left && talking(left)) this.#hooks.tell(filled(words.call_written, { name: this.#hooks.named(left) }));
    this.#call.mounted?.close();
    this.#call = null;
    this.#region.replaceChildren();
  }

  async #mount(item) {
    const mine = (this.#call = { item: item.id, mounted: null });
    const { does, finish, ticket } = this.#hooks;
    try {
      const { mount } = await import("./call.js");
      if (mine !== this.#call) return;
      mine.mounted = mount(this.#region, {
        item,
        ticket: () => ticket(item.id),
        finish: () => finish(this.#board.item(item.id)),
        others: (one) => this.#others(one),
        order: does,
      });
    } catch {
      if (mine === this.#call) this.#region.textContent = word("no_call");
    }
  }

  /** Who else has a part in it, by name. */
  #others(item) {
    const guests = item.guests.filter(({ agent }) => agent !== this.#board.me.id);
    return guests.map(({ agent, mode }) => ({ agent, mode, name: this.#board.shown(agent) || word("colleague") }));
  }
}
