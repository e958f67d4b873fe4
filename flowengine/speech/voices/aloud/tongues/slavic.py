"""Numbers of Slavic languages in words: three genders, cases, and a noun's form for each number."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from flowengine.speech.voices.aloud.tongues.tongue import (
    FEMININE,
    GENITIVE,
    MASCULINE,
    NEUTER,
    Noun,
)

_THOUSAND = 1000


@dataclass(frozen=True, slots=True)
class Words:
    """Small numbers are 0 to 19, tens 0 to 90 (the first two empty), hundreds 0 to 900."""

    small: tuple[str, ...]
    tens: tuple[str, ...]
    hundreds: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Numerals:
    """`changed` are small numbers that have genders, by case and gender; `stems` of ordinals by
    their number, `endings` by case and gender: hard, and for the numbers in `soft`. `scales` are
    the nouns of 1,000, 1,000,000 and so on."""

    plain: Words
    genitive: Words
    changed: Mapping[tuple[str, str], Mapping[int, str]]
    scales: tuple[Noun, ...]
    stems: Mapping[int, str]
    endings: Mapping[tuple[str, str], tuple[str, str]]
    soft: frozenset[int] = frozenset({3})
    stressed: Mapping[int, str] = field(default_factory=dict)  # whole words, masculine nominative


def cardinal(numerals: Numerals, number: int, gender: str, case: str) -> str:
    if number < 0:
        raise ValueError(f"A number in words is not negative, and this is {number}")
    words: list[str] = []
    for power, group in _groups(number):
        noun = numerals.scales[power - 1] if power else None
        if noun and group == 1:
            words.append(counted(1, noun, case))
            continue
        words += _below_thousand(numerals, group, noun.gender if noun else gender, case)
        if noun:
            words.append(counted(group, noun, case))
    return " ".join(words) or _small(numerals, 0, gender, case)


def ordinal(numerals: Numerals, number: int, gender: str, case: str) -> str:
    """Only the last word is one: дві тисячі двадцять сьомий. Whole thousands beyond two are not
    known as ordinals and stay cardinals."""
    last = _last_part(number)
    if last not in numerals.stems:
        return cardinal(numerals, number, gender, case)
    if (gender, case) == (MASCULINE, "nom") and last in numerals.stressed:
        word = numerals.stressed[last]
    else:
        word = numerals.stems[last] + numerals.endings[case, gender][last in numerals.soft]
    before = cardinal(numerals, number - last, MASCULINE, "nom") + " " if number > last else ""
    return before + word


def counted(number: int, noun: Noun, case: str) -> str:
    """Genitive: of one hour, of five hours."""
    tail, tens = number % 10, number % 100
    single = tail == 1 and tens != 11
    if case == GENITIVE:
        return (noun.part or noun.few) if single else noun.many
    if single:
        return noun.one
    return noun.few if 1 < tail < 5 and tens not in range(11, 15) else noun.many


def gender(feminine: re.Pattern[str], neuter: re.Pattern[str], noun: str) -> str:
    """Of a noun, by how it begins; what begins like none of them is masculine."""
    if feminine.match(noun):
        return FEMININE
    return NEUTER if neuter.match(noun) else MASCULINE


def _groups(number: int) -> list[tuple[int, int]]:
    """Powers of a thousand that are not nothing, the greatest first."""
    found, power = [], 0
    while number:
        number, group = divmod(number, _THOUSAND)
        if group:
            found.append((power, group))
        power += 1
    return found[::-1]


def _below_thousand(numerals: Numerals, number: int, gender: str, case: str) -> list[str]:
    words = numerals.genitive if case == GENITIVE else numerals.plain
    hundreds, rest = divmod(number, 100)
    tens, ones = divmod(rest, 10) if rest >= 20 else (0, rest)
    found = [words.hundreds[hundreds], words.tens[tens]]
    if ones:
        found.append(_small(numerals, ones, gender, case))
    return [word for word in found if word]


def _small(numerals: Numerals, number: int, gender: str, case: str) -> str:
    words = numerals.genitive if case == GENITIVE else numerals.plain
    kind = GENITIVE if case == GENITIVE else "nom"
    return numerals.changed.get((kind, gender), {}).get(number) or words.small[number]


def _last_part(number: int) -> int:
    """27 of 2027 is 7, 12 of 112 is 12, 2000 is itself."""
    if number % 100 in range(10, 20):
        return number % 100
    return next((number % size for size in (10, 100, _THOUSAND) if number % size), number)
