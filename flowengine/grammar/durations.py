"""Lengths of time as `timedelta`: "two hours", "an hour and a half", `90 min`, `2h 30m`.

Weeks and shorter units only: a month has no length of its own.
"""

from __future__ import annotations

from datetime import timedelta

from flowengine.grammar.reading import Context, Kind, Readings, not_typed, sure
from flowengine.grammar.tags import fields

_SECONDS = {"seconds": 1, "minutes": 60, "hours": 3_600, "days": 86_400, "weeks": 604_800}


def evaluate(tags: tuple[str, ...], _context: Context) -> Readings:
    """The sum of `{2} {hours}`, `{minutes 30}` and so on; a unit alone counts once."""
    total = 0.0
    for field in fields(tags):
        if field.name not in _SECONDS:
            return []
        count = field.text or (1 if field.amount is None else field.amount)
        total += float(count) * _SECONDS[field.name]
    try:
        return sure(timedelta(seconds=total)) if tags else []
    except OverflowError:
        return []


KIND = Kind(("durations.duration",), ("durations.duration",), not_typed, evaluate)
