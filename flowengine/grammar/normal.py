"""Typed or recognised text to bare words, so that writing habits make no difference.

Case, accents, punctuation, apostrophes, invisible characters, the look of digits and letters that
only look like those of the word's script disappear (Unicode NFKC, then full case folding). So do
differences that people do not type: ё and е, ґ and г, ї and і; the Arabic and the Persian ی and ک.
It refuses to judge: no word is dropped because of its meaning, and digits stay as they are. й and ў
are letters of their own and stay. Emoji say nothing beside words; alone they are the words.
"""

from __future__ import annotations

import unicodedata

from flowengine.grammar.lookalikes import unmixed

MAX_CHARACTERS = 2_000  # nobody says more in one go; the rest is cut before any work is done

_APOSTROPHES = "'`ʹʼʽ‘’‛＇′ʻ"
_LETTERS = {
    "ё": "е",
    "й": "й",
    "ї": "і",
    "ў": "ў",
    "ґ": "г",
    "đ": "d",
    "ł": "l",
    "ø": "o",
    "æ": "ae",
    "œ": "oe",
    "ı": "i",
    "ي": "ی",  # Arabic keyboards write Persian with these two
    "ى": "ی",
    "ك": "ک",
    "ئ": "ی",
    "ة": "ه",
    "ہ": "ه",
    "ھ": "ه",
    "ە": "ه",
    "ٱ": "ا",
    "\u0640": "",  # tatweel draws a word longer
}
_ACCENTS = (  # marks people leave out; the vowels of Indian scripts are not among them
    (0x300, 0x36F),
    (0x483, 0x489),  # Church Slavonic
    (0x591, 0x5C7),  # Hebrew points
    (0x610, 0x61A),
    (0x64B, 0x65F),  # Arabic vowels
    (0x670, 0x670),
    (0x6D6, 0x6DC),
    (0x1AB0, 0x1AFF),
    (0x1DC0, 0x1DFF),
    (0xFE20, 0xFE2F),
)
_LOOKS = (  # what draws the same sign in another way
    (0x20D0, 0x20FF),  # a box, as around the figure on a keycap
    (0xFE00, 0xFE0F),  # plain or in colour
    (0xE0100, 0xE01EF),
)
_UNSEEN = "\u115f\u1160\u17b4\u17b5\u3164\uffa0"  # letters that show nothing


def figure(character: str) -> str:
    """A digit of any script, or one in a circle, as 0 to 9; another sign of number as it is."""
    return str(unicodedata.digit(character, character))


def is_look(character: str) -> bool:
    """Whether it only says how the sign before it is drawn: the box of a keycap, a colour."""
    return _is_among(_LOOKS, character)


def _is_accent(character: str) -> bool:
    return _is_among(_ACCENTS, character)


def _is_among(ranges: tuple[tuple[int, int], ...], character: str) -> bool:
    point = ord(character)
    return any(first <= point <= last for first, last in ranges)


def _bare(letter: str) -> str:
    parts = unicodedata.normalize("NFD", letter)
    return unicodedata.normalize("NFC", "".join(part for part in parts if not _is_accent(part)))


def _character(character: str) -> str:
    """What one character becomes: itself, a bare letter, a blank, or nothing."""
    if character in _LETTERS:
        return _LETTERS[character]
    if character in _APOSTROPHES or character in _UNSEEN:
        return ""
    if _is_accent(character) or is_look(character):
        return ""
    if character.isspace():
        return " "
    category = unicodedata.category(character)
    if category in ("Nd", "No"):
        return figure(character)
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
    return folded(text) or (emoji(text) if not text.isascii() else [])


def folded(text: str) -> list[str]:
    """The same for a text that is short enough; emoji say nothing."""
    if text.isascii():
        return text.lower().translate(_TABLE).split()
    text = text.replace("´", "'")  # NFKC would make a blank of it
    text = unmixed(unicodedata.normalize("NFKC", text)[:MAX_CHARACTERS])  # one may become 18
    return text.casefold().translate(_TABLE).split()


def emoji(text: str) -> list[str]:
    """Each picture in the text as a word, whatever the colour of its skin."""
    return [character for character in text if unicodedata.category(character) == "So"]
