"""Days and hours in a text: 5 March 2027, 05.03.2027, 2027-03-05, 14:30, 9:00–17:00.

Only what can be a day or an hour is taken for one: 31.31.2027 and 26:70 stay numbers.
"""

from __future__ import annotations

import re
from functools import lru_cache, partial
from typing import TYPE_CHECKING

from flowengine.speech.voices.aloud.context import any_of, before, full_stop
from flowengine.speech.voices.aloud.tongues.tongue import Clock

if TYPE_CHECKING:
    from flowengine.speech.voices.aloud.tongues.tongue import Tongue

_YEARS = range(1000, 3000)
_CENTURY = 2000  # of years with two figures
_CLEAR = r"(?<![\w.,:/-])"
_HOUR = r"(?:[01]?\d|2[0-4])"
_HALF = r"(?: ?(?P<half{n}>[ap])\.?m\b\.?)?"


def dates(text: str, tongue: Tongue) -> str:
    for pattern in _dates(tuple(tongue.months), tongue.until, tongue.year_signs):
        text = pattern.sub(partial(_date, tongue), text)
    return text


def hours(text: str, tongue: Tongue) -> str:
    spans, single = _hours(tongue.until, tongue.hour_signs)

    def span(found: re.Match[str]) -> str:
        said = tongue.hours(_clock(found, "1"), _clock(found, "2"), before(found))
        return said + full_stop(found)

    def clock(found: re.Match[str]) -> str:
        return tongue.clock(_clock(found, "1"), before(found)) + full_stop(found)

    return single.sub(clock, spans.sub(span, text))


@lru_cache(maxsize=16)
def _dates(months: tuple[str, ...], until: str, signs: str) -> tuple[re.Pattern[str], ...]:
    behind = rf"(?: ?(?:{signs})(?!\w))?" if signs else ""
    end = rf"(?![\w/-]|[.,:]\d){behind}"
    names = rf"(?P<name>{any_of(months)})(?!\w)"
    year = rf"(?:,? (?P<year>\d{{4}})(?!\d|:\d){behind})?"
    return tuple(
        re.compile(_CLEAR + shape, re.IGNORECASE)
        for shape in (
            rf"(?P<year>\d{{4}})(?P<mark>[/.-])(?P<month>\d{{1,2}})(?P=mark)(?P<day>\d{{1,2}}){end}",
            r"(?P<day>\d{1,2})(?P<mark>[/.-]) ?(?P<month>\d{1,2})(?P=mark) ?"
            rf"(?P<year>\d{{4}}|\d\d){end}",
            rf"(?P<first>\d{{1,2}})\.? ?(?P<till>[–-]|\b(?:{until})\b)"
            rf" ?(?P<day>\d{{1,2}})\.? {names}{year}",
            rf"(?P<day>\d{{1,2}})(?:st|nd|rd|th|\.)?(?: of)? {names}{year}",
            rf"{names} (?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?!\d|[:.,]\d){year}",
        )
    )


def _date(tongue: Tongue, found: re.Match[str]) -> str:
    """As it stands where there is no such day."""
    parts = found.groupdict()
    name, year = parts.get("name"), parts.get("year")
    month = tongue.months[name.lower()] if name else int(parts["month"])
    days = [int(day) for day in (parts.get("first"), parts["day"]) if day]
    number = None if not year else int(year) + (_CENTURY if len(year) == 2 else 0)
    if not (name or 0 < month < 13) or not all(0 < day < 32 for day in days):
        return found[0]
    if number is not None and number not in _YEARS:
        return found[0]
    if len(days) == 1:
        return tongue.date(days[0], month, number, before(found)) + full_stop(found)
    word = parts["till"] if parts["till"].isalpha() else ""
    first = tongue.date(days[0], month, None, before(found))
    last = tongue.date(days[1], month, number, word or before(found))
    return f"{first} {word or tongue.between.strip()} {last}" + full_stop(found)


@lru_cache(maxsize=16)
def _hours(until: str, signs: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    behind = rf"(?: ?(?:{signs})(?!\w))?" if signs else ""

    def clock(n: int) -> str:
        half = _HALF.format(n=n)
        return rf"(?P<hour{n}>{_HOUR}):(?P<minute{n}>[0-5]\d)(?::[0-5]\d)?(?![\d:]){half}{behind}"

    between = rf" ?(?:[–—-]|\b(?:{until})\b) ?"
    return (
        re.compile(_CLEAR + clock(1) + between + clock(2)),
        re.compile(_CLEAR + clock(1)),
    )


def _clock(found: re.Match[str], n: str) -> Clock:
    half = found["half" + n]
    return Clock(int(found["hour" + n]), int(found["minute" + n]), half + "m" if half else "")
