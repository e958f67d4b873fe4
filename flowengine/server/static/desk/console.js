// The agent's page: wires what comes over the socket to the regions, and what the agent does to it.

import { filled } from "/static/element.js";
import { Actions } from "./actions.js";
import * as asking from "./asking.js";
import { called } from "./badges.js";
import { Board, talking } from "./board.js";
import { Connection } from "./connection.js";
import { Heading } from "./heading.js";
import { Known } from "./known.js";
import { text } from "./listed.js";
import { Log } from "./log.js";
import { Memory } from "./memory.js";
import { Offers } from "./offers.js";
import { Phoning } from "./phoning.js";
import { Rail } from "./rail.js";
import { Regions } from "./regions.js";
import { Sound } from "./sound.js";
import { Standing } from "./standing.js";
import { Talks } from "./talks.js";
import { status, word, words } from "./words.js";
import { Wrapping } from "./wrapping.js";
import { Writing } from "./writing.js";

const LOOK = 700; // milliseconds that news are gathered before what is known is asked for again
const at = (id) => document.getElementById(id);

const memory = new Memory();
const board = new Board();
const sound = new Sound(memory);
const connection = new Connection(
  { snapshot, change, lines: (frame) => talks.take(frame), gone, stands, taken: () => undefined, unsaid: (message, refusal) => talks.unsaid(message, refusal) },
  memory,
);
const talks = new Talks(board, connection, { changed, came });
const regions = new Regions({ moved: (region) => region === "talk" && read() });
const standing = new Standing(board, { set: (name, after) => does("status", { status: name, after }) });
const offers = new Offers(board, { take, pass, urgent: (told) => text(at("urgent"), told), told: tell, ring: (so) => sound.ring(so) });
const rail = new Rail(board, talks, { choose: (id) => choose(id, { focus: true }), pull });
const log = new Log(board, { again: say, drop: () => draw(), read });
const heading = new Heading(board, { transfer, invite, sendBack, finish, script, leave: (item) => does("uninvite", { item: item.id, agent: board.me.id }) });
const writing = new Writing(board, memory, { say, remark, typing: () => connection.tell("typing", { item: chosen }) });
const wrapping = new Wrapping(board, memory, { close, extend: (item) => does("extend", { item: item.id }) });
const known = new Known(board, { why, uninvite: (item, agent) => does("uninvite", { item: item.id, agent }) });
const phoning = new Phoning({ result });
const actions = new Actions(offered);
let chosen = addressed() || memory.chosen;
let wanted = ""; // an item that we took and that the next change brings
let looking = 0;
let call = null; // the controls of a call, where there is one: {item, mounted}
let online = false;

at("pull").addEventListener("click", () => pull(""));
at("sound").checked = sound.on;
at("sound").addEventListener("change", () => (sound.on = at("sound").checked));
for (const form of document.querySelectorAll("form.who")) form.addEventListener("submit", parted);
addEventListener("keydown", pressed);
addEventListener("focus", read);
document.addEventListener("visibilitychange", read);
setInterval(tick, 1000);

/** The conversation that a link to this page names, once. */
function addressed() {
  const named = decodeURIComponent(location.hash.slice(1));
  if (named) history.replaceState(null, "", location.pathname);
  return named === "main" ? "" : named;
}

// ------------------------------------------------------------ what comes

function snapshot(frame) {
  board.snapshot(frame);
  talks.anew();
  settle();
}

function change(frame) {
  const before = board.item(chosen);
  board.change(frame);
  talks.follow();
  settle();
  const now = board.item(chosen);
  if (now && before?.version !== now.version) look();
}

/** The desk is another: what is open may be gone, what we took may be there. */
function settle() {
  if (wanted && board.talks.some(({ id }) => id === wanted)) {
    const id = wanted;
    wanted = "";
    choose(id, { focus: true });
    return;
  }
  if (!board.talks.some(({ id }) => id === chosen)) {
    const lost = chosen !== "" && at("open").hidden === false;
    choose(board.talks[0]?.id ?? "");
    if (lost) regions.show("rail");
    return;
  }
  draw();
  if (!talks.of(chosen).context) look(); // the page was loaded again
}

function gone({ item, text: why }) {
  if (board.item(item)) tell(why);
}

/** Lines, a sign of typing, an answer in the flow, a note: something of a conversation is new. */
function changed(id, { fresh = [], whole = false, mine = false, rung = false } = {}) {
  if (id === chosen) {
    draw({ whole, mine });
    if (rung || (!whole && fresh.some(({ side }) => side === "flow"))) look();
    read();
  } else {
    rail.draw(chosen);
  }
  titled();
}

/** Somebody has written in a conversation. */
function came(id, found) {
  sound.note();
  if (id !== chosen || document.hidden) tell(word("wrote", { name: named(board.item(id)), text: found.at(-1).text ?? "" }));
}

function stands(state) {
  online = state === "connected";
  document.body.dataset.line = state;
  at("line").hidden = online;
  if (!online) text(at("line"), word(`line_${state.replace("-", "_")}`));
  if (state === "signed-out") at("line").append(" ", Object.assign(document.createElement("a"), { href: "/desk/sign-in", textContent: word("sign_in") }));
  sound.ring(online && offers.count > 0);
}

// ------------------------------------------------------------ what is shown

function choose(id, { focus = false } = {}) {
  const other = id !== chosen;
  chosen = id;
  memory.chosen = id;
  draw();
  if (id && (other || !talks.of(id)?.context)) talks.look(id);
  if (focus) {
    regions.show("talk");
    here();
  }
  read();
}

/** Where one goes on in the conversation that is open. */
function here() {
  const item = board.item(chosen);
  if (item?.state === "wrap-up") wrapping.focus();
  else if (!at("writing").hidden && !matchMedia("(pointer: coarse)").matches) writing.focus();
  else at("talk-name").focus({ preventScroll: true });
}

function draw(how) {
  const item = board.item(chosen);
  const talk = talks.of(chosen);
  const open = Boolean(item && talk);
  const before = at("open").hidden ? null : at("open").dataset.state;
  standing.draw();
  offers.draw();
  rail.draw(chosen);
  at("open").hidden = !open;
  at("nothing-open").hidden = open;
  text(at("idle-lead"), standing.offered ? word("idle_lead") : word("idle_away", { status: status(board.me.status), ready: status("ready") }));
  if (open) at("open").dataset.state = item.state;
  if (open) {
    heading.draw(item, talk);
    log.draw(item, talk, how);
    at("typing").hidden = !talk.typing || !talking(item);
    if (talk.typing) text(at("typing"), word("typing"));
  }
  writing.show(open && talking(item) ? item : null, talk?.context, { notes: open && (talk.ended || !speaks(item)), aloud: open && phones(item) });
  wrapping.show(open && item.state === "wrap-up" && item.mine ? item : null, talk?.context);
  if (open && before === "active" && item.state === "wrap-up") wrapping.focus();
  phoning.show(open ? item : null);
  known.draw(open ? item : null, talk);
  calls();
  titled();
}

/** As we know the person, else a name of ours. */
function named(item) {
  return talks.of(item.id)?.context?.name || called(item);
}

/** Whether the agent's words go to the person: advisers only read and write notes. */
function speaks(item) {
  return item.mine || item.guests.some(({ agent, mode }) => agent === board.me.id && ["talk", "barge"].includes(mode));
}

/** What is on the screen of an agent who looks at it has been read. */
function read() {
  if (!chosen || document.hidden || !regions.shows("talk") || !talks.of(chosen)?.unread || !log.near) return;
  talks.read(chosen);
  rail.draw(chosen);
  titled();
}

function titled() {
  const count = talks.unread;
  const mark = offers.count ? `🔔 ${word("offer_title")}` : count ? `(${count})` : "";
  document.title = [mark, word("title")].filter(Boolean).join(" · ");
  at("talk-dot").hidden = count === 0;
  at("rail-dot").hidden = board.waiting.length === 0;
}

function tick() {
  offers.tick();
  rail.tick();
  wrapping.tick();
  heading.tick(board.item(chosen));
}

/** Ask again what is known, once for many news. */
function look() {
  clearTimeout(looking);
  looking = setTimeout(() => chosen && talks.look(chosen), LOOK);
}

function tell(told) {
  at("told").textContent = told;
  const shown = at("notice");
  shown.textContent = told;
  shown.hidden = !told;
  clearTimeout(tell.fades);
  tell.fades = setTimeout(() => (shown.hidden = true), 6000);
}

/** The region for a call's controls, which are another module's. A call goes on whatever else is
 * looked at meanwhile. */
async function calls() {
  const item = board.talks.find((one) => one.id === call?.item && phones(one)) ?? board.talks.find(phones);
  if (call && call.item !== item?.id) {
    const left = board.item(call.item);
    if (left && talking(left)) tell(filled(words.call_written, { name: named(left) }));
    call.mounted?.close();
    call = null;
    at("call").replaceChildren();
  }
  at("call").hidden = !item;
  if (!item) return;
  if (call) return call.mounted?.update(item);
  call = { item: item.id, mounted: null };
  const mine = call;
  try {
    const { mount } = await import("./call.js");
    if (mine !== call) return;
    const ticket = async () => (await connection.ask("ticket", { item: item.id })).ticket;
    mine.mounted = mount(at("call"), { item, ticket, finish: () => finish(board.item(item.id)), others, order: does });
  } catch {
    if (mine === call) at("call").textContent = word("no_call");
  }
}

/** Who else has a part in it, by name. */
function others(item) {
  const guests = item.guests.filter(({ agent }) => agent !== board.me.id);
  return guests.map(({ agent, mode }) => ({ agent, mode, name: board.shown(agent) || word("colleague") }));
}

/** Whether its person is on the phone with us; a promise to phone is kept by another telephone. */
function phones(item) {
  return talking(item) && (item.calling || (item.media === "voice" && item.kind === "contact"));
}

// ------------------------------------------------------------ what the agent does

/** Do something; what goes wrong is told. Gives the answer, or null. */
async function does(type, fields) {
  try {
    return await connection.ask(type, fields);
  } catch (error) {
    tell(words[`console_refused_${error.code}`.replace(/-/g, "_")] ?? error.message);
    standing.draw();
    return null;
  }
}

async function take(item) {
  if (!item) return;
  offers.answered(item.id);
  wanted = item.id;
  if (!(await does("accept", { token: item.token }))) wanted = "";
  else settle();
}

function pass(item) {
  if (!item) return;
  offers.answered(item.id);
  does("refuse", { token: item.token });
}

async function pull(id) {
  const answer = await does("pull", { item: id });
  if (!answer) return;
  wanted = answer.item;
  settle();
}

function say(words, aloud = false) {
  const item = board.item(chosen);
  if (!item || !words) return;
  const id = connection.say(item.id, words, aloud);
  talks.sending(item.id, id, words);
}

async function remark(words, mentions) {
  const item = chosen;
  if (await does("remark", { item, text: words, mentions })) talks.look(item);
  else writing.put(words);
}

async function transfer(item) {
  const name = named(item);
  const to = await asking.askTransfer(board);
  if (to && (await does("transfer", { item: item.id, ...to }))) tell(word("transferred_told", { name }));
}

async function invite(item) {
  const whom = await asking.askInvite(board, item);
  if (whom) does("invite", { item: item.id, ...whom });
}

async function sendBack(item) {
  const place = await asking.askStep(talks.of(item.id)?.context?.steps ?? []);
  if (place) does("send_back", { item: item.id, place });
}

function finish(item) {
  if (item) does("finish", { item: item.id });
}

async function close(item, outcome, note) {
  const name = named(item);
  if (!(await does("close", { item: item.id, outcome, note }))) return;
  memory.forget(item.id);
  tell(word("closed_told", { name }));
}

async function result(item, what) {
  const when = what === "not now" ? await asking.askWhen() : 0;
  if (when === null) return;
  does("callback", { item: item.id, result: what, when });
}

async function why(item) {
  const answer = await does("why", { item: item.id });
  if (answer) asking.showWhy(board, answer.why);
}

async function script(item) {
  const answer = await does("script", { item: item.id });
  if (!answer) return;
  const { begin } = await import("./script.js");
  begin(document.getElementById("context"), answer);
  regions.show("context");
}

/** Signing out: nothing is left in this browser, and nobody waits for us. */
function parted() {
  connection.leave();
  memory.clear();
}

// ------------------------------------------------------------ by key

function pressed(event) {
  if (event.defaultPrevented || document.querySelector("dialog[open]")) return;
  if (event.key === "F2") {
    event.preventDefault();
    actions.open ? actions.close() : actions.show();
  } else if (event.key === "F8" && !event.ctrlKey && !event.altKey) {
    event.preventDefault();
    if (event.shiftKey) pass(offers.first);
    else if (offers.first) take(offers.first);
    else next();
  }
}

/** The next conversation: one with something unread, else the one after this. */
function next(step = 1) {
  const own = board.talks;
  if (!own.length) return;
  const fresh = own.find(({ id }) => id !== chosen && talks.of(id)?.unread);
  const index = own.findIndex(({ id }) => id === chosen);
  choose((fresh ?? own[(index + step + own.length) % own.length]).id, { focus: true });
}

/** What can be done now, with the letter of each. */
function offered() {
  const item = board.item(chosen);
  const list = [];
  const add = (letter, name, deed, hint) => list.push({ letter, label: word(name), deed, hint });
  if (offers.first) {
    add("a", "take", () => take(offers.first), "F8");
    add("x", "pass", () => pass(offers.first), "⇧F8");
  }
  if (board.waiting.some(({ state }) => state === "waiting")) add("p", "pull", () => pull(""));
  if (board.talks.length > 1) add("n", "next", () => next(), "F8");
  if (item && talking(item)) {
    add("w", "write", () => writing.turn("say"));
    add("m", "kind_remark", () => writing.turn("remark"));
    if (talks.of(chosen)?.context?.replies?.length) add("r", "replies", () => writing.slash(), "/");
  }
  for (const one of heading.deeds(item)) list.push(one);
  if (item?.state === "wrap-up" && item.mine) {
    add("o", "wrap_title", () => wrapping.focus());
    add("e", "extend", () => does("extend", { item: item.id }));
  }
  if (item) {
    add("l", "log", () => (regions.show("talk"), log.focus()));
    add("c", "context", () => regions.focus("context"));
  }
  add("q", "rail", () => regions.focus("rail"));
  add("s", "status", () => at("status").focus());
  board.talks.slice(0, 9).forEach((one, index) => {
    list.push({ letter: String(index + 1), label: word("go_to", { name: named(one) }), deed: () => choose(one.id, { focus: true }) });
  });
  return list;
}
