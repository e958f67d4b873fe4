// Messages on their way: each stays here until the server has taken it, over a reload too. Each has
// an id, so that one sent twice is taken once. A secret waits nowhere but in the page.

export class Outbox {
  #memory;
  #conversation = "";
  #waiting = [];

  constructor(memory) {
    this.#memory = memory;
  }

  /** The messages in order, each with `shown`: what the page shows of it. */
  get waiting() {
    return this.#waiting;
  }

  /** For another conversation, with what waited when its page was left. */
  turn(conversation) {
    if (conversation === this.#conversation) return;
    this.#conversation = conversation;
    this.#waiting = this.#memory.unsent(conversation);
  }

  put(message) {
    this.#waiting.push(message);
    this.#kept();
  }

  taken(id) {
    this.#waiting = this.#waiting.filter((message) => message.id !== id);
    this.#kept();
  }

  empty() {
    this.#waiting = [];
  }

  #kept() {
    const fit = this.#waiting.filter((message) => !message.secret);
    this.#memory.keepUnsent(this.#conversation, fit);
  }
}

/** The message as the server knows it. */
export function plain({ shown, secret, ...message }) {
  return message;
}
