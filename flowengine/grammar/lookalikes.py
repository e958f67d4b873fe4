"""Letters that look alike in two scripts: a Latin “a” inside a Cyrillic word, and back.

Phones that guess, keyboards left half-way and people who want to trick a filter mix them within one
word; nobody sees the difference. A word of one script alone is never touched here, and one that
stays mixed whichever way it is turned is left as it is.
"""

from __future__ import annotations

import re

# Pairs that look alike in capitals; those whose small letters do too stand in the second pair.
_CAPITALS = ("ABCEHIJKMOPSTXY", "АВСЕНІЈКМОРЅТХУ")
_SMALL = ("aceijopsxy", "асеіјорѕху")
_GREEK = ("ΑΒΕΖΗΙΚΜΝΟΡΤΥΧαικνορυχ", "ABEZHIKMNOPTYXaiKvopux")

_TO_CYRILLIC = str.maketrans(_CAPITALS[0] + _SMALL[0], _CAPITALS[1] + _SMALL[1])
_TO_LATIN = str.maketrans(_CAPITALS[1] + _SMALL[1], _CAPITALS[0] + _SMALL[0])
_FROM_GREEK = str.maketrans(_GREEK[0], _GREEK[1])

_LATIN = "A-Za-z"
_CYRILLIC = "\u0400-\u0481\u048a-\u04ff"
_GREEK_LETTERS = "\u0370-\u03ff"
_WORD = re.compile(rf"[{_LATIN}{_CYRILLIC}{_GREEK_LETTERS}]+")
_MIXED = re.compile(
    rf"[{_LATIN}][{_CYRILLIC}{_GREEK_LETTERS}]"
    rf"|[{_CYRILLIC}][{_LATIN}{_GREEK_LETTERS}]"
    rf"|[{_GREEK_LETTERS}][{_LATIN}{_CYRILLIC}]"
)
_IS_LATIN = re.compile(rf"[{_LATIN}]+")
_IS_CYRILLIC = re.compile(rf"[{_CYRILLIC}]+")


def unmixed(text: str) -> str:
    """The text with every word that mixes scripts turned into one of them, where that can be."""
    return _WORD.sub(_of_one_script, text) if _MIXED.search(text) else text


def capitals(word: str) -> str:
    """A word of Latin capitals as the Cyrillic one it looks like, `HI` as `НІ`; else nothing."""
    cyrillic = word.translate(_TO_CYRILLIC)
    return cyrillic if word.isupper() and _IS_CYRILLIC.fullmatch(cyrillic) else ""


def _of_one_script(found: re.Match[str]) -> str:
    word = found[0]
    if not _MIXED.search(word):
        return word
    word = word.translate(_FROM_GREEK)
    ways = [word.translate(_TO_CYRILLIC), word.translate(_TO_LATIN)]
    if sum(letter.isascii() for letter in word) * 2 > len(word):
        ways.reverse()
    whole = (way for way in ways if _IS_LATIN.fullmatch(way) or _IS_CYRILLIC.fullmatch(way))
    return next(whole, word)
