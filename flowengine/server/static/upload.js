// Sending a photo, a file or a recording: chosen here, checked by the server. What is too large is
// told before it is sent; what it is, the server finds out from its content.

import { element, filled } from "./element.js";

const LARGEST = 10 * 1024 * 1024; // bytes, as the server has it
const KINDS = {
  // Without HEIC, so that iPhones make a JPEG of it, which the server can free of its place and time.
  photo: "image/jpeg,image/png,image/gif,image/webp",
  recording: "audio/*",
  file: "",
};

/** The card that asks for something to be sent. */
export function uploadCard(line, words, answer) {
  const made = element("form", "card upload");
  made.setAttribute("aria-live", "off");
  const input = chooser(line, words);
  const label = element("label", "pick", words[`pick-${line.accepts}`]);
  label.htmlFor = input.id;
  const hint = element("p", "hint", words["upload-limit"]);
  hint.id = `${input.id}-hint`;
  const wrong = element("p", "wrong");
  wrong.id = `${input.id}-wrong`;
  wrong.hidden = true;
  wrong.setAttribute("role", "alert");
  const bar = progress(words);
  made.append(input, label, hint, wrong, bar);
  input.setAttribute("aria-describedby", `${hint.id} ${wrong.id}`);
  input.addEventListener("change", async () => {
    const file = input.files[0];
    if (!file) return;
    tell(wrong, input, file.size > LARGEST ? words["file-too-large"] : "");
    if (file.size <= LARGEST) await send(file, { input, made, bar, wrong, words, answer });
    input.value = "";
  });
  return made;
}

function chooser(line) {
  const input = element("input", "unseen");
  Object.assign(input, { type: "file", accept: KINDS[line.accepts], id: `upload-${line.turn}` });
  return input;
}

function progress(words) {
  const bar = element("progress");
  bar.max = 1;
  bar.hidden = true;
  bar.setAttribute("aria-label", words.uploading);
  return bar;
}

async function send(file, { input, made, bar, wrong, words, answer }) {
  made.setAttribute("aria-busy", "true");
  input.disabled = true;
  bar.hidden = false;
  bar.removeAttribute("value");
  try {
    await answer.upload(file, (part) => (bar.value = part));
  } catch (error) {
    const code = error.refusal?.code;
    tell(wrong, input, words[`file-${code}`] ?? error.refusal?.text ?? filled(words["file-unsent"], {}));
  } finally {
    bar.hidden = true;
    input.disabled = false;
    made.removeAttribute("aria-busy");
  }
}

function tell(wrong, input, text) {
  wrong.textContent = text;
  wrong.hidden = !text;
  input.setAttribute("aria-invalid", String(Boolean(text)));
  if (text) wrong.scrollIntoView({ block: "nearest" });
}
