// Which lines of one of us were really on screen: only what the person could read counts, and only
// while somebody talks with them; nobody is told when they read what a flow said.

const EVERY = 2500; // milliseconds between two signs

export class Seen {
  #tell;
  #may;
  #visible = 0; // the last line that is, or was, before their eyes
  #told = 0;
  #timer = 0;
  #observer;

  /** `root` scrolls; `may` says whether anybody can see the page now, `tell` hears of a number. */
  constructor(root, may, tell) {
    this.#may = may;
    this.#tell = tell;
    this.#observer = new IntersectionObserver((entries) => this.#came(entries), { root, threshold: 0.5 });
    document.addEventListener("visibilitychange", () => this.look());
    addEventListener("focus", () => this.look());
  }

  /** A line of one of us was drawn. */
  follow(node) {
    this.#observer.observe(node);
  }

  /** The page may be seen again. */
  look() {
    if (this.#visible <= this.#told || !this.#may() || this.#timer) return;
    this.#told = this.#visible;
    this.#tell(this.#told);
    this.#timer = setTimeout(() => {
      this.#timer = 0;
      this.look();
    }, EVERY);
  }

  /** Another conversation. */
  clear() {
    this.#observer.disconnect();
    this.#visible = 0;
    this.#told = 0;
  }

  #came(entries) {
    for (const { isIntersecting, target } of entries) {
      if (!isIntersecting) continue;
      // What passes behind another window is looked at again when the page is.
      this.#visible = Math.max(this.#visible, Number(target.dataset.number));
      if (this.#may()) this.#observer.unobserve(target);
    }
    this.look();
  }
}
