// The page's own words, which came with it.

import { filled } from "/static/element.js";

export const words = JSON.parse(document.getElementById("words").textContent);

const language = document.documentElement.lang;
const number = new Intl.NumberFormat(language);
const rule = new Intl.PluralRules(language);

/** The words of a name, with `{holes}` filled in: `{count:line/lines}` is the form for a count, in
 * the order of the language's own (one, few, many). */
export function word(name, values = {}) {
  return said(words[`console_${name}`] ?? name, values);
}

/** The same for words that are there already. */
export function said(text, values) {
  const chosen = text.replace(/\{(\w+):([^{}]*)\}/g, (_, name, forms) => form(forms.split("/"), values[name]));
  const written = Object.entries(values).map(([name, value]) => [name, typeof value === "number" ? number.format(value) : value]);
  return filled(chosen, Object.fromEntries(written));
}

/** A count as the language writes it. */
export function figure(count) {
  return number.format(count);
}

function form(forms, count) {
  const order = ["one", "few", "many"].filter((one) => one === "one" || forms.length > 2);
  const at = order.indexOf(rule.select(count));
  return forms[at < 0 ? forms.length - 1 : at];
}

export function status(name) {
  return words[`status_${name}`] ?? name;
}

/** A way by which somebody writes or calls. */
export function channel(name) {
  return words[`channel_${name}`] ?? name;
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
