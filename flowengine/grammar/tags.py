"""The tags of the standard grammars, the same in every language, read into fields.

A number is built from figures: `{20} {5}` is 25, `{2} {*100}` 200, `{3} {*1000} {40}` 3040,
`{2} {.} {5}` 2.5, `{-}` in front makes it negative. A name takes the number before it, or none:
`{2} {weeks}`; a name with a text of its own leaves that number alone: `{month 3}`,
`{currency EUR}`. What a name means is the business of the kind that reads it.
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable

LIMIT = 10**18  # as everywhere in the flow language; numbers from here on are not read

Number = int | Decimal


class Field(NamedTuple):
    """`name` is empty for a number that belongs to nothing; `text` is what stood in the tag."""

    name: str
    text: str = ""
    amount: Number | None = None


class _Figures:
    """A number while its tags come in."""

    def __init__(self) -> None:
        self.total: Number = 0
        self.current: Number | None = None
        self.decimals: str | None = None
        self.negative = False

    def take(self, tag: str) -> bool:
        """Whether the tag was part of a number."""
        if tag[:1].isdigit():
            self._figure(tag)
        elif tag[:1] == "*":
            self._times(int(tag[1:]))
        elif tag == "-":
            self.negative = True
        elif tag == ".":
            self.decimals = ""
        else:
            return False
        return True

    def _figure(self, tag: str) -> None:
        if self.decimals is not None and tag.isdigit():
            self.decimals += tag
        else:
            self.current = (self.current or 0) + (Decimal(tag) if "." in tag else int(tag))

    def _times(self, factor: int) -> None:
        grown = (1 if self.current is None else self.current) * factor
        if factor < 1000:
            self.current = grown
        else:
            self.total += grown
            self.current = 0

    def value(self) -> Number | None:
        if self.current is None:
            return None
        found = plain(self.total + self.current)
        if self.decimals and isinstance(found, int):
            found = Decimal(f"{found}.{self.decimals}")
        return -found if self.negative and found is not None else found


def plain(number: Number) -> Number | None:
    """An `int` when it is whole; None from `LIMIT` on."""
    if not -LIMIT < number < LIMIT:
        return None
    return int(number) if number == int(number) else number


def fields(tags: Iterable[str]) -> list[Field]:
    """The tags, in order, with their numbers."""
    found = []
    figures = _Figures()
    for tag in tags:
        if figures.take(tag):
            continue
        name, _, text = tag.partition(" ")
        amount = figures.value()
        if text and amount is not None:
            found.append(Field("", "", amount))
            amount = None
        found.append(Field(name, text, amount))
        figures = _Figures()
    if figures.value() is not None:
        found.append(Field("", "", figures.value()))
    return found
