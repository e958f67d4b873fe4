"""What was typed on the wrong keyboard: `ghbdsn` for “привіт”, `нуы` for “yes”.

Keys are compared place by place with the American layout (the national layouts as they come with
Windows: Ukrainian enhanced, Russian, Persian standard after ISIRI 9147). It only says what the same
keys would have given; whether that is a word anybody knows is the caller's business.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator

LATIN, CYRILLIC, ARABIC = "Latin", "Cyrillic", "Arabic"

_AMERICAN = "qwertyuiop[]asdfghjkl;'zxcvbnm,.`"
_UKRAINIAN = "йцукенгшщзхїфівапролджєячсмитьбю'"
_RUSSIAN = "йцукенгшщзхъфывапролджэячсмитьбюё"
_PERSIAN = "ضصثقفغعهخحجچشسیبلاتنمکگظطزرذدپو.\u200d"
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
