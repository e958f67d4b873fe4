// The transcript of the conversation that is open: the flow's words, the person's, ours.
//
// One element a line, in the order of their numbers. A picture that somebody sent is shown when the
// agent asks for it, not before: nobody knows what is on it.

import { content } from "/static/content.js";
import { button, element, unseen } from "/static/element.js";
import { moment } from "./spans.js";
import { channel, plain, word, words } from "./words.js";

const NEAR = 80; // pixels from the end that count as being there
const SENT = ["photo", "file", "recording"];
const PERSON = "person";
const AGENT = "agent";

// What the chat's page calls things, for the module that we share with it.
const NAMES = { transfer: word("transferred"), picture: word("picture"), file: word("file"), recording: word("recording"), photo: word("photo") };

export class Log {
  #place = document.getElementById("log");
  #newer = document.getElementById("newer");
  #board;
  #hooks;
  #item = "";
  #drawn = new Map(); // by number: the element
  #signed = null; // what became of our last words
  #end = [];
  #held = true; // the end is to be seen
  #height = 0; // when it was last looked at: another one is no scrolling

  /** `hooks`: again(message), drop(message), read(). */
  constructor(board, hooks) {
    this.#board = board;
    this.#hooks = hooks;
    this.#newer.addEventListener("click", () => this.settle());
    this.#place.addEventListener("scroll", () => this.#scrolled(), { passive: true });
    // Whoever was at the end stays there, whatever opens below.
    new ResizeObserver(() => this.#resized()).observe(this.#place);
  }

  get near() {
    const { scrollHeight, scrollTop, clientHeight } = this.#place;
    return scrollHeight - scrollTop - clientHeight < NEAR;
  }

  /** Show a talk as it stands; `fresh` lines of it are read out, those that were there are not. */
  draw(item, talk, { whole = true, mine = false } = {}) {
    const other = item.id !== this.#item;
    const near = other || mine || this.#held;
    if (other) this.#begin(item);
    this.#place.setAttribute("aria-live", other || whole ? "off" : "polite");
    for (const line of talk.ordered) this.#line(line, item);
    this.#tail(talk);
    if (near) this.settle();
    else this.#newer.hidden = false;
  }

  settle() {
    this.#place.scrollTop = this.#place.scrollHeight;
    this.#newer.hidden = true;
    this.#held = true;
  }

  focus() {
    this.#place.focus();
  }

  #begin(item) {
    this.#item = item.id;
    this.#drawn.clear();
    this.#place.replaceChildren();
    this.#end = [];
  }

  #resized() {
    this.#height = this.#place.clientHeight;
    if (this.#held) this.settle();
  }

  #scrolled() {
    if (this.#place.clientHeight !== this.#height) return;
    this.#held = this.near;
    if (!this.#held) return;
    this.#newer.hidden = true;
    this.#hooks.read();
  }

  #line(line, item) {
    const told = JSON.stringify(line);
    const before = this.#drawn.get(line.number);
    if (before?.told === told) return;
    const made = this.#made(line, item);
    this.#drawn.set(line.number, { told, made, number: line.number });
    if (before) before.made.replaceWith(made);
    else this.#put(made, line.number);
  }

  /** In the order of numbers, whenever it comes. */
  #put(made, number) {
    const later = [...this.#drawn.values()].filter((one) => one.number > number && one.made.isConnected);
    const next = later.sort((a, b) => a.number - b.number)[0]?.made ?? this.#end[0];
    if (next) next.before(made);
    else this.#place.append(made);
  }

  #made(line, item) {
    if (line.kind === "ended") return note(word("ended"));
    if (line.kind === "gone_on") return note(word("gone_on", { channel: channel(line.text) }));
    if (line.kind === "record") return note(word(line.text === "on" ? "record_on" : "record_off"));
    const who = this.#who(line);
    const made = element("div", `line ${who.kind}`);
    const said = element("div", "said");
    said.dir = line.direction;
    if (line.language) said.lang = line.language;
    said.append(...(SENT.includes(line.kind) ? sent(line, item) : content({ ...line, side: "flow" }, NAMES, document.documentElement.lang)));
    if (line.choices?.length) said.append(choices(line));
    made.append(element("p", "by", who.name, " ", moment(line.at)), said);
    return made;
  }

  #who(line) {
    if (line.side === PERSON) return { kind: "person", name: word("person") };
    if (line.side !== AGENT) return { kind: "flow", name: word("flow") };
    const mine = line.by === this.#board.me.shown;
    return { kind: mine ? "mine" : "colleague", name: mine ? word("you") : line.by };
  }

  /** What is on its way or was not taken, below all that is there; and what became of our last. */
  #tail(talk) {
    for (const one of this.#end) one.remove();
    const waits = talk.sending.map((one) => this.#sending(one));
    const wrong = talk.refused.map((one) => this.#refused(one, talk));
    this.#end = [...waits, ...wrong];
    this.#place.append(...this.#end);
    this.#sign(talk);
  }

  #sending({ text }) {
    const said = element("div", "said", text);
    said.dir = "auto";
    return element("div", "line mine waits", element("p", "by", word("sending")), said);
  }

  #refused(one, talk) {
    const said = element("div", "said", one.text);
    said.dir = "auto";
    const gone = () => (talk.refused = talk.refused.filter((other) => other !== one));
    const again = button("quiet small", word("again"), () => (gone(), this.#hooks.again(one.text)));
    const drop = button("quiet small", word("drop"), () => (gone(), this.#hooks.drop()));
    const why = element("p", "wrong", one.why);
    why.setAttribute("role", "alert");
    return element("div", "line mine refused", said, why, element("p", "deeds-line", again, drop));
  }

  /** Right below our last words, also when the person has written since. */
  #sign(talk) {
    this.#signed?.remove();
    const last = talk.ordered.findLast((line) => line.side === AGENT && line.by === this.#board.me.shown);
    if (!last || talk.sending.length) return;
    const told = talk.signs.seen >= last.number ? "seen" : talk.signs.receipts[last.number];
    this.#signed = told ? element("p", `receipt ${told}`, word(`receipt_${told}`)) : null;
    if (told) this.#drawn.get(last.number)?.made.after(this.#signed);
  }
}

function note(text) {
  return element("p", "note", text);
}

/** What could be chosen there, as plain words: nobody can press it here. */
function choices(line) {
  const list = element("ul", "offered");
  list.setAttribute("aria-label", word("choices"));
  for (const one of line.choices) list.append(element("li", "", one.key ? `${one.key} ` : "", one.label));
  return list;
}

/** A file of the person: its name leads to it; a picture can be looked at here. */
function sent(line, item) {
  const found = line.reference;
  const name = element("bdi", "", line.text || words[`console_${line.kind}`]);
  if (!found?.upload) return [name];
  const address = `/desk/items/${encodeURIComponent(item.id)}/files/${encodeURIComponent(found.upload)}`;
  const link = element("a", "", name);
  link.href = address;
  link.download = line.text || "";
  if (line.kind !== "photo") return [unseen(`${plain(word(line.kind))}: `), link];
  const look = button("quiet small", word("look"), () => {
    const picture = element("img", "photo");
    picture.alt = `${word("photo")}: ${name.textContent}`;
    picture.src = address;
    look.replaceWith(picture);
    picture.tabIndex = -1;
    picture.focus();
  });
  return [link, " ", look];
}
