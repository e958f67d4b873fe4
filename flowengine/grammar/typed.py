"""Typed values inside a sentence: the words of "at 17:30 for 2 people, 12.50 €", kept whole.

`tokens` folds like `normal` but leaves a number, clock, date, currency sign or address in one
piece; `classes` says which reserved rules (`<INTEGER>`, `<CLOCK>` …) such a piece fits, `tag`
what it contributes. These rules are an extension of JSGF; a decoder of sound never needs them.
It does not know whether 45:70 is a time: evaluators decide what is real.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from flowengine.grammar import normal

INTEGER = "INTEGER"
DECIMAL = "DECIMAL"
CLOCK = "CLOCK"
DOTTED = "DOTTED_CLOCK"  # a time for whoever asks for one, otherwise more often a sum of money
DATE = "DATE"
CURRENCY = "CURRENCY"
WORD = "WORD"
CLASSES = {  # with an example, for samples
    INTEGER: "12",
    DECIMAL: "12.5",
    CLOCK: "17:30",
    DOTTED: "17.30",
    DATE: "2027-03-04",
    CURRENCY: "€",
    WORD: "example",
}
CURRENCIES = {"$": "USD", "€": "EUR", "£": "GBP", "₴": "UAH", "₽": "RUB", "₹": "INR"}
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
    (INTEGER, re.compile(r"\d{1,15}|\d{1,3}(?:,\d{3}){1,4}")),
    (DECIMAL, re.compile(r"\d{1,15}(?:\.\d{1,6}|,(?!\d{3}$)\d{1,6})")),
    (CLOCK, re.compile(r"\d{1,2}:\d{2}(?::\d{2})?")),
    (DOTTED, re.compile(r"\d{1,2}\.\d{2}")),
    (
        DATE,
        re.compile(r"\d{4}([/.-])\d{1,2}\1\d{1,2}|\d{1,2}([/.-])\d{1,2}\2\d{2,4}|\d{1,2}/\d{1,2}"),
    ),
)


@dataclass(frozen=True, slots=True)
class Token:
    """One word; `start` and `end` are offsets into `plain(text)`."""

    word: str
    start: int
    end: int


def plain(text: str) -> str:
    """The text that offsets count in: cut, compatibility forms resolved, digits 0 to 9."""
    text = text[: normal.MAX_CHARACTERS]
    if text.isascii():
        return text
    text = unicodedata.normalize("NFKC", text)
    return re.sub(r"\d", lambda found: str(unicodedata.decimal(found[0])), text)


def tokens(text: str) -> list[Token]:
    """The folded words of `plain` text with their places; one piece may fold to several."""
    found = []
    for piece in _PIECE.finditer(text):
        kind = piece.lastgroup
        folded = normal.words(piece[0]) if kind == "other" else [piece[0].lower()]
        found += [Token(word, piece.start(), piece.end()) for word in folded]
    return found


def words(text: str) -> tuple[str, ...]:
    """The folded words of any text, typed values in one piece."""
    text = plain(text)
    if not _TYPED.search(text):
        return tuple(normal.words(text))
    return tuple(token.word for token in tokens(text))


def classes(word: str) -> tuple[str, ...]:
    """The reserved rules this word fits; order is preference."""
    if word[0] in CURRENCIES:
        return (CURRENCY,)
    if not word[0].isdecimal():
        return (WORD,)
    return tuple(name for name, shape in _SHAPES if shape.fullmatch(word))


def tag(name: str, word: str) -> tuple[str, ...]:
    """What a word of this class leaves among the tags."""
    if name == INTEGER:
        return (word.replace(",", ""),)
    if name == DECIMAL:
        return (word.replace(",", "."),)
    if name == CURRENCY:
        return (f"currency {CURRENCIES[word]}",)
    return (f"{'clock' if name == DOTTED else name.lower()} {word}",)
