"""A text as it is read aloud: numbers, days, hours, sums, telephones and addresses in words.

Step after step, each of which takes what it knows for sure and leaves words behind, so that no
later step takes them for something else. What looks like nothing that is known is left to the
engine. Nothing that a text says becomes mark-up: see `neutral`.
"""

from __future__ import annotations

from functools import lru_cache
from importlib import import_module
from typing import TYPE_CHECKING

from flowengine.speech.voices.aloud import addresses, figures, moments, numbers, signs, sums
from flowengine.speech.voices.aloud.neutral import neutral

if TYPE_CHECKING:
    from flowengine.speech.voices.aloud.tongues.tongue import Tongue

_TONGUES = {"en": "english", "uk": "ukrainian", "ru": "russian", "hr": "croatian", "fa": "persian"}

_STEPS = (
    addresses.read,
    moments.dates,
    moments.hours,
    figures.telephones,
    figures.single_digits,
    figures.codes,
    numbers.signed,
    sums.money,
    sums.units,
    numbers.own,
    numbers.ranges,
    numbers.plain,
    signs.short,
    signs.spelled,
    signs.read,
)


def read_aloud(text: str, language: str) -> str:
    """What a synthesiser is given, so that it reads as the language does; "" for nothing to say.

    A language that we do not know is given as it is written, without its mark-up.
    """
    return aloud(neutral(text, language), language)


def aloud(text: str, language: str) -> str:
    """The same of a text that is neutral already."""
    tongue = _tongue(language.partition("-")[0])
    if tongue is not None:
        for step in _STEPS:
            text = step(text, tongue)
    return signs.tidy(text)


@lru_cache(maxsize=32)
def _tongue(code: str) -> Tongue | None:
    if code not in _TONGUES:
        return None
    module = import_module(f"flowengine.speech.voices.aloud.tongues.{_TONGUES[code]}")
    found: Tongue = module.TONGUE
    return found
