// Times and spans as an agent reads them at a glance, in the page's language and the reader's own zone.

const language = document.documentElement.lang || undefined;
const digits = new Intl.NumberFormat(language, { useGrouping: false });
const twoDigits = new Intl.NumberFormat(language, { useGrouping: false, minimumIntegerDigits: 2 });
const clock = new Intl.DateTimeFormat(language, { hour: "2-digit", minute: "2-digit" });
const day = new Intl.DateTimeFormat(language, { day: "numeric", month: "short" });
const full = new Intl.DateTimeFormat(language, { dateStyle: "full", timeStyle: "short" });

/** 0:07, 12:30, 1:02:09: seconds that run. */
export function span(seconds) {
  const left = Math.max(0, Math.floor(seconds));
  const [hours, minutes] = [Math.floor(left / 3600), Math.floor((left % 3600) / 60)];
  const rest = twoDigits.format(left % 60);
  return hours ? `${digits.format(hours)}:${twoDigits.format(minutes)}:${rest}` : `${digits.format(minutes)}:${rest}`;
}

/** A `time` of POSIX seconds: the hour today, the day too before that. */
export function moment(at) {
  const when = new Date(at * 1000);
  const made = document.createElement("time");
  made.dateTime = when.toISOString();
  made.title = full.format(when);
  const today = when.toDateString() === new Date().toDateString();
  made.textContent = today ? clock.format(when) : `${day.format(when)} ${clock.format(when)}`;
  return made;
}
