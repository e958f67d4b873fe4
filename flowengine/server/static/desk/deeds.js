// What the agent does: each deed is asked of the server, and what goes wrong is told. Nothing is
// shown as done before the desk says so.

import * as asking from "./asking.js";
import { word, words } from "./words.js";

export class Deeds {
  wanted = ""; // an item that we took and that the next change brings
  left = new Set(); // those that we gave away: nobody has to tell us that they are gone
  #board;
  #talks;
  #connection;
  #memory;
  #hooks;

  /** `hooks`: answered(id) of an offer, refused() when something was, settle() when what we took
   * may be there, unwritten(words) of a note that was not taken, shown() when a script is; chosen()
   * gives the open conversation, named(item) its name, tell(text) says something to the agent. */
  constructor(board, talks, connection, memory, hooks) {
    this.#board = board;
    this.#talks = talks;
    this.#connection = connection;
    this.#memory = memory;
    this.#hooks = hooks;
  }

  /** Do something. Gives the answer, or null. */
  async does(type, fields) {
    try {
      return await this.#connection.ask(type, fields);
    } catch (error) {
      this.#hooks.tell(words[`console_refused_${error.code}`.replace(/-/g, "_")] ?? error.message);
      this.#hooks.refused();
      return null;
    }
  }

  /** The same, where the conversation is not ours any more afterwards. */
  async #leaves(type, item, fields) {
    this.left.add(item.id);
    const answer = await this.does(type, { item: item.id, ...fields });
    if (!answer) this.left.delete(item.id);
    return answer;
  }

  async take(item) {
    if (!item) return;
    this.#hooks.answered(item.id);
    this.wanted = item.id;
    if (!(await this.does("accept", { token: item.token }))) this.wanted = "";
    else this.#hooks.settle();
  }

  pass(item) {
    if (!item) return;
    this.#hooks.answered(item.id);
    this.does("refuse", { token: item.token });
  }

  /** Take somebody who waits; "" for whoever is next. */
  async pull(id) {
    const answer = await this.does("pull", { item: id });
    if (!answer) return;
    this.wanted = answer.item;
    this.#hooks.settle();
  }

  say(text, aloud = false) {
    const item = this.#board.item(this.#hooks.chosen());
    if (!item || !text) return;
    const id = this.#connection.say(item.id, text, aloud);
    this.#talks.sending(item.id, id, text);
  }

  async remark(text, mentions) {
    const item = this.#hooks.chosen();
    if (await this.does("remark", { item, text, mentions })) this.#talks.look(item);
    else this.#hooks.unwritten(text);
  }

  async transfer(item) {
    const name = this.#hooks.named(item);
    const to = await asking.askTransfer(this.#board);
    if (to && (await this.#leaves("transfer", item, to))) this.#hooks.tell(word("transferred_told", { name }));
  }

  async invite(item) {
    const whom = await asking.askInvite(this.#board, item);
    if (whom) this.does("invite", { item: item.id, ...whom });
  }

  /** Take a colleague out of the talk, or ourselves. */
  uninvite(item, agent) {
    if (agent === this.#board.me.id) this.#leaves("uninvite", item, { agent });
    else this.does("uninvite", { item: item.id, agent });
  }

  async sendBack(item) {
    const known = await this.#talks.known(item.id);
    const place = known ? await asking.askStep(known.steps) : this.#hooks.tell(word("failed"));
    if (place) this.#leaves("send_back", item, { place });
  }

  finish(item) {
    if (item) this.does("finish", { item: item.id });
  }

  extend(item) {
    this.does("extend", { item: item.id });
  }

  async close(item, outcome, note) {
    const name = this.#hooks.named(item);
    if (!(await this.#leaves("close", item, { outcome, note }))) return;
    this.#memory.forget(item.id);
    this.#hooks.tell(word("closed_told", { name }));
  }

  /** What came of phoning somebody back. */
  async result(item, what) {
    const when = what === "not now" ? await asking.askWhen() : 0;
    if (when === null) return;
    this.does("callback", { item: item.id, result: what, when });
  }

  async why(item) {
    const answer = await this.does("why", { item: item.id });
    if (answer) asking.showWhy(this.#board, answer.why);
  }

  async script(item) {
    const answer = await this.does("script", { item: item.id });
    if (!answer) return;
    const { begin } = await import("./script.js");
    begin(document.getElementById("context"), answer, () => this.#talks.look(item.id));
    this.#hooks.shown();
  }
}
