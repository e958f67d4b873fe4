// The third region: all that is known of the person, what matters for their safety first.

import { button, element } from "/static/element.js";
import { chip } from "./badges.js";
import { moment } from "./spans.js";
import { channel, figure, plain, tongue, word } from "./words.js";

const OURS = ["consult", "talk"]; // whom the agent has asked in, and may let go again
const SAFE = { yes: "good", no: "grave" };

export class Known {
  #place = document.getElementById("known");
  #none = document.getElementById("context-none");
  #board;
  #hooks;
  #told = "";
  #open = new Map(); // which parts are open, by name

  /** `hooks`: why(item), script(item, place), line(number). */
  constructor(board, hooks) {
    this.#board = board;
    this.#hooks = hooks;
  }

  draw(item, talk) {
    this.#place.hidden = !item;
    this.#none.hidden = Boolean(item);
    if (!item) return;
    const context = talk?.context;
    const told = JSON.stringify([item.id, item.brief, item.note, item.safe, item.voicemail, item.guests, context, talk?.problem, this.#board.colleagues.length]);
    if (told === this.#told) return; // what one reads is not drawn anew under one's eyes
    this.#told = told;
    const top = this.#place.scrollTop;
    this.#place.replaceChildren(...this.#parts(item, context ?? {}, talk));
    this.#place.scrollTop = top;
  }

  #parts(item, context, talk) {
    const name = element("h2", "known-name", context.name || word(item.kind, { name: item.name }));
    name.dir = "auto";
    const facts = [context.title, context.language && tongue(context.language), item.titled].filter(Boolean);
    const head = element("header", "", name, element("p", "soft", facts.join(" · ")));
    if (context.tags?.length) head.append(element("p", "chips", ...context.tags.map((tag) => chip(tag))));
    return [
      head,
      talk?.problem ? element("p", "wrong", talk.problem) : null,
      this.#safety(item, context),
      this.#words("brief", item.brief),
      this.#words("left_note", item.note),
      this.#pairs("answers", context.answers),
      this.#guests(item),
      this.#remarks(context.remarks),
      this.#timeline(context.timeline),
      this.#pairs("script_results", context.script_results),
      this.#list("consents", context.consents),
      element("p", "deeds-line", button("quiet small", word("why"), () => this.#hooks.why(item))),
    ].filter(Boolean);
  }

  /** A part that folds; whether it is open is remembered while the page is. */
  #part(name, held, { open = true, count = 0, kind = "" } = {}) {
    const summary = element("summary", "", word(name));
    if (count) summary.append(" ", element("span", "count", figure(count)));
    const made = element("details", `part ${kind}`.trim(), summary, ...held);
    made.open = this.#open.get(name) ?? open;
    made.addEventListener("toggle", () => this.#open.set(name, made.open));
    return made;
  }

  #safety(item, { signals = [] }) {
    const held = [];
    if (item.kind === "callback") {
      held.push(this.#flag("safe", item.safe), this.#flag("voicemail", item.voicemail));
    }
    for (const one of signals) {
      const words = element("span", "matched");
      words.append(...one.words.map((text) => Object.assign(element("mark", "", text), { dir: "auto" })));
      const what = element("p", "sign", chip(word(`sign_${one.sign}`), "grave"), " ", one.words.length ? words : word(`behaviour_${one.behaviour.replace(/ /g, "_")}`), " ", moment(one.at));
      held.push(what);
    }
    return held.length ? this.#part("safety", held, { kind: "safety" }) : null;
  }

  #flag(name, value) {
    return element("p", "flag", `${word(`${name}_question`)} `, chip(word(`answer_${value || "unknown"}`), SAFE[value] ?? "unsure"));
  }

  #words(name, text) {
    if (!text) return null;
    const words = element("p", "free", text);
    words.dir = "auto";
    return this.#part(name, [words]);
  }

  #pairs(name, pairs) {
    if (!pairs?.length) return null;
    const list = element("dl", "pairs");
    for (const [key, value] of pairs) {
      const [term, told] = [element("dt", "", key), element("dd", "", value)];
      term.dir = told.dir = "auto";
      list.append(element("div", "", term, told));
    }
    return this.#part(name, [list]);
  }

  #list(name, values) {
    if (!values?.length) return null;
    return this.#part(name, [element("ul", "plain-list", ...values.map((one) => element("li", "", one)))], { open: false, count: values.length });
  }

  #guests(item) {
    const others = item.guests.filter(({ agent }) => agent !== this.#board.me.id);
    if (!others.length) return null;
    const rows = others.map(({ agent, mode }) => {
      const row = element("p", "guest", element("strong", "", this.#board.shown(agent) || word("colleague")), ` – ${word(`mode_${mode}`)}`);
      if (item.mine && OURS.includes(mode)) row.append(" ", button("quiet small", word("uninvite"), () => this.#hooks.uninvite(item, agent)));
      return row;
    });
    return this.#part("guests", rows);
  }

  #remarks(remarks) {
    if (!remarks?.length) return null;
    const notes = remarks.map((one) => {
      const words = element("p", "", one.text);
      words.dir = "auto";
      return element("li", "remark", element("p", "row-top", element("strong", "", this.#board.shown(one.by) || word("colleague")), moment(one.at)), words);
    });
    return this.#part("remarks", [element("ul", "plain-list", ...notes)], { count: remarks.length });
  }

  #timeline(timeline) {
    if (!timeline?.length) return null;
    const rows = timeline.map((one) => {
      const what = [plain(one.flow), channel(one.channel), one.outcome].filter(Boolean).join(" · ");
      const row = element("li", "earlier", element("p", "row-top", element("strong", "", what), moment(one.at)));
      for (const [name, value] of one.answers.slice(0, 4)) {
        const pair = element("p", "soft", `${name}: ${value}`);
        pair.dir = "auto";
        row.append(pair);
      }
      return row;
    });
    return this.#part("timeline", [element("ul", "plain-list", ...rows)], { count: timeline.length, open: timeline.length < 4 });
  }
}
