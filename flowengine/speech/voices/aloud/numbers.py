"""Numbers that are nothing else: counted, in ranges, or too long to be counted."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from flowengine.speech.voices.aloud.context import after, apart, before
from flowengine.speech.voices.aloud.figures import in_groups
from flowengine.speech.voices.aloud.tongues.tongue import NOMINATIVE

if TYPE_CHECKING:
    from flowengine.speech.voices.aloud.tongues.tongue import Tongue

LARGEST = 15  # figures of what is read as one number
# Nobody counts six figures without marks between them, unless they are round; nor any that begin
# with nought.
_LONG = re.compile(r"(?<![\d.,٬٫])(?<!\d )(?:0\d+|(?!\d*000(?!\d))\d{6,})(?!\d|[.,٬٫]\d)")
_RANGE = re.compile(
    r"(?<![\w.,-])(?P<low>[1-9]\d{0,4}|0) ?[–-] ?(?P<high>[1-9]\d{0,4})(?![\w-]|[.,]\d)"
)
_OVER = re.compile(r"(?<=\d) ?/ ?(?=\d)")
_SIGNED = re.compile(r"(?<![\w)])(?P<sign>[+-]) ?(?=\d)")


def value(found: re.Match[str], tongue: Tongue) -> tuple[int, str]:
    """The whole number, and the figures of its fraction."""
    whole = re.sub(f"[{re.escape(tongue.marks)}]", "", found["whole"])
    return int(whole), found["part"] or ""


def signed(text: str, tongue: Tongue) -> str:
    """The sign before a number."""
    words = {"+": tongue.signs["plus"], "-": tongue.signs["minus"]}
    return _SIGNED.sub(lambda found: f"{words[found['sign']]} ", text)


def own(text: str, tongue: Tongue) -> str:
    for pattern, said in tongue.own:
        text = pattern.sub(said, text)
    return text


def ranges(text: str, tongue: Tongue) -> str:
    """4–6 minutes. What falls is no range: 2027-5."""

    def said(found: re.Match[str]) -> str:
        numbers = [int(found["low"]), int(found["high"])]
        if numbers[0] >= numbers[1]:
            return found[0]
        gender = tongue.gender(after(found))
        return tongue.between.join(tongue.cardinal(n, gender, NOMINATIVE) for n in numbers)

    return _RANGE.sub(said, text)


def plain(text: str, tongue: Tongue) -> str:
    text = _OVER.sub(f" {tongue.signs['over']} ", text)
    any_number, announced = _plain(tongue.number, tongue.codes)
    text = announced.sub(lambda f: f["lead"] + in_groups(f["digits"], tongue), text)
    text = _LONG.sub(lambda found: apart(in_groups(found[0], tongue), found), text)
    return any_number.sub(lambda found: apart(_number(found, tongue), found), text)


@lru_cache(maxsize=16)
def _plain(number: str, codes: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    return re.compile(number), re.compile(
        rf"(?P<lead>(?i:(?<!\w)(?:{codes})(?!\w))[^\d.!?\n]{{0,24}})(?P<digits>\d{{4,}})(?!\d|[.,]\d)"
    )


def _number(found: re.Match[str], tongue: Tongue) -> str:
    whole, part = value(found, tongue)
    gender = tongue.gender(after(found))
    if len(str(whole)) > LARGEST:
        return in_groups(str(whole), tongue)
    if part:
        return tongue.decimal(whole, part, gender)
    return tongue.cardinal(whole, gender, tongue.cases.get(before(found), NOMINATIVE))
