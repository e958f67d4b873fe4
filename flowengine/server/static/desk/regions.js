// On a narrow window one region is seen at a time; buttons below lead from one to the other.

const NAMES = ["rail", "talk", "context"];

export class Regions {
  #place = document.querySelector(".regions");
  #moved;

  /** `moved(region)` hears which one is shown. */
  constructor({ moved }) {
    this.#moved = moved;
    for (const button of document.querySelectorAll("[data-go]")) {
      button.addEventListener("click", () => this.focus(button.dataset.go));
    }
    this.show("rail");
  }

  show(name) {
    this.#place.dataset.region = name;
    for (const button of document.querySelectorAll(".ways-between [data-go]")) {
      button.setAttribute("aria-current", String(button.dataset.go === name));
    }
    this.#moved(name);
  }

  /** Whether somebody who looks can see it. */
  shows(name) {
    return document.getElementById(name).checkVisibility();
  }

  focus(name) {
    if (!NAMES.includes(name)) return;
    this.show(name);
    const region = document.getElementById(name);
    const first = region.querySelector(name === "rail" ? "[aria-current='true'], button:not(:disabled)" : "h2[tabindex], summary, button:not(:disabled)");
    first?.focus({ preventScroll: true });
  }
}
