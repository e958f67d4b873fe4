"""Sums of money and measures: a number and the noun that its sign stands for, in the right form."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from flowengine.speech.voices.aloud.context import any_of, before, full_stop
from flowengine.speech.voices.aloud.numbers import LARGEST, value
from flowengine.speech.voices.aloud.tongues.tongue import NOMINATIVE, Noun

if TYPE_CHECKING:
    from flowengine.speech.voices.aloud.tongues.tongue import Tongue

_CLEAR = r"(?<![\w.,])"


def money(text: str, tongue: Tongue) -> str:
    signs, scales = tuple(tongue.currencies), tuple(tongue.scales)
    for pattern in _money(tongue.number, signs, scales):
        text = pattern.sub(lambda found: _sum(found, tongue), text)
    return text


def units(text: str, tongue: Tongue) -> str:
    nouns = {**tongue.units, **tongue.scales}
    pattern = _units(tongue.number, tuple(nouns))
    return pattern.sub(lambda found: _measure(found, nouns[found["unit"]], tongue), text)


@lru_cache(maxsize=16)
def _money(
    number: str, signs: tuple[str, ...], scales: tuple[str, ...]
) -> tuple[re.Pattern[str], re.Pattern[str]]:
    sign, scale = rf"(?P<sign>{any_of(signs)})", rf"(?: ?(?P<scale>{any_of(scales)})\b\.?)?"
    return (
        re.compile(rf"(?<!\w){sign} ?{number}(?!\d){scale}"),
        re.compile(rf"{_CLEAR}{number}(?!\d){scale} ?{sign}(?!\w)\.?(?=[^\w]|$)"),
    )


@lru_cache(maxsize=16)
def _units(number: str, units: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(rf"{_CLEAR}{number} ?(?P<unit>{any_of(units)})(?!\w)(?:(?<=\w)\.)?")


def _sum(found: re.Match[str], tongue: Tongue) -> str:
    """Whole and hundredths where there are two figures, else as any number."""
    main, hundredth = tongue.currencies[found["sign"]]
    whole, part = value(found, tongue)
    case = tongue.cases.get(before(found), NOMINATIVE)
    stop = full_stop(found)
    if len(str(whole)) > LARGEST:
        return found[0]
    if found["scale"]:
        scaled = _said(whole, part, tongue.scales[found["scale"]], tongue, case)
        return f"{scaled} {main.many or main.few}{stop}"
    if len(part) != 2:
        return _said(whole, part, main, tongue, case) + stop
    cents = int(part)
    said = [_said(whole, "", main, tongue, case)] if whole or not cents else []
    said += [_said(cents, "", hundredth, tongue, case)] if cents else []
    return tongue.signs.get("and cents", " ").join(said) + stop


def _measure(found: re.Match[str], noun: Noun, tongue: Tongue) -> str:
    whole, part = value(found, tongue)
    if len(str(whole)) > LARGEST:
        return found[0]
    case = tongue.cases.get(before(found), NOMINATIVE)
    return _said(whole, part, noun, tongue, case) + full_stop(found)


def _said(whole: int, part: str, noun: Noun, tongue: Tongue, case: str) -> str:
    if part.strip("0"):
        figures = part.rstrip("0")
        form = tongue.parted(whole, figures, noun)
        return f"{tongue.decimal(whole, figures, noun.gender)} {form}"
    number = tongue.cardinal(whole, noun.gender, case)
    return f"{number} {tongue.counted(whole, noun, case)}"
