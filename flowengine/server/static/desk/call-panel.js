// The call of one of us, shown: how it stands, who hears them, and what can be pressed. Nothing here
// knows of sound or connections.

import { Keypad } from "../call-keypad.js";
import { Level } from "../call-level.js";
import { button, element } from "../element.js";
import { called } from "./badges.js";
import { Keys } from "./call-keys.js";
import { Others } from "./call-others.js";
import { span } from "./spans.js";
import { words } from "./words.js";

const KEYS = "123456789*0#";
const OVER = ["ended", "left", "elsewhere", "broken", "refused", "no_calls", "no_sound"];
const AGAIN = ["left", "elsewhere", "broken", "refused", "no_sound"]; // after which one may join again
const BROKEN = ["lost", "cut_off"]; // it may come back by itself
const PARTS = ["listen", "whisper", "barge"]; // of a supervisor
const REMEMBERED = "desk-microphone";

const word = (name) => words[`call_${name}`] ?? name;

export class Panel {
  role = "";
  joined = false;
  #hooks;
  #place;
  #state = "";
  #signs = { company: false, hold: false, recording: false };
  #mend = null;
  #records = false;
  #others;
  #passed = new Keys();
  #since = 0;
  #timer = 0;
  #shown = {};
  #keypad;
  #level;

  /** `hooks`: join(), mute(on), hold(on), record(on), key(key), microphone(device), speaker(device),
   * leave(), part(mode), handOver(agent), letGo(agent). */
  constructor(place, hooks) {
    this.#hooks = hooks;
    this.#place = place;
    this.#others = new Others(hooks);
    this.#make();
    this.#level = new Level(this.#shown.mute);
    const { keys, keypad } = this.#shown;
    this.#keypad = new Keypad({ panel: place, place: keypad, opener: keys, scope: place }, hooks.key);
  }

  get muted() {
    return this.#shown.mute.getAttribute("aria-pressed") === "true";
  }

  get microphone() {
    return this.#shown.microphone.value || (localStorage.getItem(REMEMBERED) ?? "");
  }

  /** We are out of it though it goes on. */
  get gone() {
    return this.#state === "broken" || this.#state === "refused";
  }

  get noted() {
    return this.#shown.note.dataset.note ?? "";
  }

  close() {
    clearInterval(this.#timer);
    this.#place.replaceChildren();
    this.#place.classList.remove("call");
  }

  // ------------------------------------------------------------ how it stands

  /** One of: joining, on, lost, cut_off (the caller is), and those of OVER. `why` is a sentence of the server's. */
  stands(state, why = "") {
    this.#state = state;
    if (state === "on") this.#began();
    if (OVER.includes(state)) this.#ended();
    this.#why = why;
    this.#draw();
  }

  #why = "";

  #began() {
    this.joined = true;
    this.#since ||= Date.now();
    clearInterval(this.#timer);
    this.#timer = setInterval(() => this.#count(), 1000);
    this.#count();
  }

  #ended() {
    this.joined = false;
    clearInterval(this.#timer);
    this.#signs = { company: false, hold: false, recording: false };
    this.note("");
  }

  #count() {
    this.#shown.time.textContent = span((Date.now() - this.#since) / 1000);
  }

  /** What the call says of the others and of us. */
  sign({ type, on, text }) {
    if (type === "role") this.role = text;
    else if (type === "unable") this.note("unable", "", null, text);
    else this.#signs[type] = on;
    this.#draw();
  }

  /** Which part we have, as far as it is known, whether the queue records, and who else is there. */
  part(role, item, others) {
    this.role = role;
    this.#records = item.record;
    this.#others.show(others, role === "agent");
    this.#shown.name.textContent = called(item);
    this.#draw();
  }

  #draw() {
    const { state, recording, join, hold, record, leave, keys, mute, devices, parts } = this.#shown;
    const agent = this.role === "agent";
    const on = this.#state === "on" || BROKEN.includes(this.#state);
    const over = OVER.includes(this.#state);
    const told = this.#why || word(this.#word());
    if (state.textContent !== told) state.textContent = told;
    this.#place.dataset.state = this.#word();
    recording.hidden = !this.#signs.recording;
    join.hidden = !AGAIN.includes(this.#state);
    mute.hidden = !on || this.role === "listen";
    hold.hidden = !on || !agent;
    hold.setAttribute("aria-pressed", String(this.#signs.hold));
    record.hidden = !on || !agent || !this.#records;
    record.setAttribute("aria-pressed", String(!this.#signs.recording));
    keys.hidden = !on || !agent;
    devices.hidden = !on;
    parts.hidden = !on || !PARTS.includes(this.role);
    for (const one of parts.children) one.setAttribute("aria-pressed", String(one.dataset.part === this.role));
    if (keys.hidden) this.#keypad?.show(false);
    if (this.#keypad) this.#keypad.on = on && agent;
    leave.hidden = over;
    leave.textContent = word(agent ? "finish" : "leave");
  }

  #word() {
    if (this.#state !== "on") return this.#state;
    const agent = this.role === "agent" || !this.role;
    const aside = this.role === "consult" || (agent && this.#others.has("consult"));
    if (this.#signs.hold) return aside ? "aside" : "on_hold";
    if (!this.#signs.company) return "alone";
    if (agent) return aside ? "consulted" : "on";
    return `as_${this.role}`;
  }

  /** Something to know, until it is another; with a button that mends it. "" is nothing. */
  note(name, mend = "", deed = null, text = "") {
    const { note, noteText, mending } = this.#shown;
    note.hidden = !name;
    note.dataset.note = name;
    noteText.textContent = name ? `${word(name)} ${text}`.trim() : "";
    mending.hidden = !mend;
    if (mend) mending.textContent = word(mend);
    this.#mend = deed;
  }

  /** Keys passed; see `Keys.show`. */
  passed(side, keys) {
    this.#passed.show(side, keys);
  }

  level(frame) {
    this.#level.show(frame);
  }

  /** What one can speak into, and what out of; `speakers` where the browser lets one choose that. */
  devices(found, speakers) {
    this.#choices(this.#shown.microphone, found.filter(({ kind }) => kind === "audioinput"), localStorage.getItem(REMEMBERED));
    this.#choices(this.#shown.speaker, found.filter(({ kind }) => kind === "audiooutput"), "");
    this.#shown.speakers.hidden = !speakers;
  }

  #choices(select, devices, chosen) {
    const kept = select.value || chosen || "";
    select.replaceChildren(...devices.map(({ deviceId, label }, index) => new Option(label || `${index + 1}`, deviceId)));
    if (devices.some(({ deviceId }) => deviceId === kept)) select.value = kept;
  }

  // ------------------------------------------------------------ elements

  #make() {
    const made = this.#shown;
    made.state = labelled("span", "call-state", { role: "status" });
    made.name = labelled("bdi", "call-name", {});
    made.time = labelled("span", "call-time", { role: "timer", "aria-live": "off" });
    made.recording = element("span", "call-recording", word("recording"));
    made.noteText = labelled("span", "", { role: "alert" });
    made.mending = button("quiet small", "", () => this.#mend?.());
    made.note = element("p", "call-note", made.noteText, " ", made.mending);
    made.note.hidden = true;
    this.#buttons(made);
    this.#place.classList.add("call");
    this.#place.replaceChildren(
      element("p", "call-standing", made.name, made.state, made.time, made.recording),
      made.note,
      this.#passed.place,
      this.#others.place,
      made.parts,
      this.#group(made),
      made.keypad,
      this.#chosen(made),
    );
  }

  #buttons(made) {
    made.join = button("call-join", word("join"), () => this.#hooks.join());
    made.mute = toggle("call-mute", "mute", (on) => this.#hooks.mute(on));
    made.hold = toggle("call-hold", "hold", null, () => this.#hooks.hold(!this.#signs.hold));
    made.record = toggle("call-record", "pause", null, () => this.#hooks.record(!this.#signs.recording));
    made.keys = button("quiet", word("keys"), () => undefined);
    made.keys.setAttribute("aria-expanded", "false");
    made.devices = button("quiet", word("devices"), () => this.#open());
    made.devices.setAttribute("aria-expanded", "false");
    made.leave = button("call-leave", "", () => this.#hooks.leave());
    made.parts = labelled("div", "call-parts", { role: "group", "aria-label": word("part") });
    made.parts.append(...PARTS.map((one) => this.#part(one)));
    made.keypad = labelled("div", "call-keypad", { role: "group", "aria-label": word("keys"), dir: "ltr" });
    made.keypad.hidden = true;
    made.keypad.append(...[...KEYS].map((key) => keyed(key)));
  }

  #part(mode) {
    const made = button("quiet", word(`part_${mode}`), () => this.#hooks.part(mode));
    made.dataset.part = mode;
    return made;
  }

  #group({ join, mute, hold, record, keys, devices, leave }) {
    const group = labelled("div", "call-buttons", { role: "group", "aria-label": word("call") });
    group.append(join, mute, hold, record, keys, devices, leave);
    return group;
  }

  #chosen(made) {
    made.microphone = element("select");
    made.microphone.addEventListener("change", ({ target }) => {
      localStorage.setItem(REMEMBERED, target.value);
      this.#hooks.microphone(target.value);
    });
    made.speaker = element("select");
    made.speaker.addEventListener("change", ({ target }) => this.#hooks.speaker(target.value));
    made.speakers = element("label", "", element("span", "", word("speaker")), made.speaker);
    made.choosing = element("div", "call-devices", element("label", "", element("span", "", word("microphone")), made.microphone), made.speakers, element("p", "soft", word("headset")));
    made.choosing.hidden = made.speakers.hidden = true;
    return made.choosing;
  }

  #open() {
    const { choosing, devices } = this.#shown;
    choosing.hidden = !choosing.hidden;
    devices.setAttribute("aria-expanded", String(!choosing.hidden));
  }
}

function labelled(name, className, attributes) {
  const made = element(name, className);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  return made;
}

/** A button that stays pressed: at once, or when the server says so (`asked`). */
function toggle(className, name, turned, asked = null) {
  const made = button(`quiet ${className}`, word(name), () => {
    if (asked) {
      asked();
      return;
    }
    const on = made.getAttribute("aria-pressed") !== "true";
    made.setAttribute("aria-pressed", String(on));
    turned(on);
  });
  made.setAttribute("aria-pressed", "false");
  return made;
}

function keyed(key) {
  const made = button("quiet", key, () => undefined);
  made.dataset.key = key;
  if (key === "*" || key === "#") made.setAttribute("aria-label", word(key === "*" ? "star" : "hash"));
  return made;
}
