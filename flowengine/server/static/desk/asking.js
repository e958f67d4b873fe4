// Questions that the page asks before it does something: one dialog, made for each of them. Escape
// closes it, and the browser gives the focus back to where it was; its event of that comes later, when
// the focus may have gone on.

import { button, element } from "/static/element.js";
import { figure, status, word } from "./words.js";

const dialog = document.getElementById("asking");

/** Resolves with what `read` gives for the form, or null when somebody thought better of it. */
function asked(title, held, { go, read, wide = false }) {
  const form = element("form");
  form.method = "dialog";
  const heading = element("h2", "", title);
  heading.id = "asking-title";
  const deeds = element("div", "answers", button("quiet", word(go ? "cancel" : "shut"), () => dialog.close("no")));
  if (go) deeds.append(Object.assign(element("button", "", go), { value: "yes" }));
  form.append(heading, ...held, deeds);
  dialog.className = wide ? "wide" : "";
  dialog.replaceChildren(form);
  dialog.returnValue = "";
  dialog.showModal();
  form.querySelector("[data-first], input:not(:disabled)")?.focus();
  return new Promise((resolve) => {
    dialog.addEventListener("close", () => {
      resolve(dialog.returnValue === "yes" ? read(new FormData(form)) : null);
    }, { once: true });
  });
}

/** Rows of one choice; `values` are {value, label, soft, disabled}. */
function rows(label, values) {
  const group = element("fieldset", "rows", element("legend", "", label));
  for (const one of values) {
    const input = Object.assign(element("input"), { type: "radio", name: "choice", value: one.value, required: true, disabled: Boolean(one.disabled) });
    const name = element("strong", "", one.label);
    name.dir = "auto";
    group.append(element("label", "row-choice", input, element("span", "", name, " ", element("span", "soft", one.soft ?? ""))));
  }
  return group;
}

const chosen = (form) => form.get("choice");

function present(board) {
  return board.colleagues.filter((one) => one.present);
}

function busy(one) {
  const load = Object.entries(one.load).filter(([, count]) => count > 0);
  return [status(one.status), ...load.map(([media, count]) => `${word(media)} ${figure(count)}`)].join(" · ");
}

/** To which queue or colleague: `{queue}` or `{agent}`. */
export function askTransfer(board) {
  const queues = board.queues.map((one) => ({
    value: `queue ${one.name}`,
    label: one.titled,
    soft: word("queue_counts", { waiting: one.waiting, ready: one.ready, present: one.present }),
  }));
  const people = present(board).map((one) => ({ value: `agent ${one.id}`, label: one.shown, soft: busy(one) }));
  const held = [element("p", "soft", word("transfer_lead")), rows(word("to_queue"), queues)];
  if (people.length) held.push(rows(word("to_colleague"), people));
  return asked(word("transfer"), held, {
    go: word("transfer"),
    wide: true,
    read: (form) => {
      const [kind, ...rest] = chosen(form).split(" ");
      return { [kind]: rest.join(" ") };
    },
  });
}

/** Whom to ask, and whether for advice or into the talk: `{agent, mode}`. */
export function askInvite(board, item) {
  const others = present(board).filter(({ id }) => !item.guests.some(({ agent }) => agent === id));
  const people = others.map((one) => ({ value: one.id, label: one.shown, soft: busy(one) }));
  if (!people.length) return asked(word("invite"), [element("p", "", word("nobody_there"))], { read: () => null });
  const modes = element("fieldset", "rows", element("legend", "", word("what_for")));
  for (const mode of ["consult", "talk"]) {
    const input = Object.assign(element("input"), { type: "radio", name: "mode", value: mode, checked: mode === "consult" });
    modes.append(element("label", "row-choice", input, element("span", "", element("strong", "", word(`invite_${mode}`)), " ", element("span", "soft", word(`invite_${mode}_lead`)))));
  }
  return asked(word("invite"), [rows(word("whom"), people), modes], {
    go: word("invite_go"),
    wide: true,
    read: (form) => ({ agent: chosen(form), mode: form.get("mode") }),
  });
}

/** Which step of the flow they go back to: its place. */
export function askStep(steps) {
  if (!steps.length) return asked(word("send_back"), [element("p", "", word("no_steps"))], { read: () => null });
  const values = steps.map(([place, label]) => ({ value: place, label }));
  return asked(word("send_back"), [element("p", "soft", word("send_back_lead")), rows(word("steps"), values)], { go: word("send_back_go"), wide: true, read: chosen });
}

/** When to call again, as POSIX seconds. */
export function askWhen() {
  const input = Object.assign(element("input"), { type: "datetime-local", name: "when", required: true, id: "when", min: stamp(new Date()) });
  input.dataset.first = "";
  const label = element("label", "", word("call_when"));
  label.htmlFor = "when";
  return asked(word("result_not_now"), [label, input], {
    go: word("keep_moment"),
    read: (form) => new Date(form.get("when")).valueOf() / 1000,
  });
}

function stamp(when) {
  const local = new Date(when.valueOf() - when.getTimezoneOffset() * 60_000);
  return local.toISOString().slice(0, 16);
}

/** Why it waits or to whom it was offered, in the desk's words. */
export function showWhy(board, { words = [], candidates = [] }) {
  const told = element("ul", "plain-list", ...words.map((one) => element("li", "", board.named(one))));
  const others = candidates.map((one) => element("li", one.chosen ? "best" : "", element("strong", "", board.shown(one.agent) || one.agent), ` – ${one.words}`));
  return asked(word("why"), [told, element("ul", "plain-list candidates", ...others)], { wide: true, read: () => null });
}
