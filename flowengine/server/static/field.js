// One question as the browser's own control: its label, its bounds, and what is wrong with what
// stands in it, told at the control. What it gives is text, as a person would type it.

import { inWords, isPersian } from "./calendar.js";
import { persianDay } from "./persian.js";
import { element, filled } from "./element.js";

const FEW = 5; // choices up to here are all shown; more are a list
const KINDS = {
  number: { type: "number", inputMode: "decimal" },
  digits: { type: "text", inputMode: "numeric" },
  money: { type: "text", inputMode: "decimal" },
  date: { type: "date" },
  time: { type: "time" },
  phone: { type: "tel", inputMode: "tel", autocomplete: "tel", dir: "ltr" },
  email: { type: "email", inputMode: "email", autocomplete: "email", dir: "ltr" },
  name: { type: "text", autocomplete: "name" },
};
let number = 0;

/** Whether the browser has a control of its own for this kind of answer. */
export function hasControl(accepts) {
  return accepts in KINDS && accepts !== "name";
}

/**
 * `asked`: label, accepts, and where there are such: choices, hint, optional, secret, least, most,
 * value. The field has `node` to be shown, `read()` for its text, `check()` which tells what is
 * wrong and gives whether all is well, and `focus()`.
 */
export function field(asked, words, language) {
  number += 1;
  const named = { ...asked, id: `field-${number}` };
  const control = chosen(named, words, language);
  const node = framed(named, control, words);
  const wrong = node.querySelector(".wrong");
  return {
    node,
    read: control.read,
    focus: () => control.first.focus(),
    check() {
      const problem = trouble(named, control, words, language);
      wrong.textContent = problem;
      wrong.hidden = !problem;
      (control.radios ? node : control.first).setAttribute("aria-invalid", String(Boolean(problem)));
      return !problem;
    },
  };
}

function chosen(asked, words, language) {
  const offered = asked.choices?.length ? asked.choices.map((choice) => choice.label) : null;
  if (asked.accepts === "yes/no") return radios(asked, offered ?? [words.agree, words.disagree]);
  if (offered) return offered.length <= FEW ? radios(asked, offered) : list(asked, offered, words);
  if (asked.accepts === "date" && isPersian(language)) return persianDay(asked, words);
  return input(asked, language);
}

/** Label, hint and trouble stand by the control, also for who does not see them. */
function framed(asked, control, words) {
  const node = element(control.group ? "fieldset" : "div", "field");
  const label = element(control.group ? "legend" : "label", "label", asked.label);
  if (asked.optional) label.append(" ", element("span", "optional", words.optional));
  if (!control.group) label.htmlFor = control.first.id;
  const hint = element("p", "hint", asked.hint ?? "");
  hint.id = `${asked.id}-hint`;
  hint.hidden = !asked.hint;
  const wrong = element("p", "wrong");
  wrong.id = `${asked.id}-wrong`;
  wrong.hidden = true;
  node.append(label, hint, control.node, wrong);
  const described = asked.hint ? `${hint.id} ${wrong.id}` : wrong.id;
  if (control.radios) node.setAttribute("role", "radiogroup");
  (control.radios ? node : control.first).setAttribute("aria-describedby", described);
  return node;
}

function input(asked, language) {
  // A field for numbers takes no Persian figures; the server reads those too.
  const plain = asked.accepts === "number" && isPersian(language);
  const made = element("input");
  Object.assign(made, { type: "text", ...KINDS[asked.accepts] });
  if (plain) made.type = "text";
  if (asked.secret) Object.assign(made, { type: "password", autocomplete: "off" });
  made.id = asked.id;
  made.value = asked.value ?? "";
  if (made.type === "text") made.dir = "auto";
  if (!asked.optional) made.required = true;
  if (asked.least) made.min = asked.least;
  if (asked.most) made.max = asked.most;
  if (made.type === "number") made.step = whole(asked) ? "1" : "any";
  made.maxLength = 500;
  return { node: made, first: made, validity: made.validity, read: () => made.value.trim() };
}

/** Whole bounds mean whole numbers, as the flow understands them too. */
function whole({ least, most }) {
  return Boolean(least || most) && [least, most].every((one) => !one || /^-?\d+$/.test(one));
}

function radios(asked, labels) {
  const group = element("div", "radios");
  const made = labels.map((text, index) => {
    const one = element("input");
    Object.assign(one, { type: "radio", name: asked.id, value: text, id: `${asked.id}-${index}` });
    one.checked = text === asked.value;
    group.append(element("label", "radio", one, element("span", "", text)));
    return one;
  });
  const read = () => made.find((one) => one.checked)?.value ?? "";
  return { node: group, first: made[0], group: true, radios: true, read };
}

function list(asked, labels, words) {
  const made = element("select");
  made.id = asked.id;
  made.append(new Option(words.choose, ""), ...labels.map((text) => new Option(text, text)));
  made.value = labels.includes(asked.value) ? asked.value : "";
  return { node: made, first: made, read: () => made.value };
}

function trouble(asked, control, words, language) {
  const text = control.read();
  const broken = control.validity?.badInput || control.validity?.typeMismatch || control.incomplete?.();
  if (broken) return words[`wrong-${asked.accepts}`] ?? words.wrong;
  if (!text) return asked.optional ? "" : words.missing;
  return outside(asked, text, control) ? bounds(asked, words, language) : "";
}

function outside({ accepts, least, most }, text, control) {
  if (control.validity?.rangeUnderflow || control.validity?.rangeOverflow) return true;
  if (!["date", "time"].includes(accepts)) return false;
  return Boolean((least && text < least) || (most && text > most)); // ISO text sorts as it counts
}

function bounds({ accepts, least, most }, words, language) {
  const shown = (one) => (accepts === "date" ? inWords(one, language) : one);
  const key = least && most ? "between" : least ? "at-least" : "at-most";
  return filled(words[key], { least: shown(least), most: shown(most) });
}
