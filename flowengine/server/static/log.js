// The log: one element a line, in order; below the last question what can be pressed or filled in.

import { card } from "./card.js";
import { content } from "./content.js";
import { button, element, figures, unseen } from "./element.js";
import { given, isGiven } from "./given.js";

const SIDES = { person: "said mine", agent: "said agent" };
const MARGIN = 14; // pixels above what is scrolled to

export class Log {
  #place;
  #words;
  #answer;
  #told;
  #last = 0;
  #sending = new Map();
  #files = new Map(); // what was sent from here, by the message's id
  #offline = false;

  /** `answer` has what a question can be answered with: pick, say, fill, upload; `drawn` is told of
   * each line of one of us. */
  constructor(place, words, answer, drawn = () => undefined) {
    this.#place = place;
    this.#words = words;
    this.#answer = answer;
    this.#told = drawn;
  }

  /** True when the person has said something. */
  get spoken() {
    return this.#place.querySelector(".mine") !== null;
  }

  /** True while something of the person's is on its way. */
  get waiting() {
    return this.#sending.size > 0;
  }

  clear() {
    this.#place.replaceChildren();
    this.#sending.clear();
    this.#files.clear();
    this.#last = 0;
  }

  /** Lines of the transcript; those that are already there stay. Gives those that are new. */
  add(lines) {
    const fresh = lines.filter((line) => line.number > this.#last);
    // What was said long ago is not read out again.
    this.#place.setAttribute("aria-busy", String(fresh.length > 6));
    for (const line of fresh) this.#one(line);
    this.#place.removeAttribute("aria-busy");
    this.#sign();
    return fresh;
  }

  #one(line) {
    this.#last = line.number;
    this.#sending.get(line.id)?.remove();
    this.#sending.delete(line.id);
    if (line.kind === "ended") {
      this.#closeAnswers();
      return;
    }
    const said = this.#drawn(line);
    if (said) this.#put(said);
    if (line.kind === "prompt") {
      this.#closeAnswers();
      this.#offer(line);
    }
  }

  /** The person's own words, before the server has taken them. */
  sending(id, text) {
    const said = element("div", "said mine", unseen(`${this.#words.you}: `), text);
    said.dir = "auto";
    said.append(element("small", "way", this.#offline ? this.#words.waiting : this.#words.sending));
    this.#sending.set(id, said);
    this.#put(said);
    this.#closeAnswers();
    this.#sign();
    this.settle();
  }

  /** A file is on its way; its card says so, and its line comes with the news. */
  sendingFile(id, file) {
    this.#files.set(id, file);
  }

  /** The server has it; the line itself comes with the news. */
  took(id) {
    const sign = this.#sending.get(id)?.querySelector(".way");
    if (sign) sign.textContent = this.#words.sent;
  }

  /** What happened on the way and nobody said, such as the end of a call. */
  note(text) {
    this.#put(element("p", "note", text));
    this.settle();
  }

  /** A message the server did not take leaves the log. */
  unsent(id) {
    this.#sending.get(id)?.remove();
    this.#sending.delete(id);
    this.#openAnswers();
  }

  /** Whether what is on its way has to wait for a connection. */
  offline(so) {
    if (this.#offline === so) return;
    this.#offline = so;
    for (const said of this.#sending.values()) {
      said.querySelector(".way").textContent = so ? this.#words.waiting : this.#words.sending;
    }
  }

  /** Down to what was said last, but never past the beginning of a long answer; where one of us
   * says one thing after another, to the last of them. */
  settle() {
    const frame = this.#place.parentElement;
    const from = [...this.#place.querySelectorAll(".mine, .agent")].at(-1);
    const above = document.getElementById("people")?.offsetHeight ?? 0; // it covers what is scrolled to
    const whole = from?.matches(".agent") ? frame.clientHeight - above - from.offsetHeight - 2 * MARGIN : 0;
    frame.scrollTop = from ? from.offsetTop - frame.offsetTop - above - MARGIN - Math.max(0, whole) : 0;
  }

  /** The field that the last question wants to have the focus, if there is one. */
  focusField() {
    const last = [...this.#place.querySelectorAll(".card:not([hidden])")].at(-1);
    last?.focusField?.();
    return Boolean(last?.focusField);
  }

  /** Lines on their way stay below those that have arrived. */
  #put(node) {
    const first = this.#sending.values().next().value;
    if (first && first !== node && first.parentElement) first.before(node);
    else this.#place.append(node);
  }

  #drawn(line) {
    const held = this.#held(line);
    this.#files.delete(line.id);
    if (held.length === 0) return null;
    const said = element("div", SIDES[line.side] ?? "said");
    said.dir = line.direction;
    if (line.language) said.lang = line.language;
    if (line.side === "person") said.append(unseen(`${this.#words.you}: `));
    if (line.side === "agent") this.#named(said, line);
    said.append(...held);
    said.querySelector("img")?.addEventListener("load", () => this.settle());
    return said;
  }

  #held(line) {
    const language = document.documentElement.lang;
    if (isGiven(line)) return given(line, this.#words, language, this.#answer.file);
    return content(line, this.#words, language, this.#files.get(line.id));
  }

  /** One of us has a name, which every line of theirs is read out with. */
  #named(said, line) {
    const name = line.by || this.#words["talk-one"];
    const before = this.#place.lastElementChild;
    const goes = before?.dataset.by === name && before.classList.contains("agent");
    said.dataset.by = name;
    said.dataset.number = line.number;
    said.append(element("span", goes ? "unseen" : "who", element("bdi", "", name)), unseen(": "));
    this.#told(said);
  }

  /** The last of the person's lines that has arrived says so. */
  #sign() {
    for (const old of this.#place.querySelectorAll(".arrived")) old.remove();
    const last = [...this.#place.querySelectorAll(".mine")].at(-1);
    if (!last || last.querySelector(".way")) return;
    const sign = element("span", "arrived");
    sign.setAttribute("role", "img");
    sign.setAttribute("aria-label", this.#words.sent);
    last.append(sign);
  }

  #offer(line) {
    const offered = [];
    if (line.choices?.length && !line.fields?.length) offered.push(this.#choices(line));
    const asked = card(line, this.#words, this.#answer);
    if (asked) offered.push(asked);
    for (const node of offered) {
      node.classList.add("answers-here");
      node.dir = line.direction;
      if (line.language) node.lang = line.language;
      this.#put(node);
    }
  }

  #choices(line) {
    const group = element("div", "choices");
    group.setAttribute("role", "group");
    group.setAttribute("aria-label", this.#words.choices);
    for (const choice of line.choices) {
      const one = button("", "", () => this.#answer.pick(line.turn, choice));
      if (choice.key) one.append(element("kbd", "", figures(choice.key, line.language)));
      one.append(choice.label);
      group.append(one);
    }
    return group;
  }

  #closeAnswers() {
    for (const node of this.#place.querySelectorAll(".answers-here")) node.hidden = true;
  }

  /** Those of the last question, which may be buttons and a card. */
  #openAnswers() {
    const questions = [...this.#place.querySelectorAll(".answers-here")];
    for (let node = questions.at(-1); node?.matches(".answers-here"); node = node.previousElementSibling) {
      node.hidden = false;
    }
  }
}
