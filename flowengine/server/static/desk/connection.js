// The page's connection to the desk: one WebSocket, begun again whenever it is lost.
//
// What is said to a person waits here until the server has it, over a reload too, and is sent again
// under the same id. Everything else is asked once: who knows what has become of the conversation
// meanwhile, so a deed that met no connection fails and is for the agent to repeat.

const LONGEST = 10000; // milliseconds between two tries
const SILENT = 25000; // without a sign of the server, whose pings come every ten seconds
const TYPING = 2000; // between two signs of typing
const SIGNED_OUT = 4401;
const REPLACED = 4409;
const LEFT = 4000;
const LATER = 1013;
/** Refusals that pass: the same may be asked again. */
export const PASSING = ["busy", "too-fast"];

export class Connection {
  #hooks;
  #memory;
  #address;
  #socket = null;
  #number = 0; // of the last snapshot or change; 0 while a snapshot is waited for
  #asked = new Map(); // by id: who waits for the answer
  #failures = 0;
  #heard = 0; // when the server was heard last
  #typed = 0;
  #count = 0;
  #over = false;
  #tab = crypto.getRandomValues(new Uint32Array(1))[0].toString(36);

  /** `hooks`: snapshot(frame), change(frame), lines(frame), gone(frame), stands(state), taken(id),
   * unsaid(item, refusal, text). */
  constructor(hooks, memory, address = "/desk/socket") {
    this.#hooks = hooks;
    this.#memory = memory;
    this.#address = address;
    addEventListener("online", () => this.#now());
    document.addEventListener("visibilitychange", () => document.hidden || this.#now());
    setInterval(() => this.#watch(), 5000);
    this.#open();
  }

  get connected() {
    return this.#socket?.readyState === WebSocket.OPEN && this.#number > 0;
  }

  /** A name of this page's own that no other message has. */
  named() {
    this.#count += 1;
    return `${this.#tab}-${Date.now().toString(36)}-${this.#count}`;
  }

  /** Do something; the answer, or an error with `code` and a sentence for the agent. */
  ask(type, fields = {}) {
    const id = this.named();
    if (this.#socket?.readyState !== WebSocket.OPEN) return Promise.reject(offline());
    return new Promise((resolve, reject) => {
      this.#asked.set(id, { resolve, reject });
      this.#send({ ...fields, type, id });
    });
  }

  /** Words for a person: kept until they are there. Gives their id. */
  say(item, text, aloud = false) {
    const message = { type: "say", id: this.named(), item, text, aloud };
    this.#memory.unsaid = [...this.#memory.unsaid, message];
    if (this.connected) this.#send(message);
    return message.id;
  }

  /** A sign that nobody has to answer. */
  tell(type, fields) {
    if (!this.connected) return;
    if (type === "typing" && Date.now() - this.#typed < TYPING) return;
    if (type === "typing") this.#typed = Date.now();
    this.#send({ ...fields, type });
  }

  /** The page goes and does not come back: whoever is offered something is somebody else. */
  leave() {
    this.#over = true;
    if (this.connected) this.#send({ type: "leave", id: this.named() });
  }

  // ------------------------------------------------------------ the socket

  #open() {
    const scheme = location.protocol === "https:" ? "wss" : "ws";
    const socket = new WebSocket(`${scheme}://${location.host}${this.#address}`);
    this.#socket = socket;
    this.#number = 0;
    socket.addEventListener("open", () => this.#send({ type: "hello", device: this.#memory.device }));
    socket.addEventListener("message", ({ data }) => socket === this.#socket && this.#take(JSON.parse(data)));
    socket.addEventListener("close", ({ code }) => socket === this.#socket && this.#lost(code));
  }

  #send(message) {
    this.#socket.send(JSON.stringify(message));
  }

  #lost(code) {
    this.#socket = null;
    for (const { reject } of this.#asked.values()) reject(offline());
    this.#asked.clear();
    if (code === SIGNED_OUT || code === LEFT) this.#over = true;
    // Another page goes by our name, or the server had given us up: begin as a new one.
    if (code === REPLACED) this.#memory.anew();
    this.#hooks.stands(code === SIGNED_OUT ? "signed-out" : this.#over ? "left" : code === LATER ? "busy" : "offline");
    if (this.#over) return;
    this.#failures += 1;
    const patience = Math.min(LONGEST, 250 * 2 ** this.#failures) * (0.75 + Math.random() / 2);
    setTimeout(() => this.#now(), patience);
  }

  #now() {
    if (!this.#socket && !this.#over) this.#open();
  }

  /** A connection that stands and is silent is none; the browser notices much later. */
  #watch() {
    if (!this.connected || Date.now() - this.#heard < SILENT) return;
    const socket = this.#socket;
    this.#lost(1006);
    socket.close();
  }

  // ------------------------------------------------------------ what comes

  #take(frame) {
    this.#heard = Date.now();
    switch (frame.type) {
      case "ping":
        return this.#send({ type: "pong" });
      case "snapshot":
        return this.#whole(frame);
      case "change":
        return this.#next(frame);
      case "took":
      case "refused":
        return this.#answered(frame);
      default:
        return this.#hooks[frame.type]?.(frame);
    }
  }

  #whole(frame) {
    const first = this.#number === 0;
    this.#number = frame.number;
    this.#failures = 0;
    this.#hooks.snapshot(frame);
    this.#hooks.stands("connected");
    if (first) for (const message of this.#memory.unsaid) this.#send(message);
  }

  /** Changes count without a gap; after one that is missing only the whole is right. */
  #next(frame) {
    if (frame.number === this.#number + 1) {
      this.#number = frame.number;
      this.#hooks.change(frame);
    } else if (frame.number > this.#number + 1) {
      this.#number = Infinity; // nothing counts until the snapshot is here
      this.ask("sync").catch(() => undefined);
    }
  }

  #answered(frame) {
    const message = this.#memory.unsaid.find(({ id }) => id === frame.id);
    if (message && !PASSING.includes(frame.code)) {
      this.#memory.unsaid = this.#memory.unsaid.filter(({ id }) => id !== frame.id);
      if (frame.type === "took") this.#hooks.taken(message);
      else this.#hooks.unsaid(message, frame);
    } else if (message) {
      setTimeout(() => this.connected && this.#send(message), 1500);
    }
    const waits = this.#asked.get(frame.id);
    this.#asked.delete(frame.id);
    if (frame.type === "took") waits?.resolve(frame);
    else waits?.reject(Object.assign(new Error(frame.text), { code: frame.code }));
  }
}

function offline() {
  return Object.assign(new Error(""), { code: "offline" });
}
