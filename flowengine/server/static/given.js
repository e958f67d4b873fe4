// A file that one of us has sent: named, and fetched when the person asks for it, not before.
//
// It is had only with the key of the conversation, so no address leads to it. A picture is then shown
// and a recording can be heard here; anything else is saved, and never opened by the page.

import { element } from "./element.js";
import { size } from "./sent.js";

const KINDS = ["photo", "file", "recording"];
const SHOWN = { photo: "img", recording: "audio" };

/** Whether the line is such a file. */
export function isGiven(line) {
  return line.side === "agent" && KINDS.includes(line.kind);
}

/** `fetched` gives the file of an id as a Blob, or throws. */
export function given(line, words, language, fetched) {
  const name = line.text || words[line.kind];
  const open = element("button", "given", element("bdi", "", name));
  open.type = "button";
  open.dataset.kind = line.kind;
  open.setAttribute("aria-label", `${words[line.kind]}: ${name}`);
  if (line.reference?.bytes) open.append(" ", element("small", "size", size(line.reference.bytes, language)));
  const wrong = element("small", "wrong");
  wrong.setAttribute("role", "alert");
  open.addEventListener("click", async () => {
    open.disabled = true;
    wrong.textContent = "";
    try {
      const address = URL.createObjectURL(await fetched(line.reference.upload));
      if (SHOWN[line.kind]) open.after(shown(line.kind, address, `${words[line.kind]}: ${name}`));
      else saved(address, line.text);
      open.disabled = SHOWN[line.kind] !== undefined;
    } catch {
      open.disabled = false;
      wrong.textContent = words.offline;
    }
  });
  return [open, wrong];
}

function shown(kind, address, label) {
  const made = element(SHOWN[kind], kind === "photo" ? "preview" : "");
  if (kind === "photo") made.alt = label;
  else Object.assign(made, { controls: true, ariaLabel: label });
  made.src = address;
  return made;
}

function saved(address, name) {
  const link = element("a");
  Object.assign(link, { href: address, download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 60000); // a slow disk reads it meanwhile
}
