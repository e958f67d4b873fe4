"""What the pages of both rooms say, by language: words of a room's own, and sentences from below.

A room's words lie in its `words/<language>.toml`. Refusals, and why somebody is asked next, are
worded in English where they are made; their keys in `sentences/<language>.toml` beside this module
have them in other languages, whichever room says them. What a language lacks reads English.
"""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING

from flowengine.desk.sentences import Sentence
from flowengine.runtime import formats
from flowengine.server import words as visitors
from flowengine.server.words import FALLBACK

if TYPE_CHECKING:
    from collections.abc import Mapping

    from flowengine.host.refusal import Refusal

__all__ = ["FALLBACK", "Words", "filled", "sentences", "spoken"]

_HOLE = re.compile(r"\{(\w+)(?::([^{}]*))?\}")
# Holes of sentences that hold a name of ours, and how the words of such names begin.
_NAMED = {"status": "status_", "media": "media_", "state": "board_state_"}
QUEUE = "queue"  # the hole that holds the name of one
_FIGURE = re.compile(r"(?<=\d)\.(?=\d)")


class Words(dict[str, str]):
    """The words of one language by their names. `titles` are those of queues by their names, as
    far as their flows have one for whoever reads this language."""

    def __init__(
        self, language: str, known: Mapping[str, str], titles: Mapping[str, str] | None = None
    ) -> None:
        super().__init__(known)
        self.language = language
        self._titles = titles or {}

    def titled(self, name: str) -> str:
        """A queue as one reads it; what the log, accounts and addresses say is its name."""
        return self._titles.get(name) or name.replace("_", " ")

    def say(self, name: str, /, **holes: object) -> str:
        """Those of a name, filled in."""
        return filled(self[name], self.language, holes)

    def refusal(self, refusal: Refusal) -> str:
        """The sentence of a refusal, in this language where it knows it."""
        text = sentences(self.language).get("refusal", {}).get(refusal.key)
        return str(refusal) if text is None else filled(text, self.language, refusal.holes)

    def sentence(self, sentence: str) -> str:
        """One of the desk's, in this language where it knows it; other text stays as it is."""
        if not isinstance(sentence, Sentence):
            return sentence
        text = sentences(self.language).get("sentence", {}).get(sentence.key)
        if text is None and QUEUE not in sentence.holes:
            return str(sentence)
        text = text or sentence.english
        holes = {name: self._read(name, value) for name, value in sentence.holes.items()}
        return filled(text, self.language, holes)

    def _read(self, name: str, value: object) -> object:
        if isinstance(value, tuple):
            return self["comma"].join(self.sentence(one) for one in value)
        if isinstance(value, Sentence):
            return self.sentence(value)
        if name == QUEUE:
            return self.titled(str(value))
        return self.get(f"{_NAMED[name]}{value}", value) if name in _NAMED else value

    def figure(self, text: str) -> str:
        """Figures as reports write them (`83 %`, `1:05 min`, `4.2`) as this language does."""
        number, _, unit = text.rpartition(" ")
        if number and f"unit_{unit}" in self:
            text = f"{number} {self[f'unit_{unit}']}"
        text = _FIGURE.sub(self["point"], text).replace("%", self["percent"])
        return formats.figures(text, self.language)


def filled(text: str, language: str, holes: Mapping[str, object]) -> str:
    """`{name}` is a value, `{count:line/lines}` the form that fits a count, in the order of the
    language's own (one, few, many). A hole that nothing is known for stays as it is."""

    def put(found: re.Match[str]) -> str:
        name, forms = found[1], found[2]
        if name not in holes:
            return found[0]
        value = holes[name]
        if forms is not None:
            return formats.plural(value, forms.split("/"), language)
        return formats.figures(str(value), language) if isinstance(value, int) else str(value)

    return _HOLE.sub(put, text)


@cache
def spoken(room: str) -> Mapping[str, Words]:
    """All words of a room, a package such as `flowengine.server.desk`, by language."""
    found = visitors.spoken(room)
    return {one: Words(one, {**found[FALLBACK], **known}) for one, known in found.items()}


@cache
def sentences(language: str) -> Mapping[str, Mapping[str, str]]:
    """By `refusal` and `sentence`; nothing for English, which is how they are made."""
    file = resources.files("flowengine.server") / "sentences" / f"{language}.toml"
    return tomllib.loads(file.read_text(encoding="utf-8")) if file.is_file() else {}
