"""Times of day: `17:00`, `5.30pm`, "half past six", "quarter to ten", "noon".

An hour up to twelve without a part of the day is two readings of equal score when spoken; written
like a clock (`7:30`) it is first of all what it says. `07:30` and `19:30` are only themselves.
"""

from __future__ import annotations

import re
from datetime import time

from flowengine.grammar.reading import Context, Kind, Reading, Readings, sure
from flowengine.grammar.tags import Field, fields

OTHER_HALF = 0.8

_FOUR_FIGURES = re.compile(r"([01]\d|2[0-3])([0-5]\d)")
# `17-30` too, as many type it, unless that may be a span: 10-12 is no time
_CLOCK = re.compile(r"(\d{1,2})(?:[:.,]|-(?!0[1-9]|1|2[0-4]))(\d{2})(?::\d{2})?")
_PARTS = ("am", "noon", "pm", "night")
_LATE_MORNING = 10  # from this hour on "at noon" is before twelve


def typed(text: str, _context: Context) -> Readings:
    """`17:00`, `7.30`, `1730`; with "pm" the grammar reads it."""
    if found := _FOUR_FIGURES.fullmatch(text):
        return sure(time(int(found[1]), int(found[2])))
    return _clock(text, "") if _CLOCK.fullmatch(text) else []


def evaluate(tags: tuple[str, ...], _context: Context) -> Readings:
    """The tags of `times.time`."""
    said = {field.name: field for field in fields(tags)}
    part = next((part for part in _PARTS if part in said), "")
    if "exactly" in said:
        return sure(time.fromisoformat(said["exactly"].text))
    if "clock" in said:
        return _clock(said["clock"].text, part)
    if "hour" not in said:
        return []
    hour = int(said["hour"].amount or 0)
    minutes = _minutes(said.get("minute")) + _minutes(said.get("past")) - _minutes(said.get("to"))
    return sure(*(_moved(each, minutes) for each in _hours(hour, part)))


def _minutes(field: Field | None) -> int:
    if field is None:
        return 0
    return int(field.text or field.amount or 0)


def _clock(text: str, part: str) -> Readings:
    found = _CLOCK.fullmatch(text)
    if found is None:
        return []
    hour, minute = int(found[1]), int(found[2])
    hours = [hour] if found[1][0] == "0" and not part else _hours(hour, part)
    values = [value for each in hours if (value := _real(each, minute))]
    values.sort(key=lambda value: value.hour != hour)
    return [Reading(value, OTHER_HALF if at else 1.0) for at, value in enumerate(values)]


def _hours(hour: int, part: str) -> list[int]:
    """Hours of the day this may be: both halves when nothing decides."""
    if hour == 0 or hour > 12:
        return [hour]
    morning, evening = hour % 12, hour % 12 + 12
    if part == "night":
        part = "pm" if morning >= 6 else "am"
    elif part == "noon":
        part = "am" if morning >= _LATE_MORNING else "pm"
    return {"am": [morning], "pm": [evening]}.get(part, [morning, evening])


def _real(hour: int, minute: int) -> time | None:
    return time(hour, minute) if hour < 24 and minute < 60 else None


def _moved(hour: int, minutes: int) -> time | None:
    if hour > 23 or not -60 < minutes < 60:
        return None
    at = (hour * 60 + minutes) % (24 * 60)
    return time(at // 60, at % 60)


KIND = Kind(("times.time",), ("times.inside",), typed, evaluate)
