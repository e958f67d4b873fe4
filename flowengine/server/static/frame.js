// The page inside another site: what it and the launcher around it tell each other. Only the frame's
// parent is heard, and only under the origin that it named when it made the frame.

const settings = new URLSearchParams(location.hash.slice(1));

/** What the site has set: its origin, entries, values of the page, a colour. */
export const set = {
  host: settings.get("host") ?? "",
  entry: settings.get("entry") ?? "",
  first: settings.get("first") ?? "",
  call: settings.has("call"),
  color: settings.get("color") ?? "",
  ink: settings.get("ink") ?? "",
  values: Object.fromEntries(
    [...settings].filter(([name]) => name.startsWith("set.")).map(([name, value]) => [name.slice(4), value]),
  ),
};

/** `hooks`: opened(focused), hidden(), entered(name), called(). */
export function hear(hooks) {
  addEventListener("message", (event) => {
    if (event.source !== parent || event.origin !== set.host || parent === window) return;
    const said = event.data?.flowengine;
    if (said === "opened") hooks.opened(event.data.focused === true);
    if (said === "call") hooks.called();
    if (said === "hidden") hooks.hidden();
    if (said === "enter" && typeof event.data.entry === "string") hooks.entered(event.data.entry);
  });
}

/** Tell the launcher: ready, close, unread (with count), calling (on or not) or exit (with address). */
export function tell(what, more = {}) {
  if (set.host && parent !== window) parent.postMessage({ flowengine: what, ...more }, set.host);
}

/** The site's colour for the bar at the top; everything else stays readable as it is. */
export function dress() {
  if (!CSS.supports("color", set.color) || !CSS.supports("color", set.ink)) return;
  document.body.style.setProperty("--bar", set.color);
  document.body.style.setProperty("--bar-ink", set.ink);
  document.body.classList.add("dressed");
}
