// Times and spans as an agent reads them at a glance, in the reader's own zone.

const clock = new Intl.DateTimeFormat(undefined, { hour: "2-digit", minute: "2-digit" });
const day = new Intl.DateTimeFormat(undefined, { day: "numeric", month: "short" });
const full = new Intl.DateTimeFormat(undefined, { dateStyle: "full", timeStyle: "short" });

/** 0:07, 12:30, 1:02:09: seconds that run. */
export function span(seconds) {
  const left = Math.max(0, Math.floor(seconds));
  const [hours, minutes] = [Math.floor(left / 3600), Math.floor((left % 3600) / 60)];
  const rest = String(left % 60).padStart(2, "0");
  return hours ? `${hours}:${String(minutes).padStart(2, "0")}:${rest}` : `${minutes}:${rest}`;
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
