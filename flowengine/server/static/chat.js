// The page to talk on: wires what is typed, pressed and filled in to the connection, and its news
// to the log.

import { Alerts } from "./alerts.js";
import { Composer } from "./composer.js";
import { Connection } from "./connection.js";
import { Seen } from "./desk-seen.js";
import { Strip } from "./desk-strip.js";
import { Exit } from "./exit.js";
import * as frame from "./frame.js";
import { Log } from "./log.js";
import { Memory } from "./memory.js";
import { Menu, sure } from "./menu.js";
import { Status } from "./status.js";
import { save } from "./transcript.js";
import { Wording } from "./wording.js";

const { flow, language, exit } = document.body.dataset;
const AGAIN = 2000; // milliseconds after which a conversation that could not begin is tried again
const framed = "framed" in document.body.dataset;
const at = (id) => document.getElementById(id);

const wording = new Wording(reworded);
const { words } = wording;
const memory = new Memory(flow, { framed, discreet: Boolean(exit) });
const log = new Log(at("log"), words, { pick, say, fill, place, upload, file }, (line) => seen.follow(line));
const strip = new Strip(wording);
const status = new Status(wording);
const connection = new Connection(
  { heard, took: (id) => log.took(id), refused, status: stands },
  memory,
);
const composer = new Composer(words, {
  said: (text) => say(text, question?.secret),
  typing: () => connection.typing(),
});
const alerts = new Alerts(memory, words, (count) => frame.tell("unread", { count }));
const menu = new Menu();
const seen = new Seen(document.querySelector("main"), () => open && !document.hidden && strip.talking, (number) => connection.seen(number));
let calls = null; // where this page can call
let lacking = false; // what a call needs could not be fetched
let failed = 0; // how often
const tab = crypto.getRandomValues(new Uint32Array(1))[0].toString(36);
let asked = at("language")?.value ?? language;
let question = null; // the last prompt
let told = []; // all lines, for the transcript
let open = !framed; // in a frame: whether the launcher shows it
let number = 0;
let beginning = 0; // grows with each try to begin; an older one is not tried again
let drawing = Promise.resolve(); // news are drawn one after another

at("again").addEventListener("click", () => again(asked));
at("over-again").addEventListener("click", () => begin({ again: true }));
at("language")?.addEventListener("change", (event) => again(event.target.value));
at("save").addEventListener("click", keep);
for (const button of document.querySelectorAll("[data-entry]")) {
  button.addEventListener("click", () => again(asked, button.dataset.entry));
}
alerts.choice(at("sound"), "sound");
alerts.choice(at("notices"), "notices");
const leaving = !exit ? null : new Exit(at("leave"), leave, lead);
// Browsers give sound and microphone only to pages with https, and to those of the machine itself.
if (at("call") && !isSecureContext) {
  for (const one of ["call-begin", "call-offer", "call-switch"]) at(one).remove();
  console.info("Calls need a page with https.");
} else if (at("call")) {
  prepareCalls();
}
if (framed) frame.dress();
at("shut")?.addEventListener("click", () => frame.tell("close"));
if (framed) {
  addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !event.defaultPrevented && !exit) frame.tell("close");
  });
  const called = () => calls?.invite();
  frame.hear({ opened, called, hidden: () => (open = false), entered: (entry) => again(asked, entry) });
}

const entry = new URLSearchParams(location.search).get("entry") ?? frame.set.entry;
// A reload goes on with the talk instead of entering once more.
if (entry) history.replaceState(null, "", location.pathname + (framed ? location.search : ""));
if (entry) begin({ again: true, entry });
else begin(frame.set.first ? { entry: frame.set.first } : {});
frame.tell("ready");

// ------------------------------------------------------------ beginning

/** `how` may have again, entry and language. */
async function begin(how) {
  calls?.hangUp();
  composer.clear();
  beginning += 1;
  const page = Object.keys(frame.set.values).length ? { page: frame.set.values } : {};
  const begun = await connection
    .begin(flow, { language: asked, again: false, ...page, ...how })
    .catch((error) => notBegun(error, how));
  if (!begun) return;
  await inTurn(() => {
    log.clear();
    seen.clear();
    strip.show(null);
    told = [];
    return drawn(begun);
  });
  for (const message of begun.unsent) log.sending(message.id, message.shown);
  typeHere();
}

function notBegun(error, how) {
  if (error.refusal) {
    refused(error.refusal);
  } else {
    stands(error.busy ? "busy" : "offline");
    const mine = beginning;
    setTimeout(() => mine === beginning && begin(how), AGAIN * (0.75 + Math.random() / 2));
  }
}

async function again(wanted, entry = "") {
  menu.close(false);
  if (log.spoken && !(await sure(words["again-question"], words.again))) {
    if (at("language")) at("language").value = asked;
    return;
  }
  asked = wanted;
  await begin(entry ? { again: true, entry } : { again: true });
}

// ------------------------------------------------------------ what the person does

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

function place({ latitude, longitude }) {
  send({ type: "place", latitude, longitude }, `${latitude.toFixed(5)}, ${longitude.toFixed(5)}`);
  typeHere();
}

/** Throws what went wrong; the line comes with the news. */
async function upload(file, progress) {
  const id = named();
  log.sendingFile(id, file);
  await connection.upload(file, id, progress);
}

/** One that was sent in this conversation. Throws where there is no connection. */
function file(id) {
  return connection.file(id);
}

function send(message, shown, secret = false) {
  composer.problem("");
  message.id = named();
  log.sending(message.id, shown);
  connection.send(message, shown, secret);
  return message.id;
}

/** Quick exit. */
function leave() {
  calls?.hangUp();
  connection.leave(named());
}

/** Two tabs of one conversation may send at the same moment; the same id would be a repetition. */
function named() {
  number += 1;
  return `${tab}-${Date.now().toString(36)}-${number}`;
}

/** The transcript as a file; where a trace may harm, only after a question. */
async function keep() {
  menu.close(true);
  if (exit && !(await sure(words["save-question"], words.save))) return;
  const parties = { flow: words.hotline, agent: words["talk-one"], person: words.you, file: exit ? "notes" : flow };
  save(told, exit ? words.transcript : wording.title.text, parties);
}

// ------------------------------------------------------------ what comes

function heard(news) {
  inTurn(() => drawn(news));
}

/** One after another, for the words of another language have to come first. */
function inTurn(draw) {
  const turn = drawing.then(draw);
  drawing = turn.catch(() => undefined);
  return turn;
}

async function drawn(news) {
  const spoken = news.lines.findLast((line) => line.side === "flow" && line.language)?.language;
  await wording.follow(spoken);
  const first = told.length === 0;
  if (strip.show(news.talk) && news.state !== "ended") log.note(words["talk-back"]);
  const fresh = log.add(news.lines);
  told.push(...fresh);
  for (const line of fresh) composer.taken(line.id);
  const answers = fresh.filter((line) => line.side !== "person");
  question = fresh.findLast((line) => line.kind === "prompt") ?? question;
  composer.secret = Boolean(question?.secret);
  if (!first && !calls?.on) alerts.answered(answers.filter((line) => line.kind !== "ended").length, document.hidden || !open);
  if (fresh.some((line) => line.side === "agent")) strip.said();
  // Whoever waits for a person reads so above; dots would say that it takes a moment only.
  at("working").hidden = news.state !== "working" || strip.there;
  end(news.state === "ended");
  log.settle();
  seen.look();
  calls?.settled(log.spoken || news.state === "ended");
  if (!first && fresh.length && !calls?.on) log.focusField();
  // The word for it was said, here or in another tab: the browser leaves too.
  const last = told.findLast((line) => line.kind === "ended");
  const gone = news.state === "ended" && (!last || last.text === "quick exit");
  if (!first && gone) leaving?.now();
}

/** The flow has gone over to another language; "start again" and a reload then stay in it. */
function reworded(spoken) {
  asked = spoken;
  if (at("language")) at("language").value = spoken;
  strip.reworded();
  const { text, language } = wording.title;
  Object.assign(at("title"), { textContent: text, lang: language });
  if (at("all")) at("all").search = `?lang=${spoken}`;
  if (!exit) alerts.title = text;
  const address = new URL(location.href);
  address.searchParams.set("lang", spoken);
  history.replaceState(null, "", address);
}

/** Nothing more can be said here, except to start again. */
function end(over) {
  const was = !at("over").hidden;
  at("over").hidden = !over;
  document.querySelector("#composer .line").hidden = over;
  if (over && !was && open && !calls?.on) at("over-again").focus({ preventScroll: true });
}

function refused({ code, text, id }) {
  if (id) log.unsent(id);
  composer.problem(words[code] ?? text);
  composer.refused(id);
  if (code === "forbidden") begin({ again: true });
  if (code === "stranded" || code === "ended") end(true);
}

function stands(state) {
  log.offline(state === "offline" || state === "busy");
  status.show(state);
  if (state === "connected" && lacking) prepareCalls();
}

// ------------------------------------------------------------ calls

/** Without a connection the page goes on without calls, and fetches them when there is one; what
 * could not be fetched once is only asked for again under another address. */
async function prepareCalls() {
  lacking = false;
  try {
    const { Calls } = await import(failed ? `./call.js?${failed}` : "./call.js");
    calls = new Calls(wording, memory, { proof: () => connection.proof, began: () => calling(true), over });
    if (frame.set.call) calls.invite();
  } catch {
    failed += 1;
    lacking = true;
  }
}

/** What is heard need not be read out as well. */
function calling(on) {
  at("log").setAttribute("aria-live", on ? "off" : "polite");
  calls.settled(log.spoken);
  log.settle();
  frame.tell("calling", { on });
}

function over(word, lasted) {
  calling(false);
  log.note([words[word], lasted].filter(Boolean).join(" "));
  if (at("over").hidden) typeHere();
  else if (open) at("over-again").focus({ preventScroll: true });
}

// ------------------------------------------------------------ the launcher around it

function opened(focused) {
  open = true;
  alerts.seen();
  seen.look();
  log.settle();
  if (focused) typeHere();
}

function lead() {
  if (framed) frame.tell("exit", { address: exit });
  else location.replace(exit);
}

// On a telephone the keyboard would cover half of what was just said, and on a call figures are keys. Who is in the menu stays there.
function typeHere() {
  const menu = at("menu");
  if (!open || calls?.offering || menu.open || document.activeElement === menu.querySelector("summary")) return;
  if (matchMedia("(pointer: coarse)").matches || calls?.on) at("log").focus({ preventScroll: true });
  else composer.focus();
}
