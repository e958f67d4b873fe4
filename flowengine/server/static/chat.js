// The page to talk on: wires what is typed and pressed to the connection, and its news to the log.
// Nothing is kept in the browser but one cookie that scripts cannot read.

import { Connection } from "./connection.js";
import { Log } from "./log.js";

const LARGEST = 16000; // bytes
const words = JSON.parse(document.getElementById("words").textContent);
const { flow, language } = document.body.dataset;
const at = (id) => document.getElementById(id);

const log = new Log(at("log"), words, pick);
const connection = new Connection({ heard, refused, status });
let asked = at("language")?.value ?? language;
const drafts = new Map(); // typed words until they are taken, to be given back if they are not
const tab = crypto.getRandomValues(new Uint32Array(1))[0].toString(36);
let number = 0;

at("composer").addEventListener("submit", (event) => {
  event.preventDefault();
  say();
});
at("message").addEventListener("keydown", (event) => {
  if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
    event.preventDefault();
    say();
  }
});
// An empty field has the direction of the page, a filled one that of its words.
at("message").addEventListener("input", (event) => {
  event.target.dir = event.target.value ? "auto" : "";
});
at("again").addEventListener("click", () => again(asked));
at("over-again").addEventListener("click", () => begin(true));
at("language")?.addEventListener("change", (event) => again(event.target.value));

begin(false);

async function begin(anew) {
  problem("");
  try {
    const opened = await connection.begin(flow, asked, anew);
    log.clear();
    heard(opened);
    typeHere();
  } catch (error) {
    if (error.refusal) {
      refused(error.refusal);
    } else {
      status("offline");
      setTimeout(() => begin(anew), 2000);
    }
  }
}

async function again(wanted) {
  if (log.spoken && !(await sure())) {
    if (at("language")) at("language").value = asked;
    return;
  }
  if (wanted !== asked) {
    // The page's own words change too, so it is loaded in that language.
    await connection.begin(flow, wanted, true);
    location.search = `?lang=${encodeURIComponent(wanted)}`;
    return;
  }
  begin(true);
}

function sure() {
  const dialog = at("sure");
  dialog.returnValue = "no";
  dialog.showModal();
  return new Promise((resolve) => {
    dialog.addEventListener("close", () => resolve(dialog.returnValue === "yes"), { once: true });
  });
}

function say() {
  const field = at("message");
  const text = field.value.trim();
  if (!text) return;
  // The server ends a connection on which more comes than fits into one frame.
  if (new Blob([JSON.stringify(text)]).size > LARGEST) {
    problem(words["too-long"]);
    return;
  }
  field.value = "";
  field.dir = "";
  drafts.set(send({ type: "say", text }, text), text);
}

function pick(turn, choice) {
  send({ type: "pick", turn, choice: choice.id }, choice.label);
  typeHere();
}

function send(message, shown) {
  problem("");
  number += 1;
  // Two tabs of one conversation may send at the same moment; the same id would count as a repetition.
  message.id = `${tab}-${Date.now().toString(36)}-${number}`;
  log.sending(message.id, shown);
  connection.send(message);
  return message.id;
}

function heard(news) {
  for (const line of news.lines) {
    log.add(line);
    drafts.delete(line.id);
  }
  follow(news.lines.findLast((line) => line.side === "flow" && line.language)?.language);
  at("working").hidden = news.state !== "working";
  end(news.state === "ended");
  log.settle();
}

/** The conversation has gone over to another language; "start again" then stays in it. */
function follow(spoken) {
  const known = [...(at("language")?.options ?? [])].some((option) => option.value === spoken);
  if (known) at("language").value = asked = spoken;
}

/** Nothing more can be said here, except to start again. */
function end(over) {
  const was = !at("over").hidden;
  at("over").hidden = !over;
  document.querySelector("#composer .line").hidden = over;
  if (over && !was) at("over-again").focus({ preventScroll: true });
}

function refused({ code, text, id }) {
  if (id) log.unsent(id);
  problem(words[code] ?? text);
  if (drafts.has(id) && !at("message").value) at("message").value = drafts.get(id);
  drafts.delete(id);
  if (code === "forbidden") begin(false);
  if (code === "stranded" || code === "ended") end(true);
}

function status(state) {
  at("status").dataset.state = state === "slow" ? "connected" : state;
  if (at("status").textContent !== words[state]) at("status").textContent = words[state];
}

function problem(text) {
  at("problem").textContent = text;
  at("problem").hidden = !text;
}

// On a telephone the keyboard would cover half of what was just said.
function typeHere() {
  const here = matchMedia("(pointer: coarse)").matches ? at("log") : at("message");
  here.focus({ preventScroll: true });
}
