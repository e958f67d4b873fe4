// Makes elements. Words come in as text and never as HTML, whoever wrote them.

/** An element with a class and with what it holds: text or other elements. */
export function element(name, className = "", ...held) {
  const made = document.createElement(name);
  if (className) made.className = className;
  made.append(...held);
  return made;
}

/** Words for a screen reader only. */
export function unseen(text) {
  return element("span", "unseen", text);
}

/** A button that sends nothing by itself. */
export function button(className, text, pressed) {
  const made = element("button", className, text);
  made.type = "button";
  made.addEventListener("click", pressed);
  return made;
}

/** The words with `{name}` filled in. */
export function filled(words, values) {
  return words.replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);
}

/** A key as the language writes its figures: 1 is ۱ in Persian; `*` and `#` are the same everywhere. */
export function figures(key, language) {
  if (!/^\d+$/.test(key)) return key;
  return new Intl.NumberFormat(language || "en", { useGrouping: false }).format(Number(key));
}
