// Days in the words and the calendar of a language. The browser knows the calendars; here is only
// the way back, from a day of the Persian calendar to the ISO day that goes to the server.

const DAY = 86_400_000; // milliseconds
const FULL = { weekday: "long", year: "numeric", month: "long", day: "numeric", timeZone: "UTC" };
const PERSIAN = new Intl.DateTimeFormat("en-u-ca-persian-nu-latn", {
  year: "numeric", month: "numeric", day: "numeric", timeZone: "UTC",
});

/** Whether people of this language count days from Nowruz. */
export function isPersian(language) {
  return language === "fa";
}

/** `2027-03-01` as "Monday 1 March 2027"; empty where there is no such day. */
export function inWords(iso, language) {
  const at = Date.parse(`${iso}T00:00:00Z`);
  if (Number.isNaN(at) || new Date(at).toISOString().slice(0, 10) !== iso) return "";
  return isPersian(language) ? inPersian(at) : written(at, language === "en" ? "en-GB" : language);
}

/** Browsers put the year first; people write "Sunday 1 Farvardin 1406". */
function inPersian(at) {
  const found = Object.fromEntries(
    new Intl.DateTimeFormat("fa-u-ca-persian", FULL).formatToParts(at).map((one) => [one.type, one.value]),
  );
  return `${found.weekday} ${found.day} ${found.month} ${found.year}`;
}

/** The same day in the calendar that a Persian reader's papers may use too. */
export function gregorian(iso) {
  return written(Date.parse(`${iso}T00:00:00Z`), "fa-u-ca-gregory");
}

function written(at, locale) {
  return new Intl.DateTimeFormat(locale, FULL).format(at);
}

/** Year, month and day of the Persian calendar for an ISO day. */
export function persian(iso) {
  return parts(Date.parse(`${iso}T00:00:00Z`));
}

function parts(at) {
  const found = { year: 0, month: 0, day: 0 };
  for (const { type, value } of PERSIAN.formatToParts(at)) if (type in found) found[type] = +value;
  return found;
}

/** The ISO day of a day of the Persian calendar; empty where that month has no such day. */
export function fromPersian(year, month, day) {
  const before = month <= 7 ? (month - 1) * 31 : 186 + (month - 7) * 30;
  const at = nowruz(year) + (before + day - 1) * DAY;
  const back = parts(at);
  if (back.year !== year || back.month !== month || back.day !== day) return "";
  return new Date(at).toISOString().slice(0, 10);
}

/** The first day of a Persian year lies between 18 and 23 March for thousands of years. */
function nowruz(year) {
  let at = Date.UTC(year + 621, 2, 18);
  while (parts(at).year < year) at += DAY;
  return at;
}

/** The names of the twelve months, in Persian. */
export function months() {
  const named = new Intl.DateTimeFormat("fa-u-ca-persian", { month: "long", timeZone: "UTC" });
  return Array.from({ length: 12 }, (_, index) =>
    named.format(Date.parse(`${fromPersian(1404, index + 1, 1)}T00:00:00Z`)),
  );
}
