// The twelve keys of a telephone: pressed by mouse and finger, or typed where nothing else is typed.

const TYPED = "input:not([type=range], [type=checkbox]), textarea, select, [contenteditable]";
const FLASH = 160; // milliseconds that a typed key looks pressed

export class Keypad {
  on = false; // whether keys mean something now
  #place;
  #opener;
  #pressed;

  /** `place` holds the keys and `opener` shows them. They are typed anywhere in `scope`. `pressed`
   * hears the key. */
  constructor({ panel, place, opener, scope = globalThis }, pressed) {
    this.#place = place;
    this.#opener = opener;
    this.#pressed = pressed;
    this.#opener.addEventListener("click", () => this.show(this.#place.hidden));
    for (const button of this.#place.querySelectorAll("[data-key]")) {
      button.addEventListener("click", () => this.#press(button));
    }
    panel.addEventListener("keydown", (event) => this.#shut(event));
    scope.addEventListener("keydown", (event) => this.#typed(event));
  }

  show(so) {
    this.#place.hidden = !so;
    this.#opener.setAttribute("aria-expanded", String(so));
  }

  /** Escape takes the keys away, never the call. */
  #shut(event) {
    if (event.key !== "Escape" || this.#place.hidden) return;
    event.preventDefault();
    this.show(false);
    this.#opener.focus();
  }

  #typed(event) {
    const held = event.ctrlKey || event.metaKey || event.altKey || event.repeat;
    if (held || !this.on || event.target.closest?.(TYPED) || !/^[0-9*#]$/.test(event.key)) return;
    event.preventDefault();
    this.#press(this.#place.querySelector(`[data-key="${event.key}"]`));
  }

  #press(button) {
    if (!this.on) return;
    button.classList.add("down");
    setTimeout(() => button.classList.remove("down"), FLASH);
    this.#pressed(button.dataset.key);
  }
}
