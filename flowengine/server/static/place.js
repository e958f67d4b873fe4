// Telling where one is: the browser asks for leave only when the button is pressed. Where it
// may not tell, or does not know, the button stays, with a word about it.

import { button, element } from "./element.js";

const PATIENCE = 15_000; // milliseconds

/** The card that asks for a place. */
export function placeCard(words, answer) {
  const made = element("div", "card place");
  const wrong = element("p", "wrong");
  wrong.hidden = true;
  wrong.setAttribute("role", "alert");
  const pressed = button("pick", words["send-place"], () => {
    wrong.hidden = true;
    pressed.disabled = true;
    const failed = (error) => tell(words[error?.code === 1 ? "place-refused" : "place-unknown"]);
    if (!navigator.geolocation) return failed();
    navigator.geolocation.getCurrentPosition(({ coords }) => answer.place(coords), failed, { timeout: PATIENCE });
  });
  function tell(text) {
    pressed.disabled = false;
    wrong.textContent = text;
    wrong.hidden = false;
  }
  made.append(pressed, wrong);
  return made;
}
