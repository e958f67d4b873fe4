// Where one types: the field, what is wrong with what stands in it, and what was typed but not
// taken, which is given back.

const LARGEST = 16000; // bytes; the server ends a connection on which more comes at once

export class Composer {
  #words;
  #hooks;
  #field = document.getElementById("message");
  #problem = document.getElementById("problem");
  #drafts = new Map(); // by the message's id, until it is taken

  /** `hooks`: said(text), which gives the message's id, and typing(). */
  constructor(words, hooks) {
    this.#words = words;
    this.#hooks = hooks;
    document.getElementById("composer").addEventListener("submit", (event) => {
      event.preventDefault();
      this.#typed();
    });
    this.#field.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
        event.preventDefault();
        this.#typed();
      }
    });
    // An empty field has the direction of the page, a filled one that of its words.
    this.#field.addEventListener("input", () => {
      this.#field.dir = this.#field.value ? "auto" : "";
      if (this.#field.value) this.#hooks.typing();
    });
  }

  /** Whether others who see the screen must not read along. */
  set secret(so) {
    this.#field.classList.toggle("secret", so);
  }

  /** What is wrong, told at the field; an empty text takes it away. */
  problem(text) {
    this.#problem.textContent = text;
    this.#problem.hidden = !text;
    this.#field.setAttribute("aria-invalid", String(Boolean(text)));
  }

  taken(id) {
    this.#drafts.delete(id);
  }

  /** A message that was not taken comes back to its writer. */
  refused(id) {
    if (this.#drafts.has(id) && !this.#field.value) this.#field.value = this.#drafts.get(id);
    this.#drafts.delete(id);
  }

  clear() {
    this.#drafts.clear();
    this.problem("");
  }

  focus() {
    this.#field.focus({ preventScroll: true });
  }

  #typed() {
    const text = this.#field.value.trim();
    if (!text) return;
    if (new Blob([JSON.stringify(text)]).size > LARGEST) {
      this.problem(this.#words["too-long"]);
      return;
    }
    this.#field.value = "";
    this.#field.dir = "";
    this.#drafts.set(this.#hooks.said(text), text);
  }
}
