"""Compares what was said with what a transcript expects: blanks alike, `…` for anything.

Line breaks, tabs, no-break blanks and invisible marks of reading direction count as blanks or not
at all: an author sees none of them. Curly and straight quotes and the kinds of dashes are alike,
because an SMS may carry the plain ones.
"""

from __future__ import annotations

import re
import unicodedata

from flowengine.language.alphabet import PLAIN

ANYTHING = re.compile(r"\s*(?:…|\.\.\.)\s*")
_ALIKE = str.maketrans(PLAIN)
_UNSEEN = dict.fromkeys(map(ord, "\u200b\u200e\u200f\u2060\u2066\u2067\u2068\u2069\ufeff"))


def smooth(text: str) -> str:
    """One line, single blanks, composed letters."""
    return " ".join(unicodedata.normalize("NFC", text).translate(_UNSEEN).translate(_ALIKE).split())


def matches(expected: str, said: str) -> bool:
    """Whether `said` is `expected`, where `…` (or three full stops) stands for anything or nothing.

    Looks for the pieces from left to right, so that no pattern takes long.
    """
    said = smooth(said)
    pieces = [smooth(piece) for piece in ANYTHING.split(smooth(expected))]
    if len(pieces) == 1:
        return pieces[0] == said
    first, *middle, last = pieces
    if not said.startswith(first):
        return False
    at = len(first)
    for piece in middle:
        found = said.find(piece, at)
        if found < 0:
            return False
        at = found + len(piece)
    return len(said) - at >= len(last) and said.endswith(last)
