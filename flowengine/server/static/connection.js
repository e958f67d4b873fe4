// One conversation with the server: a WebSocket, and requests over HTTP where none can be had.
// What is written without a connection waits in the outbox, in order.

import { Outbox, plain } from "./outbox.js";
import { Requests } from "./requests.js";

const LONGEST = 15000; // milliseconds between two tries
const BEFORE_HTTP = 2; // failed WebSockets in a row, after which HTTP has a go
const HELD = 20; // seconds that the server may hold a request for news
const TYPING = 2000; // milliseconds between two signs of typing
const LATER = 1013; // why a WebSocket was closed: the server can keep nothing just now

export class Connection {
  #hooks;
  #memory;
  #requests = new Requests();
  #socket = null;
  #conversation = "";
  #since = 0;
  #outbox;
  #failures = 0;
  #polling = false;
  #pushing = false;
  #typed = 0; // when typing was last told
  #round = 0; // grows with each conversation; what belongs to an older one is not obeyed

  constructor(hooks, memory) {
    this.#hooks = hooks;
    this.#memory = memory;
    this.#outbox = new Outbox(memory);
    addEventListener("online", () => this.#conversation && this.#reopen());
  }

  get id() {
    return this.#conversation;
  }

  /** What proves that the conversation is this page's. */
  get proof() {
    return { conversation: this.#conversation, token: this.#requests.token };
  }

  /** Begin as `wanted` says, or go on with what is remembered. Throws with `refusal` when the
   * server says no. Gives the whole transcript. */
  async begin(flow, wanted) {
    this.#hooks.status("connecting");
    // A page without a cookie proves itself with what it has kept.
    const proof = this.#memory.cookie ? {} : { keep: false, ...(wanted.again ? null : this.#memory.conversation) };
    const opened = await this.#requests.post(`/api/chat/${encodeURIComponent(flow)}`, { ...wanted, ...proof });
    this.#round += 1;
    this.#socket?.close();
    this.#outbox.turn(opened.conversation);
    this.#conversation = opened.conversation;
    this.#requests.token = opened.token;
    this.#memory.conversation = opened;
    this.#since = 0;
    this.#remember(opened);
    this.#open();
    return { ...opened, unsent: this.#outbox.waiting };
  }

  /** `shown` is what the page shows of the message until it is taken. */
  send(message, shown, secret = false) {
    this.#outbox.put({ ...message, shown, secret });
    if (this.#socket?.readyState === WebSocket.OPEN) this.#socket.send(JSON.stringify(message));
    else if (this.#polling) this.#post(this.#round);
  }

  typing() {
    if (this.#socket?.readyState !== WebSocket.OPEN || Date.now() - this.#typed < TYPING) return;
    this.#typed = Date.now();
    this.#socket.send(JSON.stringify({ type: "typing" }));
  }

  /** Lines up to that number were on screen. */
  seen(number) {
    if (this.#socket?.readyState === WebSocket.OPEN) this.#socket.send(JSON.stringify({ type: "seen", number }));
  }

  /** Throws with `refusal`; the line that shows the file comes as news. */
  async upload(file, id, progress) {
    const round = this.#round;
    const asked = new URLSearchParams({ id, name: file.name.slice(-200) || "file", since: this.#since });
    const address = `/api/conversations/${this.#conversation}/uploads?${asked}`;
    const news = await this.#requests.upload(address, file, progress);
    if (round === this.#round) this.#take(news);
  }

  /** A file of this conversation. Throws. */
  file(id) {
    return this.#requests.file(`/api/conversations/${this.#conversation}/uploads/${encodeURIComponent(id)}`);
  }

  /** Quick exit: the server forgets, and this side is silent from here on. */
  leave(id) {
    this.#round += 1;
    this.#outbox.empty();
    if (this.#conversation) this.#requests.part(this.#lines(), { type: "leave", id });
    this.#memory.forget();
    this.#socket?.close();
  }

  // ------------------------------------------------------------ WebSocket

  #open() {
    const round = this.#round;
    const scheme = location.protocol === "https:" ? "wss" : "ws";
    const socket = new WebSocket(`${scheme}://${location.host}/ws/${this.#conversation}`);
    this.#socket = socket;
    socket.addEventListener("open", () => {
      const hello = { type: "hello", token: this.#requests.token, since: this.#since };
      socket.send(JSON.stringify(hello));
      for (const message of this.#outbox.waiting) socket.send(JSON.stringify(plain(message)));
    });
    socket.addEventListener("message", (event) => {
      if (round !== this.#round) return;
      this.#failures = 0;
      this.#hooks.status("connected");
      this.#take(JSON.parse(event.data));
    });
    socket.addEventListener("close", ({ code }) => {
      if (round === this.#round && socket === this.#socket) this.#lost(round, { busy: code === LATER });
    });
  }

  #reopen() {
    if (!(this.#socket?.readyState <= WebSocket.OPEN)) this.#open();
  }

  #lost(round, why) {
    this.#failures += 1;
    if (!this.#polling) this.#hooks.status(without(why));
    if (this.#failures >= BEFORE_HTTP && !this.#polling) this.#poll(round);
    setTimeout(() => round === this.#round && this.#reopen(), this.#patience());
  }

  /** How long to wait before the next try: longer each time, and never the same for everybody. */
  #patience() {
    return Math.min(LONGEST, 500 * 2 ** this.#failures) * (0.75 + Math.random() / 2);
  }

  // ------------------------------------------------------------ HTTP

  /** Ask for news again and again, until a WebSocket is there or the conversation is another. */
  async #poll(round) {
    this.#polling = true;
    let held = 0; // the first answer comes at once and says that this road is open
    while (round === this.#round && this.#socket?.readyState !== WebSocket.OPEN) {
      try {
        await this.#push(round);
        const news = await this.#requests.get(`${this.#lines()}&wait=${held}`);
        held = HELD;
        if (round !== this.#round) break;
        this.#slowly();
        this.#take(news);
        if (news.state === "ended") break;
      } catch (error) {
        if (round !== this.#round) break;
        if (error.refusal) {
          this.#hooks.refused(error.refusal);
          break;
        }
        this.#hooks.status(without(error));
        await new Promise((resolve) => setTimeout(resolve, this.#patience()));
      }
    }
    this.#polling = false;
  }

  /** Send what waits, and soon again what could not be taken: the request for news that is under
   * way may be held long, and only after it #poll would try. */
  #post(round) {
    this.#push(round).catch((error) => {
      this.#hooks.status(without(error));
      setTimeout(() => round === this.#round && this.#polling && this.#post(round), this.#patience());
    });
  }

  /** Send what waits, one after another. Throws when the server cannot take it. */
  async #push(round) {
    while (!this.#pushing && this.#outbox.waiting.length > 0) {
      const message = this.#outbox.waiting[0];
      this.#pushing = true;
      try {
        const news = await this.#requests.post(this.#lines(), plain(message));
        if (round !== this.#round) return;
        this.#outbox.taken(message.id);
        this.#slowly();
        this.#take(news);
      } catch (error) {
        if (!error.refusal) throw error;
        this.#outbox.taken(message.id);
        this.#hooks.refused({ ...error.refusal, id: message.id });
      } finally {
        this.#pushing = false;
      }
    }
  }

  /** It goes this way; unless a WebSocket is there again by now, which says so itself. */
  #slowly() {
    if (this.#socket?.readyState !== WebSocket.OPEN) this.#hooks.status("slow");
  }

  #lines() {
    return `/api/conversations/${this.#conversation}/lines?since=${this.#since}`;
  }

  // ------------------------------------------------------------ what came

  #take(said) {
    if (said.type === "took") {
      this.#outbox.taken(said.id);
      this.#hooks.took(said.id);
    } else if (said.type === "refused") {
      this.#outbox.taken(said.id);
      this.#hooks.refused(said);
    } else {
      this.#remember(said);
      this.#hooks.heard(said);
    }
  }

  #remember(news) {
    for (const line of news.lines) {
      this.#since = Math.max(this.#since, line.number);
      if (line.id) this.#outbox.taken(line.id);
    }
  }
}

/** How the connection stands after this. */
function without({ busy }) {
  return busy ? "busy" : "offline";
}
