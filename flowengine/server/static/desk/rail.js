// The first region: the agent's own conversations, who waits, the queues, and where colleagues ask.

import { button, element, unseen } from "/static/element.js";
import { badges, called, chip } from "./badges.js";
import { talking } from "./board.js";
import { listed, text } from "./listed.js";
import { moment, span } from "./spans.js";
import { figure, word } from "./words.js";

const at = (id) => document.getElementById(id);

export class Rail {
  #board;
  #talks;
  #hooks;

  /** `talks` knows what is unread; `hooks`: choose(id), pull(id). */
  constructor(board, talks, hooks) {
    this.#board = board;
    this.#talks = talks;
    this.#hooks = hooks;
  }

  draw(chosen) {
    const own = this.#board.talks;
    listed(at("own"), own, (one) => one.id, (one) => this.#ownMade(one), (made, one) => this.#own(made, one, chosen));
    at("own-none").hidden = own.length > 0;
    text(at("load"), this.#load());
    const waiting = this.#board.waiting;
    listed(at("waiting"), waiting, (one) => one.id, (one) => this.#waitingMade(one), (made, one) => this.#waits(made, one));
    at("waiting-none").hidden = waiting.length > 0;
    text(at("waiting-count"), waiting.length ? figure(waiting.length) : "");
    listed(at("queues"), this.#board.queues, (one) => one.name, () => element("li", "queue"), (made, one) => this.#queue(made, one));
    this.#mentions();
    at("pull").disabled = !waiting.some((one) => one.state === "waiting");
  }

  /** Every second: what runs. */
  tick() {
    for (const made of document.querySelectorAll("#own > li, #waiting > li")) {
      const item = this.#board.item(made.dataset.key) ?? this.#board.waiting.find(({ id }) => id === made.dataset.key);
      if (item) this.#running(made, item);
    }
  }

  #load() {
    const { caps } = this.#board.me;
    const busy = Object.entries(caps).filter(([media]) => this.#board.load(media) > 0);
    return busy.map(([media, cap]) => word("load", { media: word(media), load: this.#board.load(media), cap })).join(" · ");
  }

  #ownMade(item) {
    const made = element("li");
    const open = button("card-row", "", () => this.#hooks.choose(item.id));
    open.append(
      element("span", "row-top", element("strong", "row-name"), element("span", "figure run")),
      element("span", "chips"),
      element("span", "row-last"),
    );
    made.append(open);
    return made;
  }

  #own(made, item, chosen) {
    const row = made.firstChild;
    const talk = this.#talks.of(item.id);
    row.setAttribute("aria-current", String(item.id === chosen));
    made.className = `own ${item.state}`;
    const name = made.querySelector(".row-name");
    name.replaceChildren(talk?.context?.name || called(item));
    name.dir = "auto";
    const unread = talk?.unread ?? 0;
    const chips = badges(item, { queue: false });
    if (unread) chips.unshift(element("span", "chip unread", figure(unread), unseen(` ${word("unread")}`)));
    if (!item.mine) chips.push(chip(word("guest"), "guest"));
    if (item.state === "wrap-up") chips.push(chip(word("wrap"), "wrap"));
    if (item.state === "lost") chips.push(chip(word("lost"), "grave"));
    made.querySelector(".chips").replaceChildren(...chips);
    const last = made.querySelector(".row-last");
    text(last, talk?.typing ? word("typing") : (talk?.last ?? item.brief ?? ""));
    last.dir = "auto";
    this.#running(made, item);
  }

  #waitingMade(item) {
    const made = element("li", "waits");
    const what = element("div", "", element("span", "row-top", element("span", "row-name", called(item)), element("span", "figure run")));
    what.append(element("span", "chips", ...badges(item)));
    const take = button("quiet small", word("pull_one"), () => this.#hooks.pull(item.id));
    take.setAttribute("aria-label", `${word("pull_one")}: ${called(item)}`);
    made.append(what, take);
    return made;
  }

  #waits(made, item) {
    made.querySelector(".chips").replaceChildren(...badges(item));
    made.querySelector("button").hidden = item.state === "later";
    this.#running(made, item);
  }

  #running(made, item) {
    const run = made.querySelector(".run");
    const now = this.#board.now;
    if (item.state === "later") run.replaceChildren(moment(item.until));
    else if (item.state === "wrap-up") text(run, span(item.until - now));
    else if (talking(item)) text(run, span(now - (item.accepted || item.since)));
    else text(run, span(now - item.joined));
    run.classList.toggle("soon", item.state === "wrap-up" && item.until - now < 15);
  }

  #queue(made, queue) {
    const name = element("span", "", queue.titled);
    const counts = element("span", "soft", word("queue_counts", { waiting: queue.waiting, ready: queue.ready, present: queue.present }));
    const switches = queue.switches.map((one) => chip(word(`switch_${one.kind}`), "grave"));
    if (made.dataset.told === JSON.stringify(queue)) return;
    made.dataset.told = JSON.stringify(queue);
    made.replaceChildren(element("span", "row-top", name, ...switches), counts);
  }

  #mentions() {
    const mentions = this.#board.mentions.slice(0, 5);
    at("mentioned").hidden = mentions.length === 0;
    listed(
      at("mentions"),
      mentions,
      (one) => one.number,
      (one) => {
        const words = element("p", "", one.text);
        words.dir = "auto";
        return element("li", "mention", element("span", "row-top", element("strong", "", this.#board.shown(one.by)), moment(one.at)), words);
      },
      () => undefined,
    );
  }
}
