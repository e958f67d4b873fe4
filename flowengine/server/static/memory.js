// What the browser keeps, and for how long. There are three kinds of page:
//   the page of a hotline   the conversation is in a cookie that no script can read
//   inside another site     cookies do not come through, so it is kept for that one site
//   with a quick exit       only as long as the tab is open, and nothing of what was said
// A browser that keeps nothing at all is fine: then a reload begins anew.

export class Memory {
  #flow;
  #store;

  constructor(flow, { framed, discreet }) {
    this.#flow = flow;
    this.cookie = !framed && !discreet;
    this.discreet = discreet;
    try {
      this.#store = discreet ? sessionStorage : localStorage;
    } catch {
      this.#store = null; // forbidden by the browser's settings
    }
  }

  /** The conversation to go on with, as `{conversation, token}`. */
  get conversation() {
    return this.cookie ? null : this.#read("conversation");
  }

  set conversation(opened) {
    if (this.cookie) return;
    this.#write("conversation", opened && { conversation: opened.conversation, token: opened.token });
  }

  /** Messages on their way, so that a reload without a connection loses none. */
  unsent(conversation) {
    const kept = this.discreet ? null : this.#read("unsent");
    return kept?.conversation === conversation ? kept.waiting : [];
  }

  keepUnsent(conversation, waiting) {
    if (this.discreet) return;
    this.#write("unsent", waiting.length ? { conversation, waiting } : null);
  }

  /** A choice for this browser, such as sound; off until it is made. */
  chosen(name) {
    return this.#read(name) === true;
  }

  choose(name, on) {
    this.#write(name, on || null);
  }

  forget() {
    for (const name of ["conversation", "unsent", "sound", "notices", "tones"]) this.#write(name, null);
  }

  #read(name) {
    try {
      return JSON.parse(this.#store?.getItem(`${this.#flow}/${name}`) ?? "null");
    } catch {
      return null;
    }
  }

  #write(name, value) {
    try {
      if (value === null) this.#store?.removeItem(`${this.#flow}/${name}`);
      else this.#store?.setItem(`${this.#flow}/${name}`, JSON.stringify(value));
    } catch {
      // Full or forbidden: the page works without.
    }
  }
}
