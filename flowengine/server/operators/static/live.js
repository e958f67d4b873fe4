// Regions marked `data-live` are brought up to date by reading the page again every few seconds. Rows with a
// `data-key` that are still there stay the same elements, so that focus, selection and an opened detail stay too.

import { local } from "./times.js";

const EVERY = 4000; // milliseconds
const SLOWEST = 60000; // when the server does not answer

/** Begin, where the page has such regions. `words`: pause, goOn. */
export function keep(words) {
  if (document.querySelector("[data-live]") === null) return;
  let paused = false;
  let wait = EVERY;
  const button = switcher(words, () => {
    paused = !paused;
    return paused;
  });
  document.querySelector(".asof")?.append(" ", button);
  const look = async () => {
    if (!paused && !document.hidden) wait = (await refresh()) ? EVERY : Math.min(SLOWEST, wait * 2);
    setTimeout(look, wait);
  };
  setTimeout(look, wait);
}

/** Moving things need a way to stop them (WCAG 2.2, 2.2.2). */
function switcher(words, toggle) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "quiet small";
  button.textContent = words.pause;
  button.addEventListener("click", () => {
    button.textContent = toggle() ? words.goOn : words.pause;
  });
  return button;
}

async function refresh() {
  try {
    const answer = await fetch(location.href, { headers: { Accept: "text/html" } });
    if (answer.redirected) location.reload(); // signed out meanwhile
    if (!answer.ok) return false;
    const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
    local(fresh);
    for (const region of document.querySelectorAll("[data-live]")) {
      const other = fresh.getElementById(region.id);
      if (other !== null) renew(region, other);
    }
    return true;
  } catch {
    return false;
  }
}

function renew(region, other) {
  if (region.innerHTML === other.innerHTML) return;
  const list = region.querySelector("ol, tbody");
  const into = other.querySelector("ol, tbody");
  const keyed = list?.querySelector(":scope > [data-key]") && into?.querySelector(":scope > [data-key]");
  if (keyed) rows(list, into);
  else if (!region.contains(document.activeElement)) region.replaceChildren(...other.childNodes);
}

/** The rows of `into`, in its order; one that did not change is the element that was here before. */
function rows(list, into) {
  const old = new Map([...list.children].map((row) => [row.dataset.key, row]));
  const wanted = [...into.children].map((row) => {
    const known = old.get(row.dataset.key);
    return known !== undefined && same(known, row) ? known : row;
  });
  for (const row of old.values()) if (!wanted.includes(row)) row.remove();
  wanted.forEach((row, index) => {
    if (list.children[index] !== row) list.insertBefore(row, list.children[index] ?? null);
  });
}

/** What somebody opened counts as the same. */
function same(known, row) {
  const closed = known.cloneNode(true);
  for (const one of closed.querySelectorAll("details[open]")) one.removeAttribute("open");
  return closed.innerHTML === row.innerHTML && known.className === row.className;
}
