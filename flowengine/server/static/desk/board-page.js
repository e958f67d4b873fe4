// A live board: the rows that came with the page are brought up to date by what the socket tells.
//
// Each value stands in an element that names its field; new rows are made of the page's templates.
// Nothing is done from here: whoever wants to do something goes to a page of its own.

import { Connection } from "./connection.js";
import { listed, text } from "./listed.js";
import { Sound } from "./sound.js";
import { span } from "./spans.js";

const SOUND = "desk/board-sound";
const live = document.getElementById("live");
const line = document.getElementById("line");
const urgent = document.getElementById("urgent");
const lists = new Map([...live.querySelectorAll("[data-rows]")].map((one) => [one.dataset.rows, one]));
const tables = new Map([...lists.keys()].map((name) => [name, new Map()]));
let ahead = 0; // milliseconds that the server's clock is ahead of ours
let told = null; // alerts that were there already

// This page has nothing to send, and keeps only whether it may sound: not, unless somebody wants it.
const memory = {
  device: "board",
  unsaid: [],
  anew: () => "board",
  get sound() {
    try {
      return localStorage.getItem(SOUND) === "on";
    } catch {
      return false;
    }
  },
  set sound(on) {
    try {
      localStorage.setItem(SOUND, on ? "on" : "off");
    } catch {
      // Forbidden by the browser's settings: it holds for nobody then.
    }
  },
};
const sound = new Sound(memory);
const sounding = document.getElementById("sounding");
if (sounding) {
  const box = document.getElementById("sound");
  sounding.hidden = false;
  box.checked = sound.on;
  box.addEventListener("change", () => (sound.on = box.checked));
}

new Connection({ snapshot, change, stands, taken: () => undefined, unsaid: () => undefined }, memory, live.dataset.socket);
setInterval(tick, 1000);

function snapshot({ held, at }) {
  clock(at);
  for (const [name, table] of tables) {
    table.clear();
    for (const [key, row] of Object.entries(held[name] ?? {})) table.set(key, row);
  }
  draw();
}

function change({ put, drop, at }) {
  clock(at);
  for (const [name, keys] of Object.entries(drop)) for (const key of keys) tables.get(name)?.delete(key);
  for (const [name, rows] of Object.entries(put)) for (const [key, row] of Object.entries(rows)) tables.get(name)?.set(key, row);
  draw();
}

function clock(at) {
  ahead = at * 1000 - Date.now();
}

function stands(state) {
  const online = state === "connected";
  live.dataset.line = state;
  line.hidden = online;
  if (!online) text(line, line.dataset[state === "signed-out" ? "signedOut" : "offline"]);
}

function draw() {
  for (const [name, list] of lists) {
    const rows = [...tables.get(name)].sort(([, a], [, b]) => (a.order < b.order ? -1 : 1));
    listed(list, rows, ([key]) => key, () => made(name), (element, [, row]) => fill(element, row));
    const none = document.querySelector(`[data-none="${name}"]`);
    if (none) none.hidden = rows.length > 0;
  }
  alarm();
  tick();
}

function made(name) {
  const row = document.createElement("li");
  row.append(document.querySelector(`template[data-row="${name}"]`).content.cloneNode(true));
  return row;
}

function fill(element, row) {
  const lit = element.querySelector("[data-light]");
  if (lit && lit.dataset.light !== row.light) lit.dataset.light = row.light;
  for (const one of element.querySelectorAll("[data-field]")) {
    const value = String(row[one.dataset.field] ?? "");
    text(one, value);
    if ("hides" in one.dataset) one.hidden = !value;
  }
  for (const one of element.querySelectorAll("[data-link]")) one.href = row[one.dataset.link];
  for (const one of element.querySelectorAll("[data-run]")) one.dataset.at = row[one.dataset.run] || "";
}

/** What is new among the alerts is read out, and heard where somebody wants that. */
function alarm() {
  const alerts = tables.get("alerts");
  if (!alerts) return;
  const fresh = told === null ? [] : [...alerts].filter(([key]) => !told.has(key)).map(([, row]) => row);
  told = new Set(alerts.keys());
  if (!fresh.length) return;
  sound.note();
  const grave = fresh.find((row) => row.grave);
  if (grave) text(urgent, `${grave.name} ${grave.what}`);
}

function tick() {
  const now = (Date.now() + ahead) / 1000;
  for (const one of live.querySelectorAll("[data-run]")) {
    const at = Number(one.dataset.at);
    text(one, at ? span(now - at) : "–");
  }
}
