"""What was typed on the wrong keyboard: `ghbdsn` for “привіт”, `нуы` for “yes”.

Keys are compared place by place with the American layout (the national layouts as they come with
Windows: Ukrainian enhanced, Russian, Persian standard after ISIRI 9147). It only says what the same
keys would have given, and which lie side by side; whether that is a word anybody knows is the
caller's business.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from itertools import combinations

LATIN, CYRILLIC, ARABIC = "Latin", "Cyrillic", "Arabic"

_AMERICAN = "qwertyuiop[]asdfghjkl;'zxcvbnm,.`"
_UKRAINIAN = "йцукенгшщзхїфівапролджєячсмитьбю'"
_RUSSIAN = "йцукенгшщзхъфывапролджэячсмитьбюё"
_PERSIAN = "ضصثقفغعهخحجچشسیبلاتنمکگظطزرذدپو.\u200d"
_CENTRAL_EUROPEAN = "qwertzuiop[]asdfghjkl;'yxcvbnm,.`"  # its other letters are folded away
_ROWS = ((0, 12, 0.0), (12, 23, 0.25), (23, 32, 0.75))  # first key, end, how far it is moved in
_REACH = 1.6  # squared, in keys: the six around one
_SHIFTED = str.maketrans('{}:"<>~', "[];',.`")

_TABLES = {
    (source, target): tuple(str.maketrans(one, other) for one, other in pairs)
    for source, target, *pairs in (
        (LATIN, CYRILLIC, (_AMERICAN, _UKRAINIAN), (_AMERICAN, _RUSSIAN)),
        (LATIN, ARABIC, (_AMERICAN, _PERSIAN)),
        (CYRILLIC, LATIN, (_UKRAINIAN, _AMERICAN), (_RUSSIAN, _AMERICAN)),
        (ARABIC, LATIN, (_PERSIAN, _AMERICAN)),
        (CYRILLIC, CYRILLIC, (_RUSSIAN, _UKRAINIAN), (_UKRAINIAN, _RUSSIAN)),
    )
}


def _neighbours(layout: str) -> Iterator[frozenset[str]]:
    """Each two keys of a layout that one finger may take for one another."""
    places = {
        layout[key]: (key - first + moved, row)
        for row, (first, end, moved) in enumerate(_ROWS)
        for key in range(first, end)
    }
    for (one, (x, y)), (other, (x2, y2)) in combinations(places.items(), 2):
        if (x - x2) ** 2 + (y - y2) ** 2 <= _REACH:
            yield frozenset((one, other))


_BESIDE = frozenset(
    pair
    for layout in (_AMERICAN, _CENTRAL_EUROPEAN, _UKRAINIAN, _RUSSIAN, _PERSIAN)
    for pair in _neighbours(layout)
)


def beside(one: str, other: str) -> bool:
    """Whether the keys of two letters lie side by side, on one of these keyboards."""
    return frozenset((one, other)) in _BESIDE


def script(text: str) -> str:
    """The script of its first letter, as far as keyboards here know one; else nothing."""
    for letter in text:
        if letter.isascii() and letter.isalpha():
            return LATIN
        if "\u0400" <= letter <= "\u04ff":
            return CYRILLIC
        if "\u0600" <= letter <= "\u06ff":
            return ARABIC
    return ""


def retyped(text: str, wanted: Collection[str]) -> Iterator[str]:
    """The same keys on keyboards for the `wanted` scripts, each that another text comes of."""
    typed_in = script(text)
    keys = text.lower().translate(_SHIFTED)
    for target in wanted:
        for table in _TABLES.get((typed_in, target), ()):
            other = keys.translate(table)
            if other != keys:
                yield other
