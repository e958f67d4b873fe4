// What an item is, in a few words that stand together: the same wherever it is listed.

import { element } from "/static/element.js";
import { tongue, word } from "./words.js";

const HIGH = 2;
const URGENT = 3;
const VOICES = { voice: "voice", chat: "chat", async: "async" };

/** The name of a conversation, which says nothing about the person. */
export function called(item) {
  return word(item.kind === "contact" ? "contact" : item.kind, { name: item.name });
}

/** Chips of what matters before one looks: how urgent, which way, which language. */
export function badges(item, { queue = true } = {}) {
  const made = [];
  if (item.priority >= HIGH) made.push(chip(word(item.priority === URGENT ? "urgent" : "high"), "grave"));
  if (item.first) made.push(chip(word("first"), "grave"));
  if (queue) made.push(chip(item.titled));
  made.push(chip(word(VOICES[item.media]), `media ${item.media}`));
  if (item.language) made.push(chip(tongue(item.language)));
  return made;
}

export function chip(text, kind = "") {
  return element("span", `chip ${kind}`.trim(), text);
}
