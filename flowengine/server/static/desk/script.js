// The queue's script beside a conversation: a flow that the agent answers for the person. It is a
// conversation of its own, over HTTP; what it saves is shown with what is known of the person.

import { content } from "/static/content.js";
import { button, element } from "/static/element.js";
import { Requests } from "/static/requests.js";
import { word } from "./words.js";

const HELD = 20; // seconds that the server may hold a request for news
const NAMES = { transfer: "", picture: "", file: "", recording: "", photo: "" };

/** Show it at the top of `place`; the one before it goes. `heard` is called when it has gone on. */
export function begin(place, { conversation, token }, heard) {
  place.querySelector(".script")?.remove();
  const made = new Script(conversation, token, heard);
  place.prepend(made.element);
  made.run();
}

class Script {
  element = element("section", "script");
  #log = element("div", "script-log");
  #answers = element("div", "script-answers");
  #requests = new Requests();
  #address;
  #since = 0;
  #over = false;
  #count = 0;
  #heard;

  constructor(conversation, token, heard) {
    this.#heard = heard;
    this.#requests.token = token;
    this.#address = `/api/conversations/${conversation}/lines`;
    this.element.setAttribute("aria-label", word("script_title"));
    this.#log.setAttribute("role", "log");
    this.#log.setAttribute("aria-label", word("script_title"));
    const shut = button("quiet small", word("script_shut"), () => this.#shut());
    this.element.append(element("header", "", element("h2", "", word("script_title")), shut), this.#log, this.#answers);
  }

  /** Until it has ended or was closed here. */
  async run() {
    let wait = 0;
    while (!this.#over) {
      try {
        this.#take(await this.#requests.get(`${this.#address}?since=${this.#since}&wait=${wait}`));
        wait = HELD;
      } catch (error) {
        if (error.refusal) return this.#end();
        await new Promise((resolve) => setTimeout(resolve, 3000));
      }
    }
  }

  #shut() {
    this.#over = true;
    this.element.remove();
  }

  #take(news) {
    const fresh = news.lines.filter((line) => line.number > this.#since);
    if (fresh.length) this.#heard();
    for (const line of fresh) this.#line(line);
    if (news.state === "ended") this.#end();
  }

  #line(line) {
    this.#since = line.number;
    if (line.kind === "ended") return;
    const said = element("p", line.side === "person" ? "mine" : "", ...content(line, NAMES, document.documentElement.lang));
    said.dir = line.direction;
    if (line.language) said.lang = line.language;
    this.#log.append(said);
    said.scrollIntoView({ block: "nearest" });
    if (line.kind === "prompt") this.#ask(line);
    else if (line.side === "person") this.#answers.replaceChildren();
  }

  /** Buttons of a question, and a field: as in the chat, an answer may always be typed. */
  #ask(line) {
    const picks = (line.choices ?? []).map((one) => button("quiet small", one.label, () => this.#send({ type: "pick", turn: line.turn, choice: one.id })));
    const field = Object.assign(element("input"), { type: "text", maxLength: 4000, dir: "auto" });
    field.setAttribute("aria-label", line.text || word("words"));
    const form = element("form", "row", field, Object.assign(element("button", "small", word("send")), { type: "submit" }));
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      if (field.value.trim()) this.#send({ type: "say", text: field.value.trim() });
    });
    this.#answers.replaceChildren(...picks, form);
    (picks[0] ?? field).focus({ preventScroll: true });
  }

  async #send(message) {
    this.#count += 1;
    const id = `script-${Date.now().toString(36)}-${this.#count}`;
    try {
      this.#take(await this.#requests.post(`${this.#address}?since=${this.#since}`, { ...message, id }));
    } catch (error) {
      const why = element("p", "wrong", error.refusal?.text ?? word("failed"));
      why.setAttribute("role", "alert");
      this.#answers.append(why);
    }
  }

  #end() {
    this.#over = true;
    this.#answers.replaceChildren(element("p", "soft", word("script_over")));
  }
}
