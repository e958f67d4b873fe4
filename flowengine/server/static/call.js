// Calling from the page: joins the connection, the sound and the panel. The conversation stays the
// same; while the call lasts its lines go on in the log, and after it the chat goes on.

import { Line } from "./call-line.js";
import { Panel } from "./call-panel.js";
import { Sound } from "./call-sound.js";

const WEAK = 3; // gaps within so many seconds, after which the line is told to be weak
const WITHIN = 10_000; // milliseconds

export class Calls {
  #wording;
  #hooks;
  #panel;
  #opener = document.getElementById("call-begin");
  #offer = document.getElementById("call-offer");
  #line = null;
  #sound = null;
  #gaps = []; // when sound was missing
  #counted = 0;

  /** `hooks`: proof(), which gives {conversation, token}; began(); over(word, lasted), with how it ended and how long it was. */
  constructor(wording, memory, hooks) {
    this.#wording = wording;
    this.#hooks = hooks;
    this.#panel = new Panel(wording, memory, {
      start: () => this.start(),
      hangUp: () => this.hangUp(),
      shut: () => this.#shut(),
      mute: (on) => this.#line?.mute(on || !this.#sound.listens),
      key: (key, aloud) => this.#key(key, aloud),
      volume: (part) => this.#sound && (this.#sound.volume = part),
    });
    for (const button of [this.#opener, this.#offer.querySelector("button")]) {
      button.addEventListener("click", () => this.start());
      button.disabled = !hooks.proof().conversation; // a click before there is one would be lost
    }
    addEventListener("pagehide", () => this.hangUp());
  }

  /** Whether a call is under way. */
  get on() {
    return this.#sound !== null;
  }

  /** Whether a call is offered and waits for a click. */
  get offering() {
    return this.#panel.shown && !this.on;
  }

  /** The frame around the page asks for a call: only a click here may begin it. */
  invite() {
    if (!this.on) this.#panel.offer("call-question");
  }

  /** The conversation has got on far enough that nobody need be told of calls. */
  settled(so) {
    this.#opener.disabled = this.#offer.querySelector("button").disabled = false;
    this.#offer.hidden = so || this.on;
  }

  /** In a click. */
  async start() {
    if (this.on || !this.#hooks.proof().conversation) return;
    const sound = this.#made();
    if (!sound) return;
    this.#panel.begin();
    this.#panel.state("connecting");
    this.#dressed(true);
    try {
      await sound.open();
    } catch {
      if (sound === this.#sound) this.#failed("call-no-sound");
      return;
    }
    sound.volume = this.#panel.volume;
    await this.#asked(sound);
    if (sound === this.#sound) this.#connect();
  }

  #made() {
    try {
      this.#sound = new Sound({
        said: (frame) => this.#said(frame),
        stands: () => this.#heard(),
        lost: () => this.#without("gone"),
      });
    } catch {
      this.#panel.offer("call-no-sound");
    }
    return this.#sound;
  }

  /** Ask for the microphone, but for no longer than the person likes. */
  async #asked(sound) {
    await new Promise((resolve) => {
      this.#panel.note("mic-wait", "mic-without", resolve);
      sound.listen().then((wrong) => {
        if (sound !== this.#sound) return;
        if (this.#line) this.#microphone(wrong);
        else this.#told(wrong);
        resolve();
      });
    });
    if (sound === this.#sound && this.#panel.noted === "mic-wait") this.#panel.note("");
  }

  /** The answer about the microphone came while the call was on. */
  #microphone(wrong) {
    this.#told(wrong);
    this.#line.mute(this.#panel.muted || Boolean(wrong));
  }

  #told(wrong) {
    if (wrong) this.#without(wrong);
    else this.#panel.note("");
  }

  #without(wrong) {
    this.#line?.mute(true);
    this.#panel.note(`mic-${wrong}`, "mic-again", () => this.#again());
    this.#panel.level(new ArrayBuffer(0));
  }

  async #again() {
    const sound = this.#sound;
    const wrong = await sound.listen();
    if (sound === this.#sound) this.#microphone(wrong);
  }

  #connect() {
    [this.#gaps, this.#counted] = [[], 0];
    this.#line = new Line(this.#hooks.proof(), {
      state: (name, why) => this.#stands(name, why),
      sound: (frame) => this.#play(frame),
      clear: () => this.#sound.clear(),
      caption: (side, text, final) => this.#panel.caption(side, text, final),
    });
    if (!this.#sound.listens || this.#panel.muted) this.#line.mute(true);
    this.#line.open();
    this.#heard();
  }

  #stands(name, why) {
    if (name === "ended") this.#over(why);
    else if (name === "broken") this.#failed("call-broken");
    else if (name === "refused") this.#refused(why);
    else this.#panel.state(name === "connecting" ? name : `call-${name}`);
    if (name === "lost") this.#sound.clear();
  }

  #refused(code) {
    const word = `call-refused-${code}`;
    this.#failed(this.#wording.words[word] ? word : "call-refused");
  }

  /** What the browser does not let be heard, a click does. */
  #heard() {
    const silenced = Boolean(this.#sound?.silenced);
    if (silenced) this.#panel.note("call-silenced", "call-hear", () => this.#sound.resume());
    else if (this.#panel.noted === "call-silenced") this.#panel.note("");
  }

  #said(frame) {
    this.#line?.say(frame);
    if (!this.#panel.muted) this.#panel.level(frame);
  }

  #play(frame) {
    this.#sound.play(frame);
    const { gaps } = this.#sound.figures;
    if (gaps !== this.#counted) this.#gap();
    this.#counted = gaps;
  }

  #gap() {
    const now = performance.now();
    this.#gaps = [...this.#gaps, now].filter((gap) => now - gap < WITHIN);
    if (this.#gaps.length >= WEAK && !this.#panel.noted) this.#panel.note("call-weak");
  }

  #key(key, aloud) {
    this.#line?.key(key);
    if (aloud) this.#sound?.tone(key);
  }

  /** At once: the person wants it, or goes away. */
  hangUp() {
    if (!this.on) return;
    this.#sound.close();
    if (this.#line) this.#line.hangUp();
    else this.#over();
  }

  #over(why = "") {
    const lasted = this.#panel.lasted;
    this.#let();
    this.#panel.close();
    this.#hooks.over(why === "elsewhere" ? "call-elsewhere" : "call-ended", lasted);
  }

  #failed(word) {
    const lasted = this.#panel.lasted;
    this.#let();
    this.#hooks.over("call-ended", lasted);
    this.#panel.offer(word);
  }

  /** Let go of everything but the panel. */
  #let() {
    this.#sound.finish();
    this.#line?.hangUp();
    this.#sound = this.#line = null;
    this.#dressed(false);
  }

  #shut() {
    this.#panel.close();
    this.#opener.focus();
  }

  #dressed(on) {
    this.#opener.hidden = on;
    if (on) this.#hooks.began();
  }
}
