// The call's connection: sound both ways as binary frames of 20 ms, everything else as JSON. A
// connection that is lost is tried again for a while; a server that says why it ends is believed.

const TRIES_FOR = 30_000; // milliseconds: a server that is begun again needs some
const PAUSE = 700; // milliseconds between two tries
const SILENT = 3000; // milliseconds without a frame, after which the line is dead
const LATE = 12_800; // bytes (400 ms) on their way, above which what is said is dropped, not late
const SIGNS = ["role", "company", "hold", "recording", "unable"]; // how it stands with the others
const FINAL = [1000, 4400, 4403]; // close codes after which no other try would help

export class Line {
  #path;
  #token;
  #hooks;
  #socket = null;
  #state = "connecting";
  #why = "";
  #muted = false;
  #lostAt = 0;
  #heardAt = 0;
  #timer = 0;

  /** `hooks`: state(name, why), sound(frame), clear(), caption(side, text, final), and sign({type, on,
   * text}) where our own people call. The states are connecting, ringing, on, hold, lost, and at the
   * end one of ended, broken, refused. `path` is what follows `/call/`. */
  constructor({ conversation, path = conversation, token }, hooks) {
    this.#path = path;
    this.#token = token;
    this.#hooks = hooks;
  }

  get over() {
    return ["ended", "broken", "refused"].includes(this.#state);
  }

  open() {
    const scheme = location.protocol === "https:" ? "wss" : "ws";
    const socket = new WebSocket(`${scheme}://${location.host}/call/${this.#path}`);
    socket.binaryType = "arraybuffer";
    this.#socket = socket;
    const mine = (obey) => (event) => socket === this.#socket && !this.over && obey(event);
    socket.addEventListener("open", mine(() => this.#opened()));
    socket.addEventListener("message", mine(({ data }) => this.#heard(data)));
    socket.addEventListener("close", mine(({ code, reason }) => this.#closed(code, reason)));
  }

  /** One frame of the microphone. */
  say(frame) {
    const ready = this.#socket?.readyState === WebSocket.OPEN && !this.over;
    if (ready && !this.#muted && this.#socket.bufferedAmount < LATE) this.#socket.send(frame);
  }

  key(key) {
    this.#send({ type: "key", key });
  }

  mute(on) {
    this.#muted = on;
    this.#send({ type: "mute", on });
  }

  /** What only our own people can ask for: `hold`, and `record`, which may be paused. */
  wish(type, on) {
    this.#send({ type, on });
  }

  hangUp() {
    if (this.over) return;
    this.#send({ type: "hang_up" });
    this.#end("ended", "hung up");
  }

  #opened() {
    this.#send({ type: "hello", token: this.#token });
    if (this.#muted) this.#send({ type: "mute", on: true });
    this.#heardAt = performance.now();
    clearInterval(this.#timer);
    this.#timer = setInterval(() => this.#watch(), SILENT / 3);
    if (this.#state !== "lost") this.#stand("ringing");
  }

  #heard(data) {
    this.#heardAt = performance.now();
    if (typeof data !== "string") {
      if (this.#state === "lost") this.#stand("on");
      this.#hooks.sound(data);
      return;
    }
    const said = JSON.parse(data);
    if (said.type === "answered") this.#stand("on");
    if (said.type === "hold" && !this.#hooks.sign) this.#stand(said.on ? "hold" : "on");
    if (SIGNS.includes(said.type)) this.#hooks.sign?.(said);
    if (said.type === "clear") this.#hooks.clear();
    if (said.type === "caption") this.#hooks.caption(said.side, said.text, said.final);
    if (said.type === "ended") this.#end("ended", said.reason);
    if (said.type === "refused") this.#end("refused", said.code);
  }

  #watch() {
    if (this.#state !== "on" && this.#state !== "hold") return;
    if (performance.now() - this.#heardAt > SILENT) this.#closed(0, "");
  }

  #closed(code, reason) {
    clearInterval(this.#timer);
    const socket = this.#socket;
    this.#socket = null; // what an old connection still brings is not heard
    socket?.close();
    if (FINAL.includes(code)) {
      this.#end(this.#state === "connecting" || this.#state === "ringing" ? "refused" : "broken", reason);
      return;
    }
    if (this.#state !== "lost") this.#lostAt = performance.now();
    this.#stand("lost", reason);
    if (performance.now() - this.#lostAt > TRIES_FOR) this.#end("broken", "lost");
    else this.#timer = setTimeout(() => this.open(), PAUSE);
  }

  #end(state, why) {
    clearInterval(this.#timer);
    if (this.over) return;
    this.#stand(state, why);
    this.#socket?.close(1000);
  }

  #stand(state, why = "") {
    if (state === this.#state && why === this.#why) return;
    [this.#state, this.#why] = [state, why];
    this.#hooks.state(state, why);
  }

  #send(message) {
    if (this.#socket?.readyState === WebSocket.OPEN) this.#socket.send(JSON.stringify(message));
  }
}
