"""How much room words take, without a font at hand: generous estimates for common system fonts."""

from __future__ import annotations

import textwrap
import unicodedata

LINE = 1.35  # height of a line, in sizes of the letters
_NARROW = frozenset("iljtf.,:;'|!()[]`I1 ")
_BROAD = frozenset("mwMWШЩЖЮФшщжюф—…@%")


def width(text: str, size: float) -> float:
    """Pixels of one line of letters of `size` pixels."""
    return size * sum(map(_width, text))


def _width(sign: str) -> float:
    if unicodedata.combining(sign) or unicodedata.category(sign) == "Cf":
        return 0.0
    if unicodedata.east_asian_width(sign) in "WF":
        return 1.0
    if sign in _NARROW:
        return 0.34
    return 0.92 if sign in _BROAD else 0.6


def wrapped(text: str, signs: int, most: int) -> list[str]:
    """Lines of at most so many signs, at most `most` of them; what is left out shows as `…`."""
    lines = textwrap.wrap(text, signs) or [""]
    if len(lines) <= most:
        return lines
    return [*lines[: most - 1], lines[most - 1][: signs - 1].rstrip() + "…"]


def runs_from_the_right(text: str) -> bool:
    """By the first letter that has a direction (Unicode Standard Annex 9, rule P2)."""
    for sign in text:
        way = unicodedata.bidirectional(sign)
        if way in ("L", "R", "AL"):
            return way != "L"
    return False
