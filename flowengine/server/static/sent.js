// What a person sent: a photo from this page as a small picture, everything else by name and size.
// Once the page is loaded again a photo is only named too, for it is not asked for over the line.

import { element } from "./element.js";

const KINDS = ["photo", "file", "recording"];
const UNITS = ["byte", "kilobyte", "megabyte"];

/** Whether the line is something that was sent. */
export function isSent(line) {
  return line.side === "person" && KINDS.includes(line.kind);
}

/** `file` is what was chosen here; there is none when another page sent it. */
export function sent(line, words, language, file) {
  const name = element("bdi", "", line.text || words[line.kind]);
  const shown = element("span", "sent", name);
  shown.dataset.kind = line.kind;
  const bytes = line.reference?.bytes;
  if (bytes) shown.append(" ", element("small", "size", size(bytes, language)));
  return file && line.kind === "photo" ? [preview(file, `${words.photo}: ${name.textContent}`), shown] : [shown];
}

function preview(file, alt) {
  const picture = element("img", "preview");
  picture.alt = alt;
  picture.addEventListener("load", () => URL.revokeObjectURL(picture.src));
  picture.addEventListener("error", () => picture.remove()); // a kind that this browser cannot draw
  picture.src = URL.createObjectURL(file);
  return picture;
}

/** "340 kB", as the language writes it. */
export function size(bytes, language) {
  const step = Math.min(UNITS.length - 1, Math.floor(Math.log10(bytes) / 3));
  const long = !step || language === "fa"; // its short form is in Latin letters
  const options = { style: "unit", unit: UNITS[step], unitDisplay: long ? "long" : "short", maximumSignificantDigits: 2 };
  return new Intl.NumberFormat(language, options).format(bytes / 1000 ** step);
}
