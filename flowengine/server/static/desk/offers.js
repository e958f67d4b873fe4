// Offers: what, from where, how long it has waited and how long it is still ours to take.
//
// They never take the focus from somebody who is writing. They are read out at once, ring where the
// agent wants that, and stand in the title; one that is over vanishes with a word.

import { button, element } from "/static/element.js";
import { badges, called } from "./badges.js";
import { listed, text } from "./listed.js";
import { span } from "./spans.js";
import { word } from "./words.js";

export class Offers {
  #place = document.getElementById("offers");
  #list = element("ul", "offers");
  #board;
  #hooks;
  #known = new Map(); // by item: what was offered, for the word when it goes
  #ours = new Set(); // items that were taken or passed on here

  /** `hooks`: take(item), pass(item), urgent(text), told(text), ring(so). */
  constructor(board, hooks) {
    this.#board = board;
    this.#hooks = hooks;
    this.#place.append(this.#list);
  }

  get first() {
    return this.#board.offers[0];
  }

  get count() {
    return this.#board.offers.length;
  }

  /** Whoever has said yes or no need not be told that it is gone. */
  answered(id) {
    this.#ours.add(id);
  }

  draw() {
    const offers = this.#board.offers;
    for (const one of offers) if (!this.#known.has(one.id)) this.#announce(one);
    for (const [id, one] of this.#known) if (!offers.some((other) => other.id === id)) this.#gone(id, one);
    this.#known = new Map(offers.map((one) => [one.id, one]));
    this.#place.hidden = offers.length === 0;
    listed(this.#list, offers, (one) => one.token, (one) => this.#made(one), (made, one) => this.#bring(made, one));
    this.#hooks.ring(offers.length > 0);
  }

  /** Every second: what is left of the time. */
  tick() {
    for (const one of this.#board.offers) {
      const made = this.#list.querySelector(`[data-key="${CSS.escape(one.token)}"]`);
      if (made) this.#left(made, one);
    }
  }

  #announce(item) {
    const values = { name: called(item), queue: item.titled, seconds: Math.ceil(item.until - this.#board.now) };
    this.#hooks.urgent([word("offered", values), item.brief].filter(Boolean).join(" "));
  }

  #gone(id, item) {
    const now = this.#board.item(id);
    if (!this.#ours.delete(id) && !now?.mine) this.#hooks.told(word("offer_gone", { name: called(item) }));
  }

  #made(item) {
    const made = element("li", "offer");
    const what = element("div", "offer-what");
    const title = element("strong", "", called(item));
    const chips = element("span", "chips", ...badges(item));
    const brief = element("p", "brief");
    brief.dir = "auto";
    what.append(element("p", "offer-title", title, " ", chips), brief, element("p", "soft waited"));
    const take = button("", word("take"), () => this.#hooks.take(this.#board.item(item.id)));
    take.append(" ", element("kbd", "", "F8"));
    take.setAttribute("aria-keyshortcuts", "F8");
    const pass = button("quiet", word("pass"), () => this.#hooks.pass(this.#board.item(item.id)));
    const left = element("p", "left");
    const bar = element("progress");
    bar.setAttribute("aria-hidden", "true");
    left.append(bar, element("span", "figure"));
    made.append(what, element("div", "offer-deeds", take, pass, left));
    return made;
  }

  #bring(made, item) {
    text(made.querySelector(".brief"), item.brief);
    made.querySelector(".brief").hidden = !item.brief;
    made.classList.toggle("urgent", item.priority >= 3);
    this.#left(made, item);
  }

  #left(made, item) {
    const left = Math.max(0, item.until - this.#board.now);
    const bar = made.querySelector("progress");
    bar.max = item.offer || 20;
    bar.value = left;
    text(made.querySelector(".left .figure"), word("seconds_left", { count: Math.ceil(left) }));
    text(made.querySelector(".waited"), word("waited", { span: span(this.#board.now - item.joined) }));
  }
}
