// What one line of the transcript holds: text, links, pictures, sounds, numbers to call.
// Words are always text; an address becomes a link only where a click cannot turn it into a program.

import { element } from "./element.js";
import { inWords } from "./calendar.js";
import { isSent, sent } from "./sent.js";

const PICTURE = /\.(avif|gif|jpe?g|png|webp)$/i;
const SOUND = /\.(mp3|ogg|opus|wav)$/i;

/** The nodes of a line; none where there is nothing to see. `chosen` is the file that was sent, if it is here. */
export function content(line, words, language, chosen) {
  if (isSent(line)) return sent(line, words, language, chosen);
  switch (line.kind) {
    case "text":
    case "prompt":
      return line.side === "person" ? typed(line.text, language) : marked(line.text ?? "");
    case "transfer":
      return [`${words.transfer} `, link(`tel:${line.text.replace(/[^+\d]/g, "")}`, line.text)];
    case "picture":
    case "file":
    case "play":
      return [file(String(line.reference), words, line.text)];
    case "link":
      return [link(String(line.reference), String(line.reference))];
    case "gone_on":
    case "record":
      return []; // who calls hears it
    default:
      return [described(line.reference)];
  }
}

/** Without the author's words, the file's name: it often says what it shows, `green_door.jpg`. */
export function named(file) {
  return file.split("/").pop().replace(/\.\w+$/, "").replace(/[-_]+/g, " ");
}

function file(name, words, text) {
  const address = `/files/${name.split("/").map(encodeURIComponent).join("/")}`;
  if (PICTURE.test(name)) {
    const picture = element("img");
    picture.src = address;
    picture.alt = text || `${words.picture}: ${named(name)}`;
    picture.loading = "lazy";
    return picture;
  }
  if (SOUND.test(name)) {
    const sound = element("audio");
    sound.src = address;
    sound.controls = true;
    sound.preload = "none";
    sound.setAttribute("aria-label", text || `${words.recording}: ${named(name)}`);
    return sound;
  }
  return link(address, text || `${words.file}: ${name}`);
}

/** What was picked in a calendar is sent as 2027-03-01, and read as a day. */
function typed(text, language) {
  const day = /^\d{4}-\d\d-\d\d$/.test(text) && inWords(text, language);
  if (!day) return marked(text);
  const time = element("time", "", day);
  time.dateTime = text;
  return [time];
}

function link(address, text) {
  if (!/^(https?:\/\/|tel:|mailto:|\/files\/)/i.test(address)) return document.createTextNode(text);
  const made = element("a", "", text);
  made.href = address;
  made.rel = "noopener noreferrer";
  if (/^https?:|^\/files\//i.test(address)) made.target = "_blank";
  return made;
}

/** `*bold*` and addresses of the web; everything else is plain words. */
function marked(text) {
  const pieces = text.split(
    /(\*[^*\s](?:[^*\n]*[^*\s])?\*|https?:\/\/[^\s<>"]*[^\s<>".,;:!?)])/,
  );
  return pieces.filter(Boolean).map((piece) => {
    if (/^https?:/.test(piece)) return link(piece, piece);
    if (/^\*[^*]+\*$/.test(piece)) return element("strong", "", piece.slice(1, -1));
    return document.createTextNode(piece);
  });
}

/** A contact or a place in words: a text, or the parts of what a service or a table told. */
export function described(reference) {
  if (reference === null || typeof reference !== "object") return String(reference);
  return Object.values(reference).filter((part) => part !== null && part !== "").join(", ");
}
