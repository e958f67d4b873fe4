// The launcher of a chat on anybody's site: one tag, one button, one frame. The chat itself is a
// frame of its own origin, asked for when it is first opened. Both sides hear only each other; the
// page around them is not read.

/** `look` is the style sheet, `spoken` the words by language. */
function launch(look, spoken) {
  if (window.flowengine) return; // the tag stands there twice
  const script = document.currentScript ?? document.querySelector("script[data-flow][src*='/widget.js']");
  const set = script.dataset;
  const home = new URL(script.src).origin;

  let language = (set.language ?? navigator.language).slice(0, 2);
  let entries = [];
  let frame = null;
  let ready = false; // until then the frame belongs to nobody and cannot be told anything
  let unread = 0;
  let calls = false; // whether the flow can be called
  let calling = false; // whether it is being called, which goes on behind a closed panel
  let focused = false; // whether the person opened it, and not the page

  const holder = document.createElement("flowengine-chat");
  const root = holder.attachShadow({ mode: "closed" });
  const sheet = new CSSStyleSheet(); // made here, so a strict policy for styles does not mind it
  sheet.replaceSync(look);
  root.adoptedStyleSheets = [sheet];

  const drawing = sign();
  const all = made("div", "all");
  const button = made("button", "button");
  const label = made("span");
  const badge = made("span", "badge");
  const panel = made("div", "panel");
  const list = made("ul", "entries");
  panel.id = "panel";
  panel.setAttribute("role", "dialog");
  button.type = "button";
  button.setAttribute("aria-controls", "panel");
  badge.setAttribute("aria-hidden", "true");
  button.append(drawing, label, badge);
  all.append(list, panel, button); // Tab leads from the panel to the button and on
  root.append(all);
  if (set.position === "start") all.classList.add("at-start");
  panel.hidden = list.hidden = true;

  button.addEventListener("click", () => {
    if (!panel.hidden) close();
    else if ((entries.length || calls) && !frame) offer(list.hidden);
    else open();
  });
  root.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || (panel.hidden && list.hidden)) return;
    event.stopPropagation();
    close();
  });
  addEventListener("message", heard);
  const call = () => open("", true, true);
  window.flowengine = Object.freeze({ open, close, call });
  dye();
  told();
  describe();
  if (document.body) stand();
  else addEventListener("DOMContentLoaded", stand);

  function stand() {
    document.body.append(holder);
    // A chat that opens by itself must not fill the screen of a telephone.
    if ("open" in set && matchMedia("(min-width: 481px)").matches) open("", false);
  }

  /** Show the chat; `entry` is one of the flow's own beginnings, `call` offers a call there. */
  function open(entry = "", pressed = true, call = false) {
    focused = pressed;
    list.hidden = true;
    panel.hidden = false;
    if (!frame) {
      frame = made("iframe");
      frame.src = address(home, script, { entry, call: call ? "1" : "", ...all.dataset });
      frame.title = label.textContent;
      frame.allow = "microphone; autoplay"; // used by a call and by nothing else
      frame.referrerPolicy = "no-referrer";
      panel.append(frame);
    } else if (entry) {
      tell("enter", { entry });
    } else if (call) {
      tell("call");
    }
    if (focused) frame.focus();
    tell("opened", { focused });
    unread = 0;
    told();
  }

  function close() {
    if (panel.hidden && list.hidden) return;
    panel.hidden = list.hidden = true;
    told();
    tell("hidden");
    button.focus();
  }

  function heard(event) {
    if (!frame || event.source !== frame.contentWindow || event.origin !== home) return;
    const said = event.data ?? {};
    if (said.flowengine === "ready") {
      ready = true;
      tell(panel.hidden ? "hidden" : "opened", { focused });
    }
    if (said.flowengine === "close") close();
    if (said.flowengine === "unread") {
      unread = panel.hidden ? Number(said.count) || 0 : 0;
      told();
    }
    if (said.flowengine === "calling") {
      calling = said.on === true;
      told();
    }
    if (said.flowengine === "exit" && /^https?:\/\//.test(said.address)) location.replace(said.address);
  }

  function tell(what, more = {}) {
    if (ready) frame.contentWindow.postMessage({ flowengine: what, ...more }, home);
  }

  /** What the flow offers; a page whose policy forbids to ask still gets the chat. */
  async function describe() {
    try {
      const answer = await fetch(`${home}/api/chat/${encodeURIComponent(set.flow)}`, { credentials: "omit" });
      if (!answer.ok) return;
      const flow = await answer.json();
      if (!flow.languages.includes(language)) language = flow.languages[0];
      const first = flow.languages[0];
      panel.setAttribute("aria-label", flow.exit ? words().launch : flow.titles[language] ?? flow.titles[first]);
      entries = flow.entries.map((one) => ({ name: one.name, label: one.labels[language] ?? Object.values(one.labels)[0] }));
      calls = flow.calls && isSecureContext;
      list.replaceChildren(
        item(words()["launch-now"], () => open()),
        ...(calls ? [item(words().call, call)] : []),
        ...entries.map((one) => item(one.label, () => open(one.name))),
      );
      told();
    } catch {
      entries = [];
    }
  }

  function item(text, chosen) {
    const one = made("li");
    const press = made("button");
    press.type = "button";
    press.textContent = text;
    press.addEventListener("click", chosen);
    one.append(press);
    return one;
  }

  function offer(so) {
    list.hidden = !so;
    told();
    if (so) list.querySelector("button").focus();
  }

  /** The button says what it does now, and how much has come. */
  function told() {
    const shown = !panel.hidden;
    const launch = calling ? words()["call-on"] : set.label || words().launch;
    all.lang = language;
    all.dir = words().direction;
    label.textContent = shown ? words().shut : launch;
    label.className = shown ? "unseen" : "";
    button.classList.toggle("round", shown);
    draw(drawing, shown ? CROSS : calling ? PHONE : BUBBLE);
    badge.textContent = unread > 9 ? "9+" : unread;
    badge.hidden = !unread;
    button.setAttribute("aria-expanded", String(shown || !list.hidden));
    if (unread) button.setAttribute("aria-label", `${label.textContent}, ${words().unread}: ${unread}`);
    else button.removeAttribute("aria-label");
    if (!panel.hasAttribute("aria-label")) panel.setAttribute("aria-label", words().launch);
  }

  function words() {
    return spoken[language] ?? spoken.en;
  }

  /** The site's colour, also for the bar of the chat. */
  function dye() {
    const ink = inkOn(set.color);
    if (!ink) return;
    Object.assign(all.dataset, { color: set.color, ink });
    all.style.setProperty("--color", set.color);
    all.style.setProperty("--ink", ink);
  }
}
