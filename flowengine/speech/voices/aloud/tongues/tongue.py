"""What `aloud` asks of a language: its numbers in words, its nouns, its days and hours.

A tongue is data and plain functions. A language without one is read as its engine reads it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

Pass = tuple[re.Pattern[str], Callable[[re.Match[str]], str]]

NOMINATIVE, GENITIVE, LOCATIVE, ACCUSATIVE = "nom", "gen", "loc", "acc"
MASCULINE, FEMININE, NEUTER = "m", "f", "n"


@dataclass(frozen=True, slots=True)
class Noun:
    """What is counted: one hour, two hours; година, години, годин. `part` is the form behind a
    fraction (півтори години), where it is not `few`."""

    one: str
    few: str
    many: str = ""
    gender: str = MASCULINE
    part: str = ""


@dataclass(frozen=True, slots=True)
class Clock:
    """An hour of 0 to 24 and its minute. `half` is "am" or "pm" where the text says it."""

    hour: int
    minute: int
    half: str = ""


def masculine(noun: str) -> str:
    """Where a language has no genders, or the noun is not known."""
    del noun
    return MASCULINE


def parted(whole: int, figures: str, noun: Noun) -> str:
    """The noun's form behind a fraction."""
    del whole, figures
    return noun.part or noun.few


@dataclass(frozen=True, slots=True, kw_only=True)
class Tongue:
    """`number` is how numbers are written, with the groups `whole` and `part`; `marks` are the
    signs between thousands. What takes `before` is given the word before it, in small letters."""

    code: str
    number: str
    marks: str
    cardinal: Callable[[int, str, str], str]  # number, gender, case
    counted: Callable[[int, Noun, str], str]  # the noun's form for a number, in a case
    decimal: Callable[[int, str, str], str]  # whole, figures of the fraction, gender
    parted: Callable[[int, str, Noun], str] = parted  # the noun's form behind such a number
    date: Callable[[int, int, int | None, str], str]  # day, month, year, before
    clock: Callable[[Clock, str], str]  # with before
    hours: Callable[[Clock, Clock, str], str]  # from, to, before
    months: Mapping[str, int]
    currencies: Mapping[str, tuple[Noun, Noun]]  # by sign or code: it, and its hundredth
    units: Mapping[str, Noun]
    scales: Mapping[str, Noun]  # thousands and millions as they are abbreviated
    signs: Mapping[str, str]  # words for + - @ . / and so on
    codes: str  # words behind which a number is a code
    until: str  # between two hours
    between: str = " – "  # between two numbers
    comma: str = ", "
    year_signs: str = ""  # what may stand behind the year of a date and belongs to it
    hour_signs: str = ""  # the same behind an hour
    cases: Mapping[str, str] = field(default_factory=dict)  # of a number, by the word before
    gender: Callable[[str], str] = masculine  # of a noun behind a number
    letters: Mapping[str, str] = field(default_factory=dict)
    vowels: str = ""  # capitals without any of them are spelled; "" where the engine does that
    own: tuple[Pass, ...] = ()  # what only this language writes; before plain numbers
    short: Mapping[str, str] = field(default_factory=dict)  # abbreviations: pattern, words
