// The page's own words, in the language that the flow speaks. The page comes with one language; the
// words of another are asked for when the flow goes over to it.
//
// In the page, `data-word` names the word that an element holds, `data-label` and `data-inside` the
// one that is its label or its placeholder.

const held = (id) => JSON.parse(document.getElementById(id).textContent);

export class Wording {
  /** One object for everybody; what it holds changes with the language. */
  words = held("words");
  #flow = held("flow");
  #changed;

  /** `changed` hears of another language once the page speaks it. */
  constructor(changed) {
    this.#changed = changed;
  }

  get language() {
    return document.documentElement.lang;
  }

  /** The hotline's name as this language has it, with the language that the name is in. */
  get title() {
    return chosen(this.#flow.titles, this.language, this.#flow.languages);
  }

  /** Go over to `language`. Without a connection the page stays as it is, until the next time. */
  async follow(language) {
    if (!language || language === this.language || !this.#flow.languages.includes(language)) return;
    const answer = await fetch(`/words/${language}`).catch(() => null);
    if (answer?.ok) this.#speak(await answer.json());
    this.#changed(language);
  }

  /** Another word in an element that has one. */
  put(element, word) {
    element.dataset.word = word;
    if (element.textContent !== this.words[word]) element.textContent = this.words[word];
  }

  #speak({ language, direction, words }) {
    Object.assign(this.words, words);
    Object.assign(document.documentElement, { lang: language, dir: direction });
    for (const one of document.querySelectorAll("[data-word]")) one.textContent = words[one.dataset.word];
    for (const one of document.querySelectorAll("[data-label]")) one.setAttribute("aria-label", words[one.dataset.label]);
    for (const one of document.querySelectorAll("[data-inside]")) one.placeholder = words[one.dataset.inside];
    for (const one of document.querySelectorAll("[data-entry]")) {
      const entry = this.#flow.entries.find(({ name }) => name === one.dataset.entry);
      one.textContent = chosen(entry.labels, language, this.#flow.languages).text;
    }
  }
}

function chosen(texts, language, languages) {
  const found = [language, ...languages].find((one) => texts[one]);
  return { text: texts[found], language: found };
}
