// One conversation with the server: a WebSocket, and requests over HTTP where none can be had.
// A message stays in the queue until the server has taken it; each has an id, so that one sent
// twice is taken once.

const LONGEST = 15000; // milliseconds between two tries
const BEFORE_HTTP = 2; // failed WebSockets in a row, after which HTTP has a go
const HELD = 20; // seconds that the server may hold a request for news

export class Connection {
  #hooks;
  #socket = null;
  #conversation = "";
  #token = "";
  #since = 0;
  #queue = [];
  #failures = 0;
  #polling = false;
  #pushing = false;
  #round = 0; // grows with each conversation; what belongs to an older one is not obeyed

  constructor(hooks) {
    this.#hooks = hooks;
    addEventListener("online", () => this.#conversation && this.#reopen());
  }

  /** Begin, or go on with what the cookie remembers. Throws with `refusal` when the server says no. */
  async begin(flow, language, again) {
    this.#hooks.status("connecting");
    const opened = await this.#ask(`/api/chat/${encodeURIComponent(flow)}`, { language, again });
    this.#round += 1;
    this.#socket?.close();
    this.#queue = [];
    this.#conversation = opened.conversation;
    this.#token = opened.token;
    this.#since = 0;
    this.#remember(opened);
    this.#open();
    return opened;
  }

  send(message) {
    this.#queue.push(message);
    if (this.#socket?.readyState === WebSocket.OPEN) this.#socket.send(JSON.stringify(message));
    else if (this.#polling) this.#push(this.#round).catch(() => this.#hooks.status("offline"));
  }

  // ------------------------------------------------------------ WebSocket

  #open() {
    const round = this.#round;
    const scheme = location.protocol === "https:" ? "wss" : "ws";
    const socket = new WebSocket(`${scheme}://${location.host}/ws/${this.#conversation}`);
    this.#socket = socket;
    socket.addEventListener("open", () => {
      socket.send(JSON.stringify({ type: "hello", token: this.#token, since: this.#since }));
      for (const message of this.#queue) socket.send(JSON.stringify(message));
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
        const news = await this.#request(`${this.#lines()}&wait=${held}`, {});
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
        const news = await this.#ask(this.#lines(), message);
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

  #ask(address, body) {
    return this.#request(address, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(body),
    });
  }

  async #request(address, options) {
    const headers = { ...options.headers };
    if (this.#token) headers.Authorization = `Bearer ${this.#token}`;
    const answer = await fetch(address, { ...options, headers });
    const said = await answer.json();
    if (!answer.ok) throw Object.assign(new Error(said.code), { refusal: said });
    return said;
  }

  // ------------------------------------------------------------ what came

  #take(said) {
    if (said.type === "taken") {
      this.#taken(said.id);
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
  }

  #remember(news) {
    for (const line of news.lines) {
      this.#since = Math.max(this.#since, line.number);
      if (line.id) this.#taken(line.id);
    }
  }
}
