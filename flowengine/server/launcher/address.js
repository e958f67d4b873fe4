// Where the frame's page is, with all that the site has set.

/** What stands behind the # is seen by no server and no log. `entry` begins there in any case, the
 * site's own `data-entry` only where there is no talk to go on with; `call` offers a call. */
function address(home, script, { entry, call, color, ink }) {
  const { flow, language, entry: first } = script.dataset;
  const url = new URL(`/embed/${encodeURIComponent(flow)}`, home);
  if (language) url.searchParams.set("lang", language);
  const told = new URLSearchParams();
  const host = location.origin === "null" ? "" : location.origin;
  for (const [name, value] of Object.entries({ host, entry, call, first, color, ink })) if (value) told.set(name, value);
  for (const { name, value } of script.attributes) {
    if (name.startsWith("data-set-")) told.set(`set.${name.slice(9).replaceAll("-", "_")}`, value);
  }
  url.hash = told;
  return url.href;
}
