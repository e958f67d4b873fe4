"""How whisper may write down what was said: its spellings of a phrase, and of what is not offered.

A forced choice among "one", "two" and "three" would turn a "seven" into one of them. Siblings, the
digits that are not on the menu, are scored beside as decoys, so that it can be none of them.
"""

from __future__ import annotations

from functools import lru_cache

_DIGITS = range(10)
_TO_FIGURES = 100  # numbers in words below this are also written in figures


def forms(phrase: str, language: str) -> tuple[str, ...]:
    """As a sentence's beginning, as a title, as it is, in figures; each with the blank before."""
    words = phrase.split()
    found = [phrase, phrase[:1].upper() + phrase[1:]]
    if len(words) > 1:
        found.append(" ".join(word[:1].upper() + word[1:] for word in words))
    figure = _figures(language).get(phrase)
    if figure is not None:
        found.append(figure)
    return tuple(f" {each}" for each in dict.fromkeys(found))


def siblings(phrases: tuple[str, ...], language: str) -> tuple[str, ...]:
    """What people say where these are offered, and is not among them."""
    digits = _digits(language)
    offered = set(phrases)
    return tuple(word for word in digits if word not in offered) if offered & set(digits) else ()


def spelled(text: str, language: str) -> tuple[str, ...]:
    """A text with its figures in words: as numbers, and as digits one by one."""
    if not any(character.isdigit() for character in text):
        return (text,)
    words = [word.strip(".,!?;:") for word in text.replace("-", " ").split()]
    whole = " ".join(_spelled(word, language) for word in words)
    single = " ".join(_one_by_one(word, language) for word in words)
    return tuple(dict.fromkeys((whole, single)))


def _spelled(word: str, language: str) -> str:
    return _number(int(word), language) if word.isdecimal() and len(word) < 10 else word


def _one_by_one(word: str, language: str) -> str:
    return " ".join(_number(int(each), language) for each in word) if word.isdecimal() else word


def _digits(language: str) -> tuple[str, ...]:
    return tuple(filter(None, (_number(each, language) for each in _DIGITS)))


@lru_cache(maxsize=16)
def _figures(language: str) -> dict[str, str]:
    return {_number(each, language): str(each) for each in range(_TO_FIGURES)}


@lru_cache(maxsize=4_096)
def _number(value: int, language: str) -> str:
    """In words, "" in a language that num2words lacks."""
    from num2words import num2words

    try:
        return str(num2words(value, lang=language.partition("-")[0])).replace("-", " ").lower()
    except NotImplementedError:
        return ""
