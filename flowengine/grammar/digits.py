"""A string of digits, leading zeros kept: `0042`, "12 34", "one two double five".

A pin, a membership or reference number: never counted with, so never a number.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from flowengine.grammar.reading import Context, Kind, Readings, sure

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

MAX_DIGITS = 60

_TYPED = re.compile(r"\d(?:[ .-]?\d)*")


def typed(text: str, _context: Context) -> Readings:
    """Digits, perhaps in groups."""
    return sure(kept(text)) if len(text) <= 2 * MAX_DIGITS and _TYPED.fullmatch(text) else []


def evaluate(tags: tuple[str, ...], _context: Context) -> Readings:
    """Digits one after another; `{x2}` doubles the next."""
    return sure(repeated(tags) or None)


def kept(text: str) -> str | None:
    """The digits of `text`; None when they are too many."""
    digits = re.sub(r"\D", "", text)
    return digits if len(digits) <= MAX_DIGITS else None


def repeated(tags: Iterable[str]) -> str:
    """The tags as one string; `{x2}` and `{x3}` repeat the one that follows.

    Figures between `{(}` and `{)}` are said as one number: `{(} {900} {12} {)}` is 912. Where no
    word joins them, a ten or a hundred leaves places open: `{2x} {5}` is 25, `{1xx} {5}` 105.
    """
    found, times = "", 1
    for tag in _filled(_grouped(tags)):
        if tag in ("x2", "x3"):
            times = int(tag[1])
        else:
            found, times = found + tag * times, 1
    return found if len(found) <= MAX_DIGITS else ""


def _grouped(tags: Iterable[str]) -> Iterator[str]:
    """Each tag, and each sum in place of the figures it is made of."""
    sums: list[int] | None = None
    for tag in tags:
        if tag == "(":
            sums = []
        elif sums is None:
            yield tag
        elif tag == ")":
            yield str(sum(sums))
            sums = None
        else:
            sums.append(int(tag))


def _filled(tags: Iterable[str]) -> Iterator[str]:
    """Each tag, open places taken by the figures that follow; left alone they are noughts."""
    held = ""
    for tag in tags:
        places = held.count("x") if held[:1].isdigit() else 0
        if len(tag) <= places and tag[0] in "123456789":
            held = held[: -len(tag)].replace("x", "0") + tag
        else:
            yield _closed(held)
            held = tag
    yield _closed(held)


def _closed(tag: str) -> str:
    return tag.replace("x", "0") if tag[:1].isdigit() else tag


KIND = Kind(("digits.digits",), ("digits.inside",), typed, evaluate)
