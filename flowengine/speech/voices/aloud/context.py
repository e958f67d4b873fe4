"""The words around a place in a text, as far as they decide how it is read."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

_BEFORE = re.compile(r"([^\W\d_][\w'’]*|[:–—])\s*$")
_AFTER = re.compile(r"[ ]?([^\W\d_][\w'’]*)")
_FAR = 40


def before(found: re.Match[str]) -> str:
    """The word right before it in small letters, or the colon or dash; "" for none."""
    near = _BEFORE.search(found.string, max(0, found.start() - _FAR), found.start())
    return near[1].lower() if near else ""


def after(found: re.Match[str]) -> str:
    """The word right behind it in small letters, "" for none."""
    near = _AFTER.match(found.string, found.end())
    return near[1].lower() if near else ""


def full_stop(found: re.Match[str]) -> str:
    """The full stop of an abbreviation at its end, where it ends the sentence, too."""
    rest = found.string[found.end() :].lstrip()
    return "." if found[0].endswith(".") and (not rest or rest[0].isupper()) else ""


def apart(said: str, found: re.Match[str]) -> str:
    """With blanks where it would grow together with its neighbours."""
    text, start, end = found.string, found.start(), found.end()
    left = " " if start and text[start - 1].isalnum() else ""
    right = " " if end < len(text) and text[end].isalnum() else ""
    return f"{left}{said}{right}"


def any_of(words: Iterable[str]) -> str:
    """A pattern for any of these, the longest first."""
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))
