// A day of the Persian calendar: day, month and year as three lists that every browser, keyboard
// and screen reader knows. Below it stands the day in words, in both calendars.

import { fromPersian, gregorian, inWords, months, persian } from "./calendar.js";
import { element } from "./element.js";

const FIGURES = new Intl.NumberFormat("fa", { useGrouping: false });
const AGES = 100; // years back where nothing bounds them
const AHEAD = 5;

/** A control as `field` wants it; it gives the ISO day. */
export function persianDay(asked, words) {
  const today = persian(new Date().toISOString().slice(0, 10));
  const least = asked.least ? persian(asked.least).year : today.year - AGES;
  const most = asked.most ? persian(asked.most).year : today.year + AHEAD;
  const day = list(asked, "day", words.day, numbers(1, 31));
  const month = list(asked, "month", words.month, months().map((name, index) => [name, index + 1]));
  const year = list(asked, "year", words.year, numbers(least, most));
  const said = element("p", "said-day");
  said.setAttribute("aria-live", "polite");
  const read = () => fromPersian(+year.value, +month.value, +day.value);
  const some = () => [day, month, year].some((one) => one.value);
  const whole = () => [day, month, year].every((one) => one.value);

  function told() {
    const iso = whole() ? read() : "";
    said.textContent = iso ? `${inWords(iso, "fa")} – ${gregorian(iso)}` : "";
    said.closest(".single")?.scrollIntoView({ block: "nearest" });
  }

  if (least === most) year.value = String(least);
  else if (!asked.least || least <= today.year) year.value = String(Math.min(today.year, most));
  if (asked.value) preset(asked.value, { day, month, year });
  for (const one of [day, month, year]) one.addEventListener("change", told);
  told();
  const node = element("div", "persian", day, month, year, said);
  const begun = () => Boolean(day.value || month.value);
  return {
    node,
    first: day,
    group: true,
    read: () => (whole() ? read() : ""),
    incomplete: () => some() && begun() && !(whole() && read()),
  };
}

function preset(iso, fields) {
  for (const [name, value] of Object.entries(persian(iso))) fields[name].value = String(value);
}

function list(asked, name, label, options) {
  const made = element("select", name);
  made.id = `${asked.id}-${name}`;
  made.setAttribute("aria-label", label);
  made.append(new Option(label, ""), ...options.map(([text, value]) => new Option(text, value)));
  return made;
}

function numbers(from, to) {
  return Array.from({ length: to - from + 1 }, (_, index) => [FIGURES.format(from + index), from + index]);
}
