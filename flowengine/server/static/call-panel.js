// The panel of a call, below the bar: how the call stands, what is being said, and what can be
// pressed. Nothing here knows of sound or connections; it shows, and tells what was pressed.

import { Keypad } from "./call-keypad.js";
import { Level } from "./call-level.js";
import { figures } from "./element.js";

const at = (id) => document.getElementById(`call${id}`);

export class Panel {
  #wording;
  #hooks;
  #place = at("");
  #keypad;
  #mend = null; // what the button beside the note does
  #since = 0;
  #timer = 0;
  #level = new Level(at("-mute"));

  /** `hooks`: start(), hangUp(), shut(), mute(on), key(key, aloud), volume(part). */
  constructor(wording, memory, hooks) {
    this.#wording = wording;
    this.#hooks = hooks;
    const parts = { panel: this.#place, place: at("-keypad"), opener: at("-keys") };
    this.#keypad = new Keypad(parts, (key) => hooks.key(key, at("-tones").checked));
    at("-tones").checked = memory.chosen("tones");
    at("-tones").addEventListener("change", ({ target }) => memory.choose("tones", target.checked));
    at("-start").addEventListener("click", () => hooks.start());
    at("-shut").addEventListener("click", () => hooks.shut());
    at("-hang-up").addEventListener("click", () => hooks.hangUp());
    at("-mute").addEventListener("click", () => {
      this.muted = !this.muted;
      hooks.mute(this.muted);
    });
    at("-mend").addEventListener("click", () => this.#mend?.());
    at("-volume").addEventListener("input", ({ target }) => hooks.volume(target.value / 100));
  }

  get shown() {
    return this.#place.open;
  }

  get muted() {
    return at("-mute").getAttribute("aria-pressed") === "true";
  }

  set muted(on) {
    at("-mute").setAttribute("aria-pressed", String(on));
  }

  get volume() {
    return at("-volume").value / 100;
  }

  /** Offer a call, with `word` as what is to be said about it. */
  offer(word) {
    clearInterval(this.#timer);
    this.#mode("offer");
    this.state(word);
    at("-start").focus();
  }

  /** The call is under way. */
  begin() {
    this.#mode("talk");
    this.muted = false;
    this.#since = 0;
    at("-time").textContent = "";
    this.caption("flow", "", true);
    this.note("");
    this.#keypad.show(false);
    at("-mute").focus();
  }

  #mode(name) {
    this.#place.dataset.mode = name;
    document.body.classList.add("calling");
    if (!this.#place.open) this.#place.show();
  }

  close() {
    clearInterval(this.#timer);
    this.#keypad.on = false;
    this.#place.close();
    document.body.classList.remove("calling");
  }

  /** Show how the call stands, by the name of the word for it; read out, for it is news. */
  state(word) {
    this.#place.dataset.state = word;
    this.#wording.put(at("-state"), word);
    this.#keypad.on = word === "call-on";
    if (word === "call-on" && !this.#since) this.#count();
  }

  #count() {
    this.#since = Date.now();
    clearInterval(this.#timer);
    this.#timer = setInterval(() => (at("-time").textContent = this.lasted), 1000);
    at("-time").textContent = this.lasted;
  }

  /** Minutes and seconds of the call, as the language writes figures; "" before it was answered. */
  get lasted() {
    if (!this.#since) return "";
    const seconds = Math.floor((Date.now() - this.#since) / 1000);
    const two = (count) => figures(String(count), this.#wording.language).padStart(2, figures("0", this.#wording.language));
    return `${two(Math.floor(seconds / 60))}:${two(seconds % 60)}`;
  }

  /** Something the person should know, until it is another; with a button that mends it. "" is nothing. */
  note(word, button = "", mend = null) {
    const note = at("-note");
    note.hidden = !word;
    this.#mend = mend;
    at("-mend").hidden = !button;
    if (button) this.#wording.put(at("-mend"), button);
    if (word) this.#wording.put(at("-note-text"), word);
    note.dataset.note = word;
  }

  get noted() {
    return at("-note").dataset.note ?? "";
  }

  /** What is being said. Words that are not final yet are shown, and read out to nobody. */
  caption(side, text, final) {
    const mine = side === "person";
    const shown = at(mine ? "-mine" : "-theirs");
    shown.textContent = text;
    shown.parentElement.hidden = !text;
    shown.classList.toggle("partial", !final);
    if (!mine) at("-mine").parentElement.hidden = true;
  }

  level(frame) {
    this.#level.show(frame);
  }
}
