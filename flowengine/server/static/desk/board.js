// What the agent has before them, as the server tells it: tables by section and key. Entries replace
// those of the same key, and an older version never replaces a newer one, in whatever order they come.

const SECTIONS = ["me", "items", "waiting", "queues", "colleagues", "mentions"];
const TALKING = ["active", "lost"];
const HEAD_START = 120; // seconds a level of priority, as the routing has it
const URGENT = 3;

export class Board {
  #tables = emptied();
  #ahead = 0; // milliseconds that the server's clock is ahead of ours

  snapshot({ held, at }) {
    this.#clock(at);
    this.#tables = emptied();
    for (const name of SECTIONS) for (const [key, one] of Object.entries(held[name] ?? {})) this.#tables[name].set(key, one);
  }

  change({ put = {}, drop = {}, at }) {
    this.#clock(at);
    for (const [name, keys] of Object.entries(drop)) for (const key of keys) this.#tables[name]?.delete(key);
    for (const [name, table] of Object.entries(put)) {
      for (const [key, one] of Object.entries(table)) this.#put(name, key, one);
    }
  }

  #put(name, key, one) {
    const before = this.#tables[name]?.get(key);
    if (before?.version > one.version) return;
    this.#tables[name]?.set(key, one);
  }

  #clock(at) {
    if (at) this.#ahead = at * 1000 - Date.now();
  }

  /** POSIX seconds by the server's clock. */
  get now() {
    return (Date.now() + this.#ahead) / 1000;
  }

  get me() {
    return this.#tables.me.get("me") ?? { id: "", shown: "", status: "offline", roles: [], caps: {} };
  }

  item(id) {
    return this.#tables.items.get(id);
  }

  get offers() {
    return this.#own.filter((one) => one.mine && one.state === "offered").sort((a, b) => a.until - b.until);
  }

  /** Conversations the agent holds or has a part in, the oldest first. */
  get talks() {
    return this.#own.filter((one) => one.state !== "offered").sort((a, b) => (a.accepted || a.since) - (b.accepted || b.since));
  }

  get #own() {
    return [...this.#tables.items.values()];
  }

  /** Those that wait, in the order in which they will be offered; each stands in one place only. */
  get waiting() {
    const others = [...this.#tables.waiting.values()].filter((one) => !this.#tables.items.has(one.id));
    return others.sort((a, b) => rank(a) - rank(b));
  }

  get queues() {
    return [...this.#tables.queues.values()].sort((a, b) => a.name.localeCompare(b.name));
  }

  get colleagues() {
    return [...this.#tables.colleagues.values()].sort((a, b) => a.shown.localeCompare(b.shown));
  }

  get mentions() {
    return [...this.#tables.mentions.values()].sort((a, b) => b.number - a.number);
  }

  shown(id) {
    if (id === this.me.id) return this.me.shown;
    return this.#tables.colleagues.get(id)?.shown ?? this.me.supervisors?.[id] ?? "";
  }

  /** A sentence of the desk's with names in the place of ids. */
  named(sentence) {
    const known = [this.me, ...this.colleagues].filter(({ id }) => id);
    return known.reduce((told, { id, shown }) => told.replaceAll(id, shown), sentence);
  }

  /** How many of the agent's own conversations of a kind are going on. */
  load(media) {
    return this.talks.filter((one) => one.mine && one.media === media).length;
  }
}

export function talking(item) {
  return TALKING.includes(item?.state);
}

function emptied() {
  return Object.fromEntries(SECTIONS.map((name) => [name, new Map()]));
}

function rank(item) {
  if (item.state === "later") return 3e12 + item.until;
  const place = item.joined - (item.priority - 1) * HEAD_START;
  return (item.priority === URGENT ? 0 : 1e12) + (item.first ? 0 : 1e11) + place;
}
