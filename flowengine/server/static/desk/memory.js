// What this tab keeps over a reload, and no longer than it is open: its name, what was being written
// and what has not arrived. Only the choice of sound is kept for the browser.

const TOP = "desk/";

export class Memory {
  get device() {
    const kept = this.#read("device");
    return kept ?? this.anew();
  }

  /** Another name for this page. */
  anew() {
    const made = crypto.getRandomValues(new Uint32Array(4)).reduce((all, one) => all + one.toString(36), "");
    this.#write("device", made);
    return made;
  }

  /** Words on their way: messages as they are sent. */
  get unsaid() {
    return this.#read("unsaid") ?? [];
  }

  set unsaid(messages) {
    this.#write("unsaid", messages.length ? messages : null);
  }

  /** What was being written in a conversation: `kind` is say or remark. */
  draft(item, kind) {
    return this.#read(`draft/${kind}/${item}`) ?? "";
  }

  keep(item, kind, text) {
    this.#write(`draft/${kind}/${item}`, text || null);
  }

  forget(item) {
    for (const kind of ["say", "remark", "note"]) this.keep(item, kind, "");
  }

  get chosen() {
    return this.#read("chosen") ?? "";
  }

  set chosen(item) {
    this.#write("chosen", item || null);
  }

  get sound() {
    try {
      return localStorage.getItem(`${TOP}sound`) !== "off";
    } catch {
      return true;
    }
  }

  set sound(on) {
    try {
      localStorage.setItem(`${TOP}sound`, on ? "on" : "off");
    } catch {
      // Forbidden by the browser's settings: it holds as long as the page.
    }
  }

  /** Nothing of it is left for whoever uses this computer next. */
  clear() {
    try {
      for (const name of Object.keys(sessionStorage)) if (name.startsWith(TOP)) sessionStorage.removeItem(name);
    } catch {
      // There was nothing then.
    }
  }

  #held = {}; // where the browser keeps nothing

  #read(name) {
    try {
      return JSON.parse(sessionStorage.getItem(TOP + name) ?? "null");
    } catch {
      return this.#held[name] ?? null;
    }
  }

  #write(name, value) {
    this.#held[name] = value;
    try {
      if (value === null) sessionStorage.removeItem(TOP + name);
      else sessionStorage.setItem(TOP + name, JSON.stringify(value));
    } catch {
      // Full or forbidden: the page works without.
    }
  }
}
