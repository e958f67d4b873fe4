"""Typed values inside a sentence: the words of "at 17:30 for 2 people, 12.50 €", kept whole.

`tokens` folds like `normal` but leaves a number, clock, date, currency sign or address in one
piece; `classes` says which reserved rules (`<INTEGER>`, `<CLOCK>` …) such a piece fits, `tag`
what it contributes. These rules are an extension of JSGF; a decoder of sound never needs them.
It does not know whether 45:70 is a time: evaluators decide what is real.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import NamedTuple

from flowengine.grammar import normal

INTEGER = "INTEGER"
DECIMAL = "DECIMAL"
CLOCK = "CLOCK"
DOTTED = "DOTTED_CLOCK"  # a time for whoever asks for one, otherwise more often a sum of money
FIGURES = "FIGURE_CLOCK"  # 530, where "pm" or "hours" follows
RANGE = "RANGE"  # either, where somebody leaves two open: 2-3 days
DOTTED_DATE = "DOTTED_DATE"  # day and month without a year, where the grammar leaves no doubt
DATE = "DATE"
YEAR = "YEAR"  # four figures, where fewer would rather be something else
CURRENCY = "CURRENCY"
WORD = "WORD"
CLASSES = {  # with an example, for samples
    INTEGER: "12",
    DECIMAL: "12.5",
    CLOCK: "17:30",
    DOTTED: "17.30",
    FIGURES: "530",
    RANGE: "2-3",
    DOTTED_DATE: "4.3",
    DATE: "2027-03-04",
    YEAR: "2027",
    CURRENCY: "€",
    WORD: "example",
}
CURRENCIES = {"$": "USD", "€": "EUR", "£": "GBP", "₴": "UAH", "₽": "RUB", "₹": "INR"}
_SIGNS_OF_NUMBERS = {"٫": ".", "٬": ",", "−": "-"}
# Croatian for what; without its hook it would be sto, a hundred
_WHAT = re.compile(r"\bšto\b", re.IGNORECASE)
_JOINERS = "\u200c\u200d"
MAX_DIGITS = 15  # in one typed number; longer runs are no number but an identifier

_SIGNS = re.escape("".join(CURRENCIES))
_TYPED = re.compile(rf"[\d@{_SIGNS}]")
_PIECE = re.compile(
    rf"""(?P<address>[\w.+-]{{1,64}}@[\w.-]{{1,253}}\w)
       | (?P<number>\d+(?:[.,:/-]\d+)*)
       | (?P<sign>[{_SIGNS}])
       | (?P<other>[^\s\d{_SIGNS}]+)""",
    re.VERBOSE,
)
_SHAPES = (
    (INTEGER, re.compile(r"\d{1,15}|\d{1,3}(?:,\d{3}){1,4}|\d{1,3}(?:\.\d{3}){1,4}")),
    (
        DECIMAL,
        re.compile(
            r"\d{1,15}(?:\.\d{1,6}|,(?!\d{3}$)\d{1,6})"
            r"|\d{1,3}(?:,\d{3}){1,4}\.\d{1,6}|\d{1,3}(?:\.\d{3}){1,4},\d{1,6}"
        ),
    ),
    (YEAR, re.compile(r"\d{4}")),
    (CLOCK, re.compile(r"\d{1,2}:\d{2}(?::\d{2})?")),
    (DOTTED, re.compile(r"\d{1,2}[.,]\d{2}|\d{1,2}-[0-5]\d")),
    (FIGURES, re.compile(r"(?:[01]?\d|2[0-3])[0-5]\d")),
    (RANGE, re.compile(r"\d{1,3}-\d{1,3}")),
    (DOTTED_DATE, re.compile(r"(?:0?[1-9]|[12]\d|3[01])\.(?:0?[1-9]|1[0-2])")),
    (
        DATE,
        re.compile(r"\d{4}([/.-])\d{1,2}\1\d{1,2}|\d{1,2}([/.-])\d{1,2}\2\d{2,4}|\d{1,2}/\d{1,2}"),
    ),
)


class Token(NamedTuple):
    """One word; `start` and `end` are offsets into `plain(text)`."""

    word: str
    start: int
    end: int


def plain(text: str) -> str:
    """The text that offsets count in: cut, compatibility forms resolved, digits 0 to 9.

    What cannot be seen is gone, but for the joiners that are part of how a name is written; every
    dash is a hyphen, and the decimal signs of Arabic script are those of Latin.
    """
    text = text[: normal.MAX_CHARACTERS]
    if text.isascii():
        return text
    return unicodedata.normalize("NFKC", text)[: normal.MAX_CHARACTERS].translate(_PLAIN)


def listened(text: str, language: str) -> str:
    """A plain text as the grammars of a language hear it; every place in it stays where it is."""
    return _WHAT.sub("šta", text) if language.partition("-")[0] == "hr" else text


def _shown(character: str) -> str:
    if character in _SIGNS_OF_NUMBERS:
        return _SIGNS_OF_NUMBERS[character]
    category = unicodedata.category(character)
    if category in ("Nd", "No"):
        return normal.figure(character)
    if category == "Pd":
        return "-"
    hidden = category == "Cf" and character not in _JOINERS
    return "" if hidden or normal.is_look(character) else character


class _Table(dict[int, str]):
    """A translation table that fills itself; Unicode bounds its size."""

    def __missing__(self, point: int) -> str:
        self[point] = _shown(chr(point))
        return self[point]


_PLAIN = _Table()


def tokens(text: str) -> list[Token]:
    """The folded words of `plain` text with their places; one piece may fold to several."""
    found = []
    for piece in _PIECE.finditer(text):
        shown = piece[0]
        folded = normal.folded(shown) if piece.lastgroup == "other" else (shown.lower(),)
        found += [Token(word, *piece.span()) for word in folded]
    return found


def words(text: str) -> tuple[str, ...]:
    """The folded words of any text, typed values in one piece."""
    return plain_words(plain(text))


def plain_words(text: str) -> tuple[str, ...]:
    """The same for a text that is plain already."""
    if not _TYPED.search(text):
        return tuple(normal.folded(text))
    return tuple([token.word for token in tokens(text)])


@lru_cache(maxsize=4_096)
def classes(word: str) -> tuple[str, ...]:
    """The reserved rules this word fits; order is preference."""
    if word[0] in CURRENCIES:
        return (CURRENCY,)
    if not word[0].isdecimal():
        return (WORD,)
    return tuple(name for name, shape in _SHAPES if shape.fullmatch(word))


def tag(name: str, word: str) -> tuple[str, ...]:
    """What a word of this class leaves among the tags."""
    if name in (INTEGER, YEAR):
        return (re.sub("[.,]", "", word),)
    if name == DECIMAL:
        whole, _, rest = word.replace(",", ".").rpartition(".")
        return (f"{whole.replace('.', '')}.{rest}",)
    if name == FIGURES:
        return (f"clock {word[:-2]}:{word[-2:]}",)
    if name == RANGE:
        least, _, most = word.partition("-")
        return (least, "or", most)
    if name == CURRENCY:
        return (f"currency {CURRENCIES[word]}",)
    return (f"{name.removeprefix('DOTTED_').lower()} {word}",)
