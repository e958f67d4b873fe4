"""What is left when numbers are words: abbreviations, capitals, and signs that have a name."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from flowengine.speech.voices.aloud.figures import letters

if TYPE_CHECKING:
    from flowengine.speech.voices.aloud.tongues.tongue import Tongue

_CAPITALS = re.compile(r"(?<![\w-])[^\W\d_]{2,5}(?![\w-])")
_NAMED = "&%‰№§°="  # said by name; other signs are a pause or nothing
_SILENT = re.compile(r"[#*_/@+=&%‰№§°]+")
_BLANKS = re.compile(r" +")
_BEFORE_MARK = re.compile(r" +(?=[,.;:!?،؛؟])")
_DOUBLED = re.compile(r"([,;:،؛])(?: ?[,;:،؛])+|(?<!\.)\.\.(?!\.)")
_WORDS = re.compile(r"\w")


def short(text: str, tongue: Tongue) -> str:
    """Abbreviations in full."""
    for pattern, words in _short(tuple(tongue.short.items())):
        text = pattern.sub(words, text)
    return text


def spelled(text: str, tongue: Tongue) -> str:
    """Capitals that are no word, letter by letter; where everything is in capitals they are."""

    def said(found: re.Match[str]) -> str:
        word = found[0]
        known = all(letter in tongue.letters for letter in word)
        return letters(word, tongue) if known and _unspeakable(word, tongue.vowels) else word

    return _CAPITALS.sub(said, text) if tongue.vowels else text


def _unspeakable(word: str, vowels: str) -> bool:
    """Without a vowel, or of three letters that begin or end with two consonants: СБУ, ІПН."""
    spoken = [letter in vowels for letter in word]
    return not any(spoken) or (len(word) == 3 and not spoken[1] and sum(spoken) == 1)


def read(text: str, tongue: Tongue) -> str:
    """Named signs and the signs of currencies that stand alone."""
    for sign in _NAMED:
        if sign in text and sign in tongue.signs:
            text = text.replace(sign, f" {tongue.signs[sign]} ")
    for sign, (noun, _) in tongue.currencies.items():
        if not sign.isalpha() and sign in text:
            text = text.replace(sign, f" {noun.many or noun.few} ")
    return text


def tidy(text: str) -> str:
    """No sign that would be spelled, no doubled mark; "" where nothing can be said."""
    text = _SILENT.sub(" ", text)
    text = _BEFORE_MARK.sub("", _BLANKS.sub(" ", text))
    text = _DOUBLED.sub(lambda found: found[1] or ".", text).strip()
    return text if _WORDS.search(text) else ""


@lru_cache(maxsize=16)
def _short(listed: tuple[tuple[str, str], ...]) -> tuple[tuple[re.Pattern[str], str], ...]:
    return tuple((re.compile(rf"(?<!\w)(?:{short})(?!\w)"), words) for short, words in listed)
