// A question with fields, as a card below it: one field for a day, a time or a number, several for
// a form. Whoever would rather write does so below, as always.

import { field, hasControl } from "./field.js";
import { button, element } from "./element.js";
import { placeCard } from "./place.js";
import { uploadCard } from "./upload.js";

const SENT = ["photo", "file", "recording"];

/** The card of a prompt; null where words and buttons are all there is. */
export function card(line, words, answer) {
  const language = line.language || document.documentElement.lang;
  if (line.fields?.length) return form(line, words, language, answer);
  if (SENT.includes(line.accepts)) return uploadCard(line, words, answer);
  if (line.accepts === "location") return placeCard(words, answer);
  // Buttons beside such a question lead elsewhere ("not sure yet"); they stand there as well.
  const plain = hasControl(line.accepts) || line.secret;
  return plain ? single(line, words, language, answer) : null;
}

function single(line, words, language, answer) {
  const key = line.secret ? "secret" : line.accepts;
  const one = field({ ...line, choices: [], label: words[`answer-${key}`], hint: "", value: "", optional: false }, words, language);
  const made = frame([one], words.send, () => answer.say(one.read(), line.secret));
  made.classList.add("single");
  if (line.skip) made.append(button("quiet", line.skip, () => answer.say(line.skip)));
  made.focusField = line.accepts === "date" || line.accepts === "time" ? null : one.focus;
  return made;
}

function form(line, words, language, answer) {
  const fields = line.fields.map((asked) => ({ asked, ...field(asked, words, language) }));
  const made = frame(fields, words.submit, () => {
    // Also what was left empty: that answers a question that may be left so.
    const given = fields.map((one) => [one.asked, one.read()]);
    const values = Object.fromEntries(given.map(([asked, text]) => [asked.slot, text]));
    const shown = given
      .filter(([, text]) => text)
      .map(([asked, text]) => `${asked.label} ${asked.secret ? "••••" : text}`);
    answer.fill(line.turn, values, shown.join("\n"), line.fields.some((one) => one.secret));
  });
  made.focusField = fields[0].focus;
  return made;
}

/** Sends when all is well; else the first field that is not gets the focus, with its reason. */
function frame(fields, label, sent) {
  const made = element("form", "card");
  made.noValidate = true; // the browser's own bubbles are in its language and go away by themselves
  made.setAttribute("aria-live", "off");
  made.append(...fields.map((one) => one.node), element("button", "", label));
  made.addEventListener("submit", (event) => {
    event.preventDefault();
    const wrong = fields.filter((one) => !one.check());
    if (wrong.length) wrong[0].focus();
    else sent();
  });
  return made;
}
