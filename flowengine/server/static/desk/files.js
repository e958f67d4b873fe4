// Files for the person: chosen by the button, pasted into the field, or dropped on the talk.
//
// One after another, so that they arrive in their order; what a file is, the server finds out. One
// that was not taken stays below the field until it is sent again, under the same name, or dropped.

import { button, element } from "/static/element.js";
import { channel, word } from "./words.js";

const LARGEST = 10 * 1024 * 1024; // bytes, as the server has it
const PAGES = ["chat", "voice"]; // who comes another way reads no page of ours

export class Files {
  #chosen = element("input");
  #button;
  #list = element("ul", "files-going");
  #problem;
  #item = null; // whose person gets them, null where none can be sent
  #going = Promise.resolve(); // the last one that is on its way
  #count = 0;
  #tab = crypto.getRandomValues(new Uint32Array(2)).join("-");

  /** `problem` shows a sentence below the field, and takes the last one away. */
  constructor(problem) {
    this.#problem = problem;
    this.#button = button("quiet small attach", word("file_send"), () => this.#reaches() && this.#chosen.click());
    Object.assign(this.#chosen, { type: "file", multiple: true, className: "unseen", tabIndex: -1, ariaHidden: "true" });
    this.#chosen.addEventListener("change", () => {
      this.send([...this.#chosen.files]);
      this.#chosen.value = "";
    });
    this.#list.setAttribute("aria-label", word("file_list"));
    this.#list.hidden = true;
    this.#dropped(document.getElementById("talk"));
  }

  /** What opens the choice, and what shows those that are on their way. */
  get parts() {
    return { button: this.#button, chosen: this.#chosen, list: this.#list };
  }

  show(item) {
    this.#item = item;
    this.#button.hidden = this.#chosen.disabled = !item;
    for (const one of this.#list.children) one.hidden = one.dataset.item !== item?.id;
    this.#listed();
  }

  /** Those of a paste or a drop too. */
  send(files) {
    const item = this.#item;
    if (!item || files.length === 0) return;
    if (!this.#reaches()) return;
    for (const file of files) {
      if (file.size > LARGEST) this.#problem(word("file_too_large", { name: file.name }));
      else this.#goes(item, file);
    }
  }

  /** True where the field was given files and not words. */
  pasted(event) {
    const given = event.clipboardData;
    if (!given?.files.length || given.types.includes("text/plain")) return false;
    event.preventDefault();
    this.send([...given.files]);
    return true;
  }

  // ------------------------------------------------------------ inside

  /** Whether the person reads a page of ours; else that is said. */
  #reaches() {
    const reaches = PAGES.includes(this.#item.channel);
    this.#problem(reaches ? "" : word("file_channel", { channel: channel(this.#item.channel) }));
    return reaches;
  }

  #dropped(place) {
    const files = (event) => this.#item && event.dataTransfer?.types.includes("Files");
    place.addEventListener("dragover", (event) => {
      if (!files(event)) return;
      event.preventDefault();
      place.classList.add("taking");
    });
    place.addEventListener("dragleave", (event) => {
      if (!place.contains(event.relatedTarget)) place.classList.remove("taking");
    });
    place.addEventListener("drop", (event) => {
      place.classList.remove("taking");
      if (!files(event)) return;
      event.preventDefault();
      this.send([...event.dataTransfer.files]);
    });
  }

  #goes(item, file) {
    this.#count += 1;
    const going = new Going(item, file, `${this.#tab}-${this.#count}`, () => this.#listed());
    this.#list.append(going.shown);
    this.#listed();
    const sent = () => going.sent();
    going.again = () => (this.#going = this.#going.then(sent));
    going.again();
  }

  #listed() {
    this.#list.hidden = [...this.#list.children].every((one) => one.hidden);
  }
}

// The file itself is refused: too large, or of a kind that is not taken.
const HOPELESS = new Set([413, 415]);

/** One file on its way. */
class Going {
  again = () => undefined;
  shown = element("li", "file-going");
  #bar = element("progress");
  #why = element("p", "wrong");
  #deeds = element("span", "deeds-line");
  #address;
  #file;
  #request = null;
  #dropped = false;
  #gone;

  constructor(item, file, id, gone) {
    this.#file = file;
    this.#gone = gone;
    const name = new URLSearchParams({ name: file.name.slice(-200) || "file" });
    this.#address = `/desk/items/${encodeURIComponent(item.id)}/files/${encodeURIComponent(id)}?${name}`;
    this.shown.dataset.item = item.id;
    Object.assign(this.#bar, { max: 1 });
    this.#bar.setAttribute("aria-label", word("file_going", { name: file.name }));
    this.#why.setAttribute("role", "alert");
    const called = element("bdi", "file-name", file.name);
    this.shown.append(called, this.#bar, this.#why, this.#deeds);
  }

  /** Resolves when it is there, was dropped, or waits for the agent. */
  async sent() {
    if (this.#dropped) return;
    this.#stands("", button("quiet small", word("file_stop"), () => this.#drop()));
    const why = await this.#put();
    if (this.#dropped) return;
    if (why === null) {
      this.#drop();
      return;
    }
    const drop = button("quiet small", word("drop"), () => this.#drop());
    const again = button("quiet small", word("again"), () => this.again());
    this.#stands(why, ...(HOPELESS.has(this.#request.status) ? [drop] : [again, drop]));
  }

  #stands(why, ...deeds) {
    this.#bar.hidden = why !== "";
    this.#bar.removeAttribute("value");
    this.#why.textContent = why;
    this.#why.hidden = why === "";
    this.#deeds.replaceChildren(...deeds);
  }

  #drop() {
    this.#dropped = true;
    this.#request?.abort();
    this.shown.remove();
    this.#gone();
  }

  /** Null when the server has it, else why not. Only XHR tells how far it is. */
  #put() {
    const request = new XMLHttpRequest();
    this.#request = request;
    return new Promise((resolve) => {
      request.open("PUT", this.#address);
      request.setRequestHeader("Content-Type", "application/octet-stream");
      request.upload.addEventListener("progress", ({ lengthComputable, loaded, total }) => {
        if (lengthComputable) this.#bar.value = loaded / total;
      });
      request.addEventListener("load", () => resolve(request.status === 204 ? null : told(request)));
      request.addEventListener("error", () => resolve(word("file_unsent")));
      request.addEventListener("abort", () => resolve(""));
      request.send(this.#file);
    });
  }
}

/** What the server says of it; a page in its place means that we are signed out, or it is not there. */
function told(request) {
  try {
    return JSON.parse(request.responseText).text;
  } catch {
    return word("file_unsent");
  }
}
