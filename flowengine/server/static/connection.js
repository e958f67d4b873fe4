// One conversation with the server: a WebSocket, and requests over HTTP where none can be had.
// A message stays in the queue until the server has taken it; each has an id, so that one sent
// twice is taken once. What is written without a connection waits here, in order.

import { Requests } from "./requests.js";

const LONGEST = 15000; // milliseconds between two tries
const BEFORE_HTTP = 2; // failed WebSockets in a row, after which HTTP has a go
const HELD = 20; // seconds that the server may hold a request for news
const TYPING = 2000; // milliseconds between two signs of typing

export class Connection {
  #hooks;
  #memory;
  #requests = new Requests();
  #socket = null;
  #conversation = "";
  #since = 0;
  #queue = [];
  #failures = 0;
  #polling = false;
  #pushing = false;
  #typed = 0; // when typing was last told
  #round = 0; // grows with each conversation; what belongs to an older one is not obeyed

  constructor(hooks, memory) {
    this.#hooks = hooks;
    this.#memory = memory;
    addEventListener("online", () => this.#conversation && this.#reopen());
  }

  get id() {
    return this.#conversation;
  }

  /** Begin as `wanted` says, or go on with what is remembered. Throws with `refusal` when the
   * server says no. Gives the whole transcript. */
  async begin(flow, wanted) {
    this.#hooks.status("connecting");
    const opened = (!wanted.again && (await this.#resumed())) || (await this.#begun(flow, wanted));
    const same = opened.conversation === this.#conversation;
    this.#round += 1;
    this.#socket?.close();
    if (!same) this.#queue = this.#memory.unsent(opened.conversation);
    this.#conversation = opened.conversation;
    this.#requests.token = opened.token;
    this.#memory.conversation = opened;
    this.#since = 0;
    this.#remember(opened);
    this.#open();
    return { ...opened, unsent: this.#queue };
  }

  #begun(flow, wanted) {
    const body = this.#memory.cookie ? wanted : { ...wanted, keep: false };
    return this.#requests.post(`/api/chat/${encodeURIComponent(flow)}`, body);
  }

  /** What a page without a cookie goes on with; a conversation that is gone is simply not there. */
  async #resumed() {
    const kept = this.#memory.conversation;
    if (!kept) return null;
    this.#requests.token = kept.token;
    try {
      const news = await this.#requests.get(`/api/conversations/${kept.conversation}/lines?since=0`);
      const gone = news.state === "ended" && news.lines.length === 0; // left without a trace
      return gone ? null : { ...news, ...kept };
    } catch (error) {
      this.#requests.token = "";
      if (!error.refusal) throw error;
      return null;
    }
  }

  /** `shown` is what the page shows of the message until it is taken. */
  send(message, shown, secret = false) {
    this.#queue.push({ ...message, shown, secret });
    this.#kept();
    if (this.#socket?.readyState === WebSocket.OPEN) this.#socket.send(encoded(this.#queue.at(-1)));
    else if (this.#polling) this.#push(this.#round).catch(() => this.#hooks.status("offline"));
  }

  typing() {
    if (this.#socket?.readyState !== WebSocket.OPEN || Date.now() - this.#typed < TYPING) return;
    this.#typed = Date.now();
    this.#socket.send(JSON.stringify({ type: "typing" }));
  }

  /** Throws with `refusal`; the line that shows the file comes as news. */
  async upload(file, id, progress) {
    const round = this.#round;
    const asked = new URLSearchParams({ id, name: file.name.slice(-200) || "file", since: this.#since });
    const address = `/api/conversations/${this.#conversation}/uploads?${asked}`;
    const news = await this.#requests.upload(address, file, progress);
    if (round === this.#round) this.#take(news);
  }

  /** Quick exit: the server forgets, and this side is silent from here on. */
  leave(id) {
    this.#round += 1;
    this.#queue = [];
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
      for (const message of this.#queue) socket.send(encoded(message));
    });
    socket.addEventListener("message", (event) => {
      if (round !== this.#round) return;
      this.#failures = 0;
      this.#hooks.status("connected");
      this.#take(JSON.parse(event.data));
    });
    socket.addEventListener("close", () => {
      if (round === this.#round && socket === this.#socket) this.#lost(round);
    });
  }

  #reopen() {
    if (!(this.#socket?.readyState <= WebSocket.OPEN)) this.#open();
  }

  #lost(round) {
    this.#failures += 1;
    if (!this.#polling) this.#hooks.status("offline");
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
        this.#hooks.status("slow");
        this.#take(news);
        if (news.state === "ended") break;
      } catch (error) {
        if (round !== this.#round) break;
        if (error.refusal) {
          this.#hooks.refused(error.refusal);
          break;
        }
        this.#hooks.status("offline");
        await new Promise((resolve) => setTimeout(resolve, this.#patience()));
      }
    }
    this.#polling = false;
  }

  /** Send what waits, one after another. Throws when the server cannot be reached. */
  async #push(round) {
    while (!this.#pushing && this.#queue.length > 0) {
      const message = this.#queue[0];
      this.#pushing = true;
      try {
        const news = await this.#requests.post(this.#lines(), plain(message));
        if (round !== this.#round) return;
        this.#taken(message.id);
        this.#take(news);
      } catch (error) {
        if (!error.refusal) throw error;
        this.#taken(message.id);
        this.#hooks.refused({ ...error.refusal, id: message.id });
      } finally {
        this.#pushing = false;
      }
    }
  }

  #lines() {
    return `/api/conversations/${this.#conversation}/lines?since=${this.#since}`;
  }

  // ------------------------------------------------------------ what came

  #take(said) {
    if (said.type === "took" || said.type === "took") {
      this.#taken(said.id);
      this.#hooks.took(said.id);
    } else if (said.type === "refused") {
      this.#taken(said.id);
      this.#hooks.refused(said);
    } else {
      this.#remember(said);
      this.#hooks.heard(said);
    }
  }

  #taken(id) {
    this.#queue = this.#queue.filter((message) => message.id !== id);
    this.#kept();
  }

  #remember(news) {
    for (const line of news.lines) {
      this.#since = Math.max(this.#since, line.number);
      if (line.id) this.#taken(line.id);
    }
  }

  #kept() {
    const fit = this.#queue.filter((message) => !message.secret);
    this.#memory.keepUnsent(this.#conversation, fit);
  }
}

/** The message as the server knows it. */
function plain({ shown, secret, ...message }) {
  return message;
}

function encoded(message) {
  return JSON.stringify(plain(message));
}
