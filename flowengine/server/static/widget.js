// The launcher of a chat on anybody's site: one script tag, one button, one frame.
//
//   <script src="https://chat.example/widget.js" data-flow="college_line" async></script>
//
// It stands in a closed shadow root and reads nothing of the page around it. The chat itself is a
// frame of its own origin, asked for when it is first opened. Both sides hear only each other.

(() => {
  "use strict";
  if (window.flowengine) return; // the tag stands there twice
  const script = document.currentScript ?? document.querySelector("script[data-flow][src*='/widget.js']");
  const set = script.dataset;
  const home = new URL(script.src).origin;
  const WORDS = {
    en: { chat: "Chat", shut: "Close the chat", now: "Chat now", unread: "new messages" },
    uk: { chat: "Чат", shut: "Закрити чат", now: "Почати розмову", unread: "нові повідомлення" },
    ru: { chat: "Чат", shut: "Закрыть чат", now: "Начать разговор", unread: "новые сообщения" },
    hr: { chat: "Chat", shut: "Zatvori chat", now: "Razgovarajte odmah", unread: "nove poruke" },
    fa: { chat: "گفت‌وگو", shut: "بستن گفت‌وگو", now: "شروع گفت‌وگو", unread: "پیام تازه" },
  };
  const SVG = "http://www.w3.org/2000/svg";
  const BUBBLE = "M4 4h16a2 2 0 0 1 2 2v10a2 2 0 0 1-2 2h-9l-5 4v-4H4a2 2 0 0 1-2-2V6a2 2 0 0 1 2-2z";
  const CROSS = "M6.4 5 12 10.6 17.6 5 19 6.4 13.4 12l5.6 5.6-1.4 1.4-5.6-5.6L6.4 19 5 17.6 10.6 12 5 6.4z";
  const LOOK = `
    :host { all: initial !important; }
    * { box-sizing: border-box; }
    [hidden] { display: none !important; }
    .all { --edge: #e5dbcf; --card: #fffdfa; --text: #2b2520; font: 16px/1.4 system-ui, sans-serif; }
    .button, .panel, .entries { position: fixed; z-index: 2147483000; inset-inline-end: 20px; }
    .at-start :is(.button, .panel, .entries) { inset-inline: 20px auto; }
    .button {
      inset-block-end: 20px; display: flex; align-items: center; gap: 10px; min-block-size: 56px;
      padding: 0 22px 0 18px; border: 1px solid transparent; border-radius: 28px; cursor: pointer;
      background: var(--color, #a2471f); color: var(--ink, #fff9f4); font: inherit; font-weight: 600;
      box-shadow: 0 2px 6px rgb(0 0 0 / 18%), 0 8px 28px rgb(0 0 0 / 22%);
    }
    .button:hover { filter: brightness(1.08); }
    .round { inline-size: 56px; justify-content: center; padding: 0; }
    .unseen { position: absolute; inline-size: 1px; block-size: 1px; overflow: hidden; clip-path: inset(50%); }
    svg { inline-size: 26px; block-size: 26px; flex: none; }
    .badge {
      position: absolute; inset-block-start: -6px; inset-inline-end: -4px; min-inline-size: 24px;
      padding: 1px 7px; border: 2px solid #fff; border-radius: 14px; background: #9c2330; color: #fff;
      font-size: 13px; text-align: center;
    }
    :focus-visible { outline: 3px solid var(--color, #a2471f); outline-offset: 3px; }
    .panel {
      inset-block-end: 92px; inline-size: min(400px, 100vw - 40px);
      block-size: min(640px, 100vh - 112px); overflow: hidden; border: 1px solid var(--edge);
      border-radius: 18px; background: var(--card); box-shadow: 0 12px 48px rgb(0 0 0 / 28%);
      animation: rise 0.18s ease-out;
    }
    @keyframes rise { from { opacity: 0; transform: translateY(12px); } }
    iframe { display: block; inline-size: 100%; block-size: 100%; border: 0; color-scheme: normal; }
    .entries {
      inset-block-end: 92px; display: grid; gap: 2px; min-inline-size: 220px; margin: 0; padding: 8px;
      border: 1px solid var(--edge); border-radius: 18px; background: var(--card); list-style: none;
      max-inline-size: calc(100vw - 40px); box-shadow: 0 12px 48px rgb(0 0 0 / 28%);
    }
    .entries button {
      inline-size: 100%; min-block-size: 44px; padding: 8px 14px; border: 0; border-radius: 12px;
      background: transparent; color: var(--text); font: inherit; text-align: start; cursor: pointer;
    }
    .entries li:first-child button { font-weight: 600; }
    .entries button:hover { background: color-mix(in srgb, var(--text) 9%, transparent); }
    @media (prefers-color-scheme: dark) { .all { --edge: #40382f; --card: #292420; --text: #f2ebe3; } }
    @media (max-width: 480px), (max-height: 420px) {
      .all .panel { inset: 0; inline-size: auto; block-size: auto; border: 0; border-radius: 0; z-index: 2147483001; }
    }
    @media (prefers-reduced-motion: reduce) { .panel { animation: none; } }
  `;

  let language = (set.language ?? navigator.language).slice(0, 2);
  let entries = [];
  let frame = null;
  let ready = false; // until then the frame belongs to nobody and cannot be told anything
  let unread = 0;
  let focused = false; // whether the person opened it, and not the page

  const holder = document.createElement("flowengine-chat");
  const root = holder.attachShadow({ mode: "closed" });
  const sheet = new CSSStyleSheet(); // made here, so a strict policy for styles does not mind it
  sheet.replaceSync(LOOK);
  root.adoptedStyleSheets = [sheet];

  const drawing = document.createElementNS(SVG, "path");
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
  button.append(sign(), label, badge);
  all.append(list, panel, button); // Tab leads from the panel to the button and on
  root.append(all);
  if (set.position === "start") all.classList.add("at-start");
  panel.hidden = list.hidden = true;

  button.addEventListener("click", () => {
    if (!panel.hidden) close();
    else if (entries.length && !frame) offer(list.hidden);
    else open();
  });
  root.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || (panel.hidden && list.hidden)) return;
    event.stopPropagation();
    close();
  });
  addEventListener("message", heard);
  window.flowengine = Object.freeze({ open, close });
  dye();
  told();
  describe();
  if (document.body) stand();
  else addEventListener("DOMContentLoaded", stand);

  function stand() {
    document.body.append(holder);
    // A chat that opens by itself must not fill the screen of a telephone.
    if ("open" in set && matchMedia("(min-width: 481px)").matches) open(set.entry, false);
  }

  /** Show the chat; `entry` is one of the flow's own beginnings. */
  function open(entry = frame ? "" : set.entry ?? "", pressed = true) {
    focused = pressed;
    list.hidden = true;
    panel.hidden = false;
    if (!frame) {
      frame = made("iframe");
      frame.src = address(entry);
      frame.title = label.textContent;
      frame.referrerPolicy = "no-referrer";
      panel.append(frame);
    } else if (entry) {
      tell("enter", { entry });
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
    if (said.flowengine === "exit" && /^https?:\/\//.test(said.address)) location.replace(said.address);
  }

  function tell(what, more = {}) {
    if (ready) frame.contentWindow.postMessage({ flowengine: what, ...more }, home);
  }

  /** The rest stands behind the #, where no server and no log sees it. */
  function address(entry) {
    const url = new URL(`/embed/${encodeURIComponent(set.flow)}`, home);
    if (set.language) url.searchParams.set("lang", set.language);
    const told = new URLSearchParams();
    if (location.origin !== "null") told.set("host", location.origin);
    if (entry) told.set("entry", entry);
    const { color, ink } = all.dataset;
    if (color) for (const [name, value] of Object.entries({ color, ink })) told.set(name, value);
    for (const { name, value } of script.attributes) {
      if (name.startsWith("data-set-")) told.set(`set.${name.slice(9).replaceAll("-", "_")}`, value);
    }
    url.hash = told;
    return url.href;
  }

  /** What the flow offers; a page whose policy forbids to ask still gets the chat. */
  async function describe() {
    try {
      const answer = await fetch(`${home}/api/chat/${encodeURIComponent(set.flow)}`, { credentials: "omit" });
      if (!answer.ok) return;
      const flow = await answer.json();
      if (!flow.languages.includes(language)) language = flow.languages[0];
      const first = flow.languages[0];
      panel.setAttribute("aria-label", flow.exit ? words().chat : flow.titles[language] ?? flow.titles[first]);
      entries = flow.entries.map((one) => ({ name: one.name, label: one.labels[language] ?? Object.values(one.labels)[0] }));
      list.replaceChildren(item(words().now, ""), ...entries.map((one) => item(one.label, one.name)));
      told();
    } catch {
      entries = [];
    }
  }

  function item(text, entry) {
    const one = made("li");
    const press = made("button");
    press.type = "button";
    press.textContent = text;
    press.addEventListener("click", () => open(entry));
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
    all.lang = language;
    all.dir = language === "fa" ? "rtl" : "ltr";
    label.textContent = shown ? words().shut : set.label || words().chat;
    label.className = shown ? "unseen" : "";
    button.classList.toggle("round", shown);
    drawing.setAttribute("d", shown ? CROSS : BUBBLE);
    badge.textContent = unread > 9 ? "9+" : unread;
    badge.hidden = !unread;
    button.setAttribute("aria-expanded", String(shown || !list.hidden));
    if (unread) button.setAttribute("aria-label", `${label.textContent}, ${words().unread}: ${unread}`);
    else button.removeAttribute("aria-label");
    if (!panel.hasAttribute("aria-label")) panel.setAttribute("aria-label", words().chat);
  }

  function words() {
    return WORDS[language] ?? WORDS.en;
  }

  /** The site's colour, with black or white on it, whichever can be read better (WCAG 2.2, 1.4.3). */
  function dye() {
    if (!set.color || !CSS.supports("color", set.color)) return;
    const context = document.createElement("canvas").getContext("2d");
    context.fillStyle = set.color;
    context.fillRect(0, 0, 1, 1);
    const [red, green, blue] = [...context.getImageData(0, 0, 1, 1).data].map((part) => {
      const one = part / 255;
      return one <= 0.04045 ? one / 12.92 : ((one + 0.055) / 1.055) ** 2.4;
    });
    const light = 0.2126 * red + 0.7152 * green + 0.0722 * blue;
    all.dataset.color = set.color;
    all.dataset.ink = 1.05 / (light + 0.05) > (light + 0.05) / 0.05 ? "#ffffff" : "#000000";
    all.style.setProperty("--color", set.color);
    all.style.setProperty("--ink", all.dataset.ink);
  }

  function sign() {
    const drawn = document.createElementNS(SVG, "svg");
    drawn.setAttribute("viewBox", "0 0 24 24");
    drawn.setAttribute("aria-hidden", "true");
    drawing.setAttribute("fill", "currentColor");
    drawn.append(drawing);
    return drawn;
  }

  function made(name, className = "") {
    const one = document.createElement(name);
    if (className) one.className = className;
    return one;
  }
})();
