"""Which way a line runs where nobody tells the reader: a right-to-left mark says it in the text.

A line of a right-to-left language that begins with a Latin word or an address would be laid out
from the left, its end jumping to the wrong side (Unicode Annex 9, rules P2 and P3).
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache

from babel import Locale, UnknownLocaleError

MARK = "\u200f"


def marked(text: str, language: str) -> str:
    """The text with a mark before each line that would begin from the left."""
    if not runs_left(language):
        return text
    return "\n".join(MARK + line if _from_left(line) else line for line in text.split("\n"))


@lru_cache(maxsize=256)  # a page may ask about any name
def runs_left(language: str) -> bool:
    """Whether the language is written from right to left."""
    try:
        locale = Locale.parse(language.replace("-", "_"))
    except (UnknownLocaleError, ValueError):
        return False
    return str(locale.text_direction) == "rtl"


def _from_left(line: str) -> bool:
    strong = (unicodedata.bidirectional(char) for char in line)
    return next((one for one in strong if one in ("L", "R", "AL")), "") == "L"
