// Where one writes: to the person, or a note for colleagues. Each conversation keeps its own drafts,
// over a reload too.

import { button, element } from "/static/element.js";
import { Files } from "./files.js";
import { listed } from "./listed.js";
import { Replies } from "./replies.js";
import { word } from "./words.js";

const LONGEST = 4000; // characters

export class Writing {
  #form = document.getElementById("writing");
  #field = element("textarea");
  #kinds = new Map(); // say and remark: their radio buttons
  #aloud = element("input");
  #problem = element("p", "wrong");
  #mentions = element("p", "mentions");
  #replies;
  #files = new Files((text) => this.problem(text));
  #memory;
  #board;
  #hooks;
  #item = null;
  #kind = "say";
  #notes = false; // only notes can be written

  /** `hooks`: say(text, aloud), remark(text, mentions), typing(). */
  constructor(board, memory, hooks) {
    this.#board = board;
    this.#memory = memory;
    this.#hooks = hooks;
    this.#replies = new Replies(this.#field, (text) => this.put(text));
    this.#build();
    this.#form.addEventListener("submit", (event) => (event.preventDefault(), this.#submit()));
    this.#field.addEventListener("keydown", (event) => this.#key(event));
    this.#field.addEventListener("input", () => this.#typed());
    this.#field.addEventListener("paste", (event) => this.#files.pasted(event));
  }

  /** For this item, null for none. With `notes` nothing else can be written (advisers, a person who
   * is gone); with `aloud` words can be spoken in a call. */
  show(item, context, { notes = false, aloud = false } = {}) {
    const other = item?.id !== this.#item?.id;
    this.#item = item;
    this.#form.hidden = !item;
    if (!item) this.#files.show(null);
    if (!item) return;
    this.#replies.all = context?.replies ?? [];
    this.#form.querySelector(".slash").hidden = !this.#replies.some || notes;
    this.#kinds.get("say").disabled = notes;
    this.#form.querySelector(".aloud").hidden = !aloud;
    if (other || notes !== this.#notes) this.#turn(notes ? "remark" : "say");
    this.#notes = notes;
    this.#attach();
  }

  /** Set the words of the field, to be looked at and sent. */
  put(text) {
    this.#field.value = text;
    this.#typed();
    this.focus();
  }

  /** Go over to the words for the person (`say`) or for colleagues (`remark`). */
  turn(kind) {
    if (!this.#form.hidden && !this.#kinds.get(kind).disabled) this.#turn(kind);
    this.focus();
  }

  /** Open the canned replies. */
  slash() {
    this.#turn("say");
    this.put("/");
    this.#field.dispatchEvent(new Event("input"));
  }

  focus() {
    if (!this.#form.hidden) this.#field.focus({ preventScroll: true });
  }

  problem(text) {
    this.#problem.textContent = text;
    this.#problem.hidden = !text;
  }

  // ------------------------------------------------------------ inside

  #build() {
    Object.assign(this.#field, { id: "message", rows: 1, maxLength: LONGEST, dir: "auto", enterKeyHint: "send" });
    this.#field.setAttribute("aria-describedby", "writing-problem");
    Object.assign(this.#problem, { id: "writing-problem", hidden: true });
    this.#problem.setAttribute("role", "alert");
    this.#mentions.hidden = true;
    const kinds = element("div", "kinds");
    kinds.setAttribute("role", "radiogroup");
    kinds.setAttribute("aria-label", word("to_whom"));
    kinds.append(this.#choice("say"), this.#choice("remark"));
    const slash = button("quiet small slash", word("replies"), () => this.slash());
    slash.append(" ", element("kbd", "", "/"));
    Object.assign(this.#aloud, { type: "checkbox", id: "aloud" });
    const aloud = element("label", "aloud", this.#aloud, ` ${word("aloud")}`);
    const send = element("button", "", word("send"));
    send.type = "submit";
    const label = element("label", "unseen", word("words"));
    label.htmlFor = "message";
    const row = element("div", "row", label, this.#field, send);
    const { button: attach, chosen, list } = this.#files.parts;
    const over = element("div", "over", kinds, aloud, attach, chosen, slash);
    this.#form.append(this.#replies.list, over, this.#mentions, list, this.#problem, row);
  }

  #choice(kind) {
    const input = element("input");
    Object.assign(input, { type: "radio", name: "kind", value: kind });
    input.addEventListener("change", () => this.#turn(kind));
    this.#kinds.set(kind, input);
    return element("label", "", input, element("span", "", word(`kind_${kind}`)));
  }

  #turn(kind) {
    this.#kind = kind;
    this.#kinds.get(kind).checked = true;
    this.#form.dataset.kind = kind;
    this.#field.placeholder = word(`placeholder_${kind}`);
    this.#field.value = this.#item ? this.#memory.draft(this.#item.id, kind) : "";
    this.problem("");
    this.#mentioned();
    this.#attach();
  }

  /** A note is for colleagues, and no file goes with it. */
  #attach() {
    this.#files.show(this.#kind === "say" && !this.#notes ? this.#item : null);
  }

  #typed() {
    if (!this.#item) return;
    this.problem("");
    const slash = this.#field.value.startsWith("/");
    if (!slash) this.#memory.keep(this.#item.id, this.#kind, this.#field.value);
    if (this.#kind === "remark") this.#mentioned();
    else if (this.#field.value && !slash) this.#hooks.typing();
  }

  #key(event) {
    if (this.#replies.key(event)) return;
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
      event.preventDefault();
      this.#submit();
    }
  }

  #submit() {
    const text = this.#field.value.trim();
    if (!text || !this.#item) return;
    if (this.#kind === "say") this.#hooks.say(text, !this.#form.querySelector(".aloud").hidden && this.#aloud.checked);
    else this.#hooks.remark(text, this.#named().map(({ id }) => id));
    this.#field.value = "";
    this.#memory.keep(this.#item.id, this.#kind, "");
    this.#mentioned();
  }

  /** Colleagues whose name stands behind an `@`. */
  #named() {
    const text = this.#field.value.toLocaleLowerCase();
    return this.#board.colleagues.filter(({ shown }) => text.includes(`@${shown.toLocaleLowerCase()}`));
  }

  /** Buttons for the names that may be meant, while one stands behind an `@`. */
  #mentioned() {
    const open = this.#kind === "remark" && /@([^@\n]{0,30})$/.exec(this.#field.value);
    const wanted = open ? open[1].toLocaleLowerCase() : "";
    const found = open ? this.#board.colleagues.filter(({ shown }) => shown.toLocaleLowerCase().startsWith(wanted)).slice(0, 6) : [];
    this.#mentions.hidden = found.length === 0;
    listed(
      this.#mentions,
      found,
      (one) => one.id,
      (one) => Object.assign(button("quiet small", `@${one.shown}`, () => this.#mention(one)), { dir: "auto" }),
      () => undefined,
    );
  }

  #mention({ shown }) {
    this.#field.value = this.#field.value.replace(/@[^@\n]*$/, `@${shown} `);
    this.#typed();
    this.focus();
  }
}
