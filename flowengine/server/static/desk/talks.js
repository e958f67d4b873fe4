// The conversations that this page follows: their lines, what is unread, what is known of the person.
// A line is kept under its number, so that it stands once, however often and in whatever order it comes.

import { PASSING } from "./connection.js";
import { word } from "./words.js";

const TYPING = 6000; // milliseconds that a sign of typing lasts
const PERSON = "person";
const AGAIN = 2000; // milliseconds until what could not be told just now is asked again

class Talk {
  lines = new Map(); // by number
  sending = []; // {id, text}: on their way
  refused = [];
  unread = 0;
  context = null;
  signs = { typing: [], seen: 0, receipts: {} };
  typed = 0; // when somebody else was last said to be typing

  constructor(id) {
    this.id = id;
  }

  get ordered() {
    return [...this.lines.values()].sort((a, b) => a.number - b.number);
  }

  get number() {
    return Math.max(0, ...this.lines.keys());
  }

  get typing() {
    return this.signs.typing.length > 0 && Date.now() - this.typed < TYPING;
  }

  /** Nobody reads it any more. */
  get ended() {
    return [...this.lines.values()].some(({ kind }) => kind === "ended");
  }

  /** The last words, in one line. */
  get last() {
    const found = this.ordered.findLast((line) => line.text && (line.kind === "text" || line.kind === "prompt"));
    return found ? `${found.side === PERSON ? "" : "↩ "}${found.text}`.slice(0, 90) : "";
  }
}

export class Talks {
  #board;
  #connection;
  #hooks;
  #talks = new Map();

  /** `hooks`: came(id, lines), words of the person that nobody has seen yet, and
   * changed(id, {fresh, whole, mine, rung}): `fresh` lines, all of them if `whole`; `mine` if by us;
   * `rung` if something else of it is new, so that more may be known. */
  constructor(board, connection, hooks) {
    this.#board = board;
    this.#connection = connection;
    this.#hooks = hooks;
  }

  of(id) {
    return this.#talks.get(id);
  }

  get unread() {
    return [...this.#talks.values()].reduce((sum, talk) => sum + talk.unread, 0);
  }

  /** After a snapshot everything is followed anew, from where it was left. */
  anew() {
    for (const talk of this.#talks.values()) talk.followed = false;
    this.follow();
  }

  /** Follow what is the agent's now, and forget what is not. */
  follow() {
    const own = this.#board.talks;
    for (const item of own) {
      const talk = this.#talks.get(item.id) ?? new Talk(item.id);
      this.#talks.set(item.id, talk);
      if (!talk.followed) this.#open(talk);
    }
    for (const id of this.#talks.keys()) if (!own.some((item) => item.id === id)) this.#talks.delete(id);
  }

  #open(talk) {
    talk.followed = true;
    this.#connection.ask("open", { item: talk.id, since: talk.number }).catch(({ code }) => {
      talk.followed = false;
      if (PASSING.includes(code)) setTimeout(() => this.follow(), AGAIN);
    });
  }

  /** Lines, or a ring without any: something else has changed. */
  take({ item, lines, signs, whole }) {
    const talk = this.#talks.get(item);
    if (!talk) return;
    const fresh = lines.filter((line) => !talk.lines.has(line.number));
    for (const line of lines) {
      talk.lines.set(line.number, line);
      if (line.id) talk.sending = talk.sending.filter(({ id }) => id !== line.id);
    }
    const same = JSON.stringify(talk.signs) === JSON.stringify(signs);
    talk.signs = signs;
    talk.typed = signs.typing.length ? Date.now() : 0;
    if (signs.typing.length) setTimeout(() => this.#hooks.changed(item, { rung: true }), TYPING + 100);
    const heard = whole ? [] : fresh.filter((line) => line.side === PERSON);
    talk.unread += heard.length;
    if (heard.length) this.#hooks.came(item, heard);
    const rung = lines.length === 0 && same && !signs.typing.length;
    this.#hooks.changed(item, { fresh, whole, rung });
  }

  /** The agent has it on the screen. */
  read(id) {
    const talk = this.#talks.get(id);
    if (!talk) return;
    talk.unread = 0;
  }

  sending(id, message, text) {
    this.#talks.get(id)?.sending.push({ id: message, text });
    this.#hooks.changed(id, { mine: true });
  }

  /** A message that was not taken. */
  unsaid({ item, id, text }, refusal) {
    const talk = this.#talks.get(item);
    if (!talk) return;
    talk.sending = talk.sending.filter((one) => one.id !== id);
    talk.refused.push({ id, text, why: refusal.text });
    this.#hooks.changed(item);
  }

  /** What is known, asked for where it has not come yet; null where it cannot be had just now. */
  async known(id) {
    if (!this.of(id)?.context) await this.look(id);
    return this.of(id)?.context ?? null;
  }

  /** Ask for all that is known; a page that may not stays without. */
  async look(id) {
    const talk = this.#talks.get(id);
    if (!talk) return;
    try {
      talk.context = (await this.#connection.ask("context", { item: id })).context;
      talk.problem = "";
    } catch (error) {
      if (PASSING.includes(error.code)) setTimeout(() => this.look(id), AGAIN);
      if (error.code === "offline" || PASSING.includes(error.code)) return;
      talk.problem = error.message || word("failed");
    }
    this.#hooks.changed(id);
  }
}
