// The log: one element a line, words always as text and never as HTML.

const PICTURE = /\.(avif|gif|jpe?g|png|webp)$/i;

export class Log {
  #place;
  #words;
  #pick;
  #last = 0;
  #sending = new Map();

  constructor(place, words, pick) {
    this.#place = place;
    this.#words = words;
    this.#pick = pick;
  }

  /** True when the person has said something. */
  get spoken() {
    return this.#place.querySelector(".mine") !== null;
  }

  clear() {
    this.#place.replaceChildren();
    this.#sending.clear();
    this.#last = 0;
  }

  /** A line of the transcript; one that is already there stays. */
  add(line) {
    if (line.number <= this.#last) return;
    this.#last = line.number;
    this.#sending.get(line.id)?.remove();
    this.#sending.delete(line.id);
    if (line.kind === "ended") {
      this.#closeChoices();
      return;
    }
    const said = this.#drawn(line);
    if (said) this.#put(said);
    if (line.kind === "prompt") {
      this.#closeChoices();
      if (line.choices?.length) this.#put(this.#choices(line));
    }
  }

  /** The person's own words, before the server has taken them. */
  sending(id, text) {
    const said = element("div", "said mine");
    said.dir = "auto";
    said.append(unseen(`${this.#words.you}: `), text, element("small", "", this.#words.sending));
    this.#sending.set(id, said);
    this.#put(said);
    this.#closeChoices();
    this.settle();
  }

  /** A message the server did not take leaves the log. */
  unsent(id) {
    this.#sending.get(id)?.remove();
    this.#sending.delete(id);
    this.#openChoices();
  }

  settle() {
    const frame = this.#place.parentElement;
    frame.scrollTop = frame.scrollHeight;
  }

  /** Lines on their way stay below those that have arrived. */
  #put(node) {
    const first = this.#sending.values().next().value;
    if (first && first !== node && first.parentElement) first.before(node);
    else this.#place.append(node);
  }

  #drawn(line) {
    const said = element("div", line.side === "person" ? "said mine" : "said");
    said.dir = line.direction;
    if (line.language) said.lang = line.language;
    if (line.side === "person") said.append(unseen(`${this.#words.you}: `));
    const content = this.#content(line);
    if (content.length === 0) return null;
    said.append(...content);
    return said;
  }

  #content(line) {
    switch (line.kind) {
      case "text":
      case "prompt":
        return line.text ? marked(line.text) : [];
      case "transfer":
        return [`${this.#words.transfer} `, link(`tel:${line.text.replace(/[^+\d]/g, "")}`, line.text)];
      case "picture":
      case "file":
      case "play":
        return [this.#file(String(line.reference))];
      case "link":
        return [link(String(line.reference), String(line.reference))];
      default:
        return [described(line.reference)];
    }
  }

  #file(name) {
    const address = `/files/${name.split("/").map(encodeURIComponent).join("/")}`;
    if (PICTURE.test(name)) {
      const picture = element("img");
      picture.src = address;
      picture.alt = this.#words.picture;
      picture.addEventListener("load", () => this.settle());
      return picture;
    }
    if (/\.(mp3|ogg|opus|wav)$/i.test(name)) {
      const sound = element("audio");
      sound.src = address;
      sound.controls = true;
      sound.setAttribute("aria-label", this.#words.recording);
      return sound;
    }
    return link(address, `${this.#words.file}: ${name}`);
  }

  #choices(line) {
    const group = element("div", "choices");
    group.setAttribute("role", "group");
    group.setAttribute("aria-label", this.#words.choices);
    group.dir = line.direction;
    if (line.language) group.lang = line.language;
    for (const choice of line.choices) {
      const button = element("button");
      button.type = "button";
      if (choice.key) button.append(element("kbd", "", choice.key));
      button.append(choice.label);
      button.addEventListener("click", () => this.#pick(line.turn, choice));
      group.append(button);
    }
    return group;
  }

  #closeChoices() {
    for (const group of this.#place.querySelectorAll(".choices")) group.hidden = true;
  }

  #openChoices() {
    const groups = this.#place.querySelectorAll(".choices");
    if (groups.length) groups[groups.length - 1].hidden = false;
  }
}

function element(name, className = "", text = "") {
  const made = document.createElement(name);
  if (className) made.className = className;
  made.append(text);
  return made;
}

function unseen(text) {
  return element("span", "unseen", text);
}

/** Only addresses that a click cannot turn into a program. */
function link(address, text) {
  if (!/^(https?:\/\/|tel:|mailto:|\/files\/)/i.test(address)) return document.createTextNode(text);
  const made = element("a", "", text);
  made.href = address;
  made.rel = "noopener noreferrer";
  if (/^https?:/i.test(address)) made.target = "_blank";
  return made;
}

/** `*bold*` and addresses of the web; everything else is plain words. */
function marked(text) {
  return text.split(/(\*[^*\s](?:[^*\n]*[^*\s])?\*|https?:\/\/[^\s<>"]*[^\s<>".,;:!?)])/).map((part, index) => {
    if (index % 2 === 0) return document.createTextNode(part);
    return part.startsWith("*") ? element("strong", "", part.slice(1, -1)) : link(part, part);
  });
}

function described(reference) {
  if (reference === null || typeof reference !== "object") return String(reference);
  return Object.values(reference).filter((part) => part !== null && part !== "").join(", ");
}
