// How the connection stands: always to be seen, and read out only when it is news. On a bad line it
// comes and goes all the time; once is enough to know that what is written will wait.

export class Status {
  #wording;
  #shown = document.getElementById("status");
  #read = document.getElementById("standing");
  #told = false; // that there is no connection

  constructor(wording) {
    this.#wording = wording;
  }

  /** `state`: connecting, connected, slow, offline, or busy: the server can keep nothing just now. */
  show(state) {
    // Whatever this says is honest; without it the page itself says that nothing begins (chat.css).
    if (state !== "connecting") document.getElementById("unstarted")?.remove();
    this.#shown.dataset.state = state === "slow" ? "connected" : state;
    this.#wording.put(this.#shown, state === "busy" ? "working" : state);
    if (state === "connecting" || state === "busy" || (state === "offline" && this.#told)) return;
    if (state === "offline") this.#told = true;
    this.#wording.put(this.#read, state === "offline" ? "offline" : "connected");
  }
}
