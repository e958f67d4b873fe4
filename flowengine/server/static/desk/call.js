// One of us in a call: joins by a ticket, speaks and hears, and follows what the desk says of their
// part. A page that is loaded again joins again by itself; the caller stays on the line meanwhile.

import { Line } from "../call-line.js";
import { Sound } from "../call-sound.js";
import { Panel } from "./call-panel.js";

const AGAIN = 500; // milliseconds until a ticket that was too late is asked for anew
const OFFLINE = 1000; // milliseconds until it is asked again whether the desk can be reached
const TICKETS = 3; // that are asked for one after another, until a click is wanted

/**
 * Join the call of `item` and show it in `element`. `ticket` gives a promise of a ticket for it;
 * `finish` is what the button that ends the talk does, for the item's agent. `others(item)` gives
 * who else is in it: {agent, name, mode}; `order(type, fields)` asks the desk for something.
 */
export function mount(element, { item, ...hooks }) {
  const call = new Call(element, item, hooks);
  call.join();
  return { update: (now) => call.update(now), close: () => call.close() };
}

class Call {
  #item;
  #hooks;
  #panel;
  #sound = null;
  #line = null;
  #tries = 0;
  #closed = false;
  #hide = () => this.#let();

  constructor(element, item, hooks) {
    this.#item = item;
    this.#hooks = hooks;
    this.#panel = new Panel(element, {
      join: () => this.join(true),
      mute: () => this.#heard(),
      hold: (on) => this.#line?.wish("hold", on),
      record: (on) => this.#line?.wish("record", on),
      key: (key) => this.#key(key),
      microphone: (device) => this.#listen(device),
      speaker: (device) => this.#sound?.speak(device).catch(() => this.#panel.note("no_speaker")),
      leave: () => this.#leave(),
      part: (mode) => hooks.order("part", { item: this.#item.id, mode }),
      handOver: (agent) => hooks.order("transfer", { item: this.#item.id, agent }),
      letGo: (agent) => hooks.order("uninvite", { item: this.#item.id, agent }),
    });
    this.update(item);
    addEventListener("pagehide", this.#hide);
  }

  /** The item as it is now. */
  update(item) {
    const back = item.calling && !this.#item.calling;
    this.#item = item;
    this.#panel.part(item.mine ? "agent" : this.#panel.role, item, this.#hooks.others(item));
    if (back && this.#panel.gone) this.join(true); // the caller called again
  }

  /** Nothing of it is left. */
  close() {
    this.#closed = true;
    removeEventListener("pagehide", this.#hide);
    this.#let();
    this.#panel.close();
  }

  /** `anew`: by a click. */
  async join(anew = false) {
    if (this.#line || this.#closed) return;
    if (anew) this.#tries = 0;
    this.#panel.stands("joining");
    let ticket;
    try {
      ticket = await this.#hooks.ticket();
      await this.#loud();
    } catch (error) {
      if (error.code === "offline") setTimeout(() => this.join(), OFFLINE);
      else if (!this.#closed) this.#over("broken", error);
      return;
    }
    if (this.#line || this.#closed) return;
    this.#line = new Line({ path: `desk/${encodeURIComponent(this.#item.id)}`, token: ticket }, {
      state: (name, why) => this.#stands(name, why),
      sound: (frame) => this.#sound?.play(frame),
      clear: () => this.#sound?.clear(),
      caption: (side, keys) => this.#panel.passed(side, keys),
      sign: (sign) => this.#panel.sign(sign),
    });
    this.#heard();
    this.#line.open();
  }

  // ------------------------------------------------------------ sound

  async #loud() {
    if (this.#sound) return;
    try {
      this.#sound = new Sound({
        said: (frame) => this.#said(frame),
        stands: () => this.#silenced(),
        lost: () => this.#without("gone"),
      });
      await this.#sound.open();
    } catch {
      this.#sound?.close();
      this.#sound = null;
      throw Object.assign(new Error(), { code: "no_sound" });
    }
    this.#silenced();
    this.#listen(this.#panel.microphone);
  }

  async #listen(device) {
    const sound = this.#sound;
    if (!sound) return;
    this.#panel.note("mic_wait");
    let wrong = await sound.listen(device);
    if (wrong === "missing" && device) wrong = await sound.listen();
    if (sound !== this.#sound) return;
    if (wrong) this.#without(wrong);
    else this.#with();
  }

  async #with() {
    this.#panel.note("");
    this.#heard();
    const found = await navigator.mediaDevices.enumerateDevices().catch(() => []);
    this.#panel.devices(found, Boolean(window.AudioContext?.prototype.setSinkId));
  }

  #without(wrong) {
    this.#heard();
    this.#panel.level(new ArrayBuffer(0));
    this.#panel.note(`mic_${wrong}`, "mic_again", () => this.#listen(this.#panel.microphone));
  }

  /** What the browser does not let be heard, a click does. */
  #silenced() {
    if (this.#sound?.silenced) this.#panel.note("silenced", "hear", () => this.#sound?.resume());
    else if (this.#panel.noted === "silenced") this.#panel.note("");
  }

  #said(frame) {
    this.#line?.say(frame);
    if (!this.#panel.muted) this.#panel.level(frame);
  }

  /** Whether the others hear us. */
  #heard() {
    this.#line?.mute(this.#panel.muted || !this.#sound?.listens);
  }

  #key(key) {
    this.#line?.key(key);
    this.#sound?.tone(key);
  }

  // ------------------------------------------------------------ the line

  #stands(name, why) {
    if (name === "ended") this.#over(why === "elsewhere" ? "elsewhere" : "ended");
    else if (name === "refused") this.#refused(why);
    else if (name === "broken") this.#over("broken");
    else if (name === "lost") this.#lost(why);
    else this.#panel.stands(name === "on" ? "on" : "joining");
  }

  #lost(why) {
    if (why === "not-here") this.#panel.stands("cut_off");
    else this.#panel.stands(this.#panel.joined ? "lost" : "joining");
  }

  /** A ticket that lay too long is no reason to trouble anybody. */
  #refused(code) {
    this.#line = null;
    this.#tries += 1;
    if (code === "forbidden" && this.#tries < TICKETS) setTimeout(() => this.join(), AGAIN);
    else this.#over(code === "no-calls" ? "no_calls" : "refused");
  }

  #over(state, error) {
    this.#let();
    this.#panel.stands(error?.code === "no_sound" ? "no_sound" : state, error?.message);
  }

  #leave() {
    if (this.#panel.role === "agent") this.#hooks.finish();
    else this.#over("left");
  }

  #let() {
    const [line, sound] = [this.#line, this.#sound];
    this.#line = this.#sound = null;
    line?.hangUp();
    sound?.close();
  }
}
