// A list of the page that follows a list of values. What stays is not made anew, so that focus and
// what is being read out stay where they are.

/** `parent` shows `values` in their order; `key` tells them apart, `make(value)` gives an element
 * and `update(element, value)` brings it up to date. */
export function listed(parent, values, key, make, update) {
  const there = new Map([...parent.children].map((one) => [one.dataset.key, one]));
  let before = null;
  for (const value of values) {
    const name = String(key(value));
    let one = there.get(name);
    there.delete(name);
    if (!one) {
      one = make(value);
      one.dataset.key = name;
    }
    update(one, value);
    const place = before ? before.nextSibling : parent.firstChild;
    if (one !== place) parent.insertBefore(one, place);
    before = one;
  }
  for (const one of there.values()) one.remove();
}

/** Another text, only where it is another: what a screen reader watches stays silent else. */
export function text(element, value) {
  if (element.textContent !== value) element.textContent = value;
}
