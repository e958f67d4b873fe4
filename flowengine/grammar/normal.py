"""Typed or recognised text to bare words, so that writing habits make no difference.

Case, accents of Latin letters, punctuation, apostrophes, invisible characters and the look of
digits disappear (Unicode NFKC, then full case folding). It refuses to judge: no word is dropped
because of its meaning, and digits stay as they are. Letters that look like an accented one but
are a letter of their own stay: Cyrillic й, ї, ў; only ё becomes е, as most people type it.
"""

from __future__ import annotations

import unicodedata

MAX_CHARACTERS = 2_000  # nobody says more in one go; the rest is cut before any work is done

_APOSTROPHES = "'`ʹʼʽ‘’‛＇′ʻ"
_LETTERS = {
    "ё": "е",
    "й": "й",
    "ї": "ї",
    "ў": "ў",
    "đ": "d",
    "ł": "l",
    "ø": "o",
    "æ": "ae",
    "œ": "oe",
    "ı": "i",
    "ي": "ی",  # Arabic keyboards write Persian with these two
    "ى": "ی",
    "ك": "ک",
}


def _is_accent(character: str) -> bool:
    """Marks people leave out: accents, Hebrew points, Arabic vowels. Indic vowels are not."""
    point = ord(character)
    return (
        0x300 <= point <= 0x36F
        or 0x591 <= point <= 0x5C7
        or 0x64B <= point <= 0x65F
        or point == 0x670
    )


def _bare(letter: str) -> str:
    parts = unicodedata.normalize("NFD", letter)
    return unicodedata.normalize("NFC", "".join(part for part in parts if not _is_accent(part)))


def _character(character: str) -> str:
    """What one character becomes: itself, a bare letter, a blank, or nothing."""
    if character in _LETTERS:
        return _LETTERS[character]
    if character in _APOSTROPHES or _is_accent(character):
        return ""
    if character.isspace():
        return " "
    category = unicodedata.category(character)
    if category == "Nd":
        return str(unicodedata.decimal(character))
    if category[0] in "LNM":
        return _bare(character)
    return "" if category in ("Cc", "Cf") else " "


class _Table(dict[int, str]):
    """A translation table that fills itself; Unicode bounds its size."""

    def __missing__(self, point: int) -> str:
        self[point] = _character(chr(point))
        return self[point]


_TABLE = _Table()
for _point in range(128):
    _TABLE[_point] = _character(chr(_point))


def words(text: str) -> list[str]:
    """The words of `text`, folded; beyond `MAX_CHARACTERS` it is not read."""
    if len(text) > MAX_CHARACTERS:
        text = text[:MAX_CHARACTERS]
    if text.isascii():
        return text.lower().translate(_TABLE).split()
    text = text.replace("´", "'")  # NFKC would make a blank of it
    return unicodedata.normalize("NFKC", text).casefold().translate(_TABLE).split()
