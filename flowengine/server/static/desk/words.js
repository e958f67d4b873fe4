// The page's own words, which came with it.

import { filled } from "/static/element.js";

export const words = JSON.parse(document.getElementById("words").textContent);

/** The words of a name, with `{holes}` filled in. */
export function word(name, values = {}) {
  return filled(words[`console_${name}`] ?? name, values);
}

export function status(name) {
  return words[`status_${name}`] ?? name;
}

/** A name of a flow's, such as a queue's, as one reads it. */
export function plain(name) {
  return name.replace(/[_-]+/g, " ");
}

/** A language in the reader's own: `fa` is Persian. */
export function tongue(code) {
  try {
    return new Intl.DisplayNames([document.documentElement.lang], { type: "language" }).of(code) ?? code;
  } catch {
    return code;
  }
}
