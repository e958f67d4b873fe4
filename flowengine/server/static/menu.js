// The menu at the top: closed by Escape, by a click beside it, and by what is chosen in it.

export class Menu {
  #place = document.getElementById("menu");

  constructor() {
    this.#place.addEventListener("keydown", (event) => {
      if (event.key === "Escape" && this.#place.open) this.close(true);
    });
    addEventListener("click", (event) => this.#place.contains(event.target) || this.close(false));
  }

  /** `back` gives the focus to what opens it. */
  close(back) {
    this.#place.open = false;
    if (back) this.#place.querySelector("summary").focus();
  }
}

/** Asks before something cannot be undone; gives whether the answer is yes. */
export function sure(text, yes) {
  const dialog = document.getElementById("sure");
  document.getElementById("question").textContent = text;
  document.getElementById("sure-yes").textContent = yes;
  dialog.returnValue = "no";
  dialog.showModal();
  return new Promise((resolve) => {
    dialog.addEventListener("close", () => resolve(dialog.returnValue === "yes"), { once: true });
  });
}
