// The page to talk on: wires what is typed, pressed and filled in to the connection, and its news
// to the log.

import { Alerts } from "./alerts.js";
import { Connection } from "./connection.js";
import { Exit } from "./exit.js";
import * as frame from "./frame.js";
import { Log } from "./log.js";
import { Memory } from "./memory.js";
import { save } from "./transcript.js";

const LARGEST = 16000; // bytes
const words = JSON.parse(document.getElementById("words").textContent);
const { flow, language, exit } = document.body.dataset;
const framed = "framed" in document.body.dataset;
const at = (id) => document.getElementById(id);

const memory = new Memory(flow, { framed, discreet: Boolean(exit) });
const log = new Log(at("log"), words, { pick, say, fill, upload });
const connection = new Connection({ heard, took: (id) => log.took(id), refused, status }, memory);
const alerts = new Alerts(memory, words, (count) => frame.tell("unread", { count }));
const drafts = new Map(); // typed words until they are taken, to be given back if they are not
const tab = crypto.getRandomValues(new Uint32Array(1))[0].toString(36);
let asked = at("language")?.value ?? language;
let question = null; // the last prompt
let told = []; // all lines, for the transcript
let open = !framed; // in a frame: whether the launcher shows it
let number = 0;

at("composer").addEventListener("submit", (event) => {
  event.preventDefault();
  typed();
});
at("message").addEventListener("keydown", (event) => {
  if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
    event.preventDefault();
    typed();
  }
});
// An empty field has the direction of the page, a filled one that of its words.
at("message").addEventListener("input", (event) => {
  event.target.dir = event.target.value ? "auto" : "";
  if (event.target.value) connection.typing();
});
at("again").addEventListener("click", () => again(asked));
at("over-again").addEventListener("click", () => begin({ again: true }));
at("language")?.addEventListener("change", (event) => again(event.target.value));
at("save").addEventListener("click", keep);
at("menu").addEventListener("keydown", (event) => {
  if (event.key === "Escape" && at("menu").open) closeMenu(true);
});
addEventListener("click", (event) => at("menu").contains(event.target) || closeMenu(false));
for (const button of document.querySelectorAll("[data-entry]")) {
  button.addEventListener("click", () => again(asked, button.dataset.entry));
}
alerts.choice(at("sound"), "sound");
alerts.choice(at("notices"), "notices");
const leaving = !exit ? null : new Exit(at("leave"), () => connection.leave(named()), lead);
if (framed) frame.dress();
at("shut")?.addEventListener("click", () => frame.tell("close"));
if (framed) {
  addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !event.defaultPrevented && !exit) frame.tell("close");
  });
  frame.hear({ opened, hidden: () => (open = false), entered: (entry) => again(asked, entry) });
}

const entry = new URLSearchParams(location.search).get("entry") ?? frame.set.entry;
// A reload goes on with the talk instead of entering once more.
if (entry) history.replaceState(null, "", location.pathname + (framed ? location.search : ""));
begin(entry ? { again: true, entry } : {});
frame.tell("ready");

/** `how` may have again, entry and language. */
async function begin(how) {
  problem("");
  const page = Object.keys(frame.set.values).length ? { page: frame.set.values } : {};
  try {
    const begun = await connection.begin(flow, { language: asked, again: false, ...page, ...how });
    log.clear();
    told = [];
    drafts.clear();
    heard(begun);
    for (const message of begun.unsent) log.sending(message.id, message.shown);
    typeHere();
  } catch (error) {
    if (error.refusal) {
      refused(error.refusal);
    } else {
      status("offline");
      setTimeout(() => begin(how), 2000);
    }
  }
}

async function again(wanted, entry = "") {
  closeMenu(false);
  if (log.spoken && !(await sure(words["again-question"], words.again))) {
    if (at("language")) at("language").value = asked;
    return;
  }
  const how = entry ? { again: true, entry } : { again: true };
  if (wanted === asked) {
    await begin(how);
    return;
  }
  // The page's own words change too, so it is loaded in that language.
  await connection.begin(flow, { ...how, language: wanted });
  const address = new URL(location.href);
  address.searchParams.set("lang", wanted);
  location.replace(address);
}

function sure(text, yes) {
  const dialog = at("sure");
  at("question").textContent = text;
  at("sure-yes").textContent = yes;
  dialog.returnValue = "no";
  dialog.showModal();
  return new Promise((resolve) => {
    dialog.addEventListener("close", () => resolve(dialog.returnValue === "yes"), { once: true });
  });
}

function typed() {
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
  drafts.set(say(text, question?.secret), text);
}

function say(text, secret = false) {
  return send({ type: "say", text }, secret ? "••••" : text, secret);
}

function pick(turn, choice) {
  send({ type: "pick", turn, choice: choice.id }, choice.label);
  typeHere();
}

function fill(turn, values, shown, secret) {
  send({ type: "fill", turn, values }, shown, secret);
  typeHere();
}

/** Throws what went wrong; the line comes with the news. */
async function upload(file, progress) {
  await connection.upload(file, named(), progress);
}

function send(message, shown, secret = false) {
  problem("");
  message.id = named();
  log.sending(message.id, shown);
  connection.send(message, shown, secret);
  return message.id;
}

/** Two tabs of one conversation may send at the same moment; the same id would be a repetition. */
function named() {
  number += 1;
  return `${tab}-${Date.now().toString(36)}-${number}`;
}

function heard(news) {
  const first = told.length === 0;
  const fresh = log.add(news.lines);
  told.push(...fresh);
  for (const line of fresh) drafts.delete(line.id);
  const answers = fresh.filter((line) => line.side === "flow");
  question = fresh.findLast((line) => line.kind === "prompt") ?? question;
  at("message").classList.toggle("secret", Boolean(question?.secret));
  follow(answers.findLast((line) => line.language)?.language);
  if (!first) alerts.answered(answers.filter((line) => line.kind !== "ended").length, document.hidden || !open);
  at("working").hidden = news.state !== "working";
  end(news.state === "ended");
  log.settle();
  if (!first && fresh.length) log.focusField();
  // The word for it was said, here or in another tab: the browser leaves too.
  const last = told.findLast((line) => line.kind === "ended");
  const gone = news.state === "ended" && (!last || last.text === "quick exit");
  if (!first && gone) leaving?.now();
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
  if (over && !was && open) at("over-again").focus({ preventScroll: true });
}

function refused({ code, text, id }) {
  if (id) log.unsent(id);
  problem(words[code] ?? text);
  if (drafts.has(id) && !at("message").value) at("message").value = drafts.get(id);
  drafts.delete(id);
  if (code === "forbidden") begin({ again: true });
  if (code === "stranded" || code === "ended") end(true);
}

function status(state) {
  log.offline(state === "offline");
  at("status").dataset.state = state === "slow" ? "connected" : state;
  if (at("status").textContent !== words[state]) at("status").textContent = words[state];
}

/** What is wrong with what was typed, told at the field. */
function problem(text) {
  at("problem").textContent = text;
  at("problem").hidden = !text;
  at("message").setAttribute("aria-invalid", String(Boolean(text)));
}

/** The transcript as a file; where a trace may harm, only after a question. */
async function keep() {
  closeMenu(true);
  if (exit && !(await sure(words["save-question"], words.save))) return;
  const parties = { flow: words.hotline, person: words.you, file: exit ? "notes" : flow };
  save(told, exit ? words.transcript : at("title").textContent, parties);
}

function closeMenu(back) {
  at("menu").open = false;
  if (back) at("menu").querySelector("summary").focus();
}

function opened(focused) {
  open = true;
  alerts.seen();
  log.settle();
  if (focused) typeHere();
}

function lead() {
  if (framed) frame.tell("exit", { address: exit });
  else location.replace(exit);
}

// On a telephone the keyboard would cover half of what was just said.
function typeHere() {
  if (!open) return;
  const here = matchMedia("(pointer: coarse)").matches ? at("log") : at("message");
  here.focus({ preventScroll: true });
}
