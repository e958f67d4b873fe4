// Quick exit: away from this page at once, by the button or by Escape twice, and nothing is left:
// no entry in the history, no words in the page, nothing that the browser keeps.

const TWICE = 1500; // milliseconds between the two

/** `gone` tells the server and forgets; `lead` opens the other page. */
export class Exit {
  #escaped = -Infinity;
  #gone;
  #lead;

  constructor(button, gone, lead) {
    this.#gone = gone;
    this.#lead = lead;
    button.addEventListener("click", () => this.now());
    // Before anything else hears the key, so that an open menu cannot hold anybody back.
    addEventListener("keydown", (event) => this.#key(event), { capture: true });
    // A page that the browser keeps for the way back is emptied first.
    addEventListener("pagehide", () => document.body.replaceChildren());
    addEventListener("pageshow", (event) => event.persisted && location.reload());
  }

  now() {
    document.body.hidden = true;
    this.#gone();
    this.#lead();
  }

  #key(event) {
    if (event.key !== "Escape" || event.repeat) return;
    if (event.timeStamp - this.#escaped < TWICE) this.now();
    this.#escaped = event.timeStamp;
  }
}
