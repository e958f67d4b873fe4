// The agent's page: wires what comes over the socket to the regions, and what the agent does to it.

import { called } from "./badges.js";
import { Board, talking } from "./board.js";
import { Calling, phones } from "./calling.js";
import { Connection } from "./connection.js";
import { Deeds } from "./deeds.js";
import { Heading } from "./heading.js";
import { Keys } from "./keys.js";
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
import { status, word } from "./words.js";
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
const deeds = new Deeds(board, talks, connection, memory, {
  answered: (id) => offers.answered(id),
  refused: () => standing.draw(),
  settle,
  unwritten: (text) => writing.put(text),
  shown: () => regions.show("context"),
  chosen: () => chosen,
  named,
  tell,
});
const uninvite = (item, agent) => deeds.uninvite(item, agent);
const standing = new Standing(board, { set: (name, after) => deeds.does("status", { status: name, after }) });
const offers = new Offers(board, {
  take: (item) => deeds.take(item),
  pass: (item) => deeds.pass(item),
  urgent: (told) => text(at("urgent"), told),
  told: tell,
  ring: (so) => sound.ring(so),
});
const rail = new Rail(board, talks, { choose: opened, pull: (id) => deeds.pull(id) });
const log = new Log(board, { again: (...said) => deeds.say(...said), drop: () => draw(), read });
const heading = new Heading(board, {
  transfer: (item) => deeds.transfer(item),
  invite: (item) => deeds.invite(item),
  sendBack: (item) => deeds.sendBack(item),
  finish: (item) => deeds.finish(item),
  script: (item) => deeds.script(item),
  leave: (item) => uninvite(item, board.me.id),
});
const writing = new Writing(board, memory, {
  say: (...said) => deeds.say(...said),
  remark: (...said) => deeds.remark(...said),
  typing: () => connection.tell("typing", { item: chosen }),
});
const wrapping = new Wrapping(board, memory, { close: (...how) => deeds.close(...how), extend: (item) => deeds.extend(item) });
const known = new Known(board, { why: (item) => deeds.why(item), uninvite });
const phoning = new Phoning({ result: (...what) => deeds.result(...what) });
const calling = new Calling(board, {
  does: (type, fields) => deeds.does(type, fields),
  finish: (item) => deeds.finish(item),
  ticket: async (item) => (await connection.ask("ticket", { item })).ticket,
  named,
  tell,
});
const linked = addressed();
let chosen = linked || memory.chosen;
let looking = 0;
let online = false;
new Keys(board, talks, deeds, { offers, heading, writing, wrapping, regions, log }, { chosen: () => chosen, choose: opened, named });

at("pull").addEventListener("click", () => deeds.pull(""));
at("sound").checked = sound.on;
at("sound").addEventListener("change", () => (sound.on = at("sound").checked));
for (const form of document.querySelectorAll("form.who")) form.addEventListener("submit", parted);
addEventListener("focus", read);
document.addEventListener("visibilitychange", read);
setInterval(tick, 1000);
if (linked) regions.show("talk");

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
  const had = new Set(board.talks.map(({ id }) => id));
  board.change(frame);
  talks.follow();
  for (const one of board.talks.filter(({ id }) => !had.has(id))) {
    deeds.left.delete(one.id);
    if (one.mine && one.id !== deeds.wanted) tell(word("given", { name: named(one) }));
  }
  settle();
  const now = board.item(chosen);
  if (now && before?.version !== now.version) look();
}

/** The desk is another: what is open may be gone, what we took may be there. */
function settle() {
  const { wanted } = deeds;
  if (wanted && board.talks.some(({ id }) => id === wanted)) {
    deeds.wanted = "";
    opened(wanted);
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
  if (board.item(item) && !deeds.left.has(item)) tell(why);
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
  const told = word("wrote", { name: named(board.item(id)), text: found.map(({ text: words }) => words ?? "").join(" ").trim() });
  if (id !== chosen || document.hidden) tell(told);
  else hear(told);
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

/** Open a conversation and go there. */
function opened(id) {
  choose(id, { focus: true });
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
  if (open && ![null, "wrap-up"].includes(before) && item.state === "wrap-up") wrapping.focus();
  phoning.show(open ? item : null);
  known.draw(open ? item : null, talk);
  calling.draw();
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

/** For who cannot see it: what stands on the screen anyhow. Our own words are not read to us. */
function hear(told) {
  at("told").textContent = told;
}

function tell(told) {
  hear(told);
  const shown = at("notice");
  shown.textContent = told;
  shown.hidden = !told;
  clearTimeout(tell.fades);
  tell.fades = setTimeout(() => (shown.hidden = true), 6000);
}

/** Signing out: nothing is left in this browser, and nobody waits for us. */
function parted() {
  connection.leave();
  memory.clear();
}
