"""Keys to answers: a single key, or digits that end by their number, by #, or by a silence."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flowengine.runtime.expecting import Expected

BETWEEN = 3.0  # seconds that somebody looks for the next digit
GOES_ON = 1.5  # the same after a key that is an option already, where a longer one begins with it
END, CLEAR = "#", "*"
NEVER = float("inf")


class Collector:
    """The keys of one answer. `due` is when what was typed so far is the answer."""

    def __init__(self, expected: Expected) -> None:
        self._keys = expected.keys
        self._most = expected.exact or expected.digits
        self._menu = not expected.accepts
        self.typed = ""
        self.due = NEVER

    def means(self, key: str) -> bool:
        """Whether an answer may begin with it."""
        return key in self._keys or (key.isdigit() and self._most > 0)

    def press(self, key: str, at: float) -> str:
        """The whole answer, with its #; "" while more may come.

        A * that means nothing by itself takes back what was typed."""
        if key == END and self.typed:
            return self._answer(self.typed + END)
        if key.isdigit() and self._most:
            return self._digit(key, at)
        self.typed, self.due = "", NEVER
        if key == CLEAR and self._most and key not in self._keys:
            return ""
        return key

    def expired(self) -> str:
        """What was typed, when it is `due`."""
        return self._answer(self.typed)

    def owes_end(self, answer: str) -> bool:
        """Whether a # may still come that belongs to this answer and means nothing more."""
        return self._most > 0 and answer.isdigit()

    def _digit(self, key: str, at: float) -> str:
        self.typed += key
        if len(self.typed) >= self._most:
            return self._answer(self.typed)
        short = self._menu and self.typed in self._keys
        self.due = at + (GOES_ON if short else BETWEEN)
        return ""

    def _answer(self, keys: str) -> str:
        self.typed, self.due = "", NEVER
        return keys
