"""Lengths of time as `timedelta`: "two hours", "an hour and a half", `90 min`, `2h 30m`.

Weeks and shorter units only: a month has no length of its own. "Two or three days" is both.
"""

from __future__ import annotations

from datetime import timedelta

from flowengine.grammar.reading import Context, Kind, Readings, not_typed, sure
from flowengine.grammar.tags import fields

_SECONDS = {"seconds": 1, "minutes": 60, "hours": 3_600, "days": 86_400, "weeks": 604_800}


def evaluate(tags: tuple[str, ...], _context: Context) -> Readings:
    """The sum of `{2} {hours}`, `{minutes 30}` and so on; a unit alone counts once.

    `{2} {or} {3} {days}` is either; `{or}` without a number parts two whole lengths.
    """
    whole: list[float] = []
    totals = [0.0]
    counts: list[float] = []
    for field in fields(tags):
        if field.name == "or" and field.amount is not None:
            counts.append(float(field.amount))
        elif field.name == "or":
            whole, totals = [*whole, *totals], [0.0]
        elif field.name in _SECONDS:
            count = field.text or (1 if field.amount is None else field.amount)
            counts.append(float(count))
            totals = [total + each * _SECONDS[field.name] for total in totals for each in counts]
            counts = []
        else:
            return []
    return _lengths([*whole, *totals]) if tags else []


def _lengths(seconds: list[float]) -> Readings:
    try:
        return sure(*(timedelta(seconds=each) for each in seconds))
    except OverflowError:
        return []


KIND = Kind(("durations.duration",), ("durations.duration",), not_typed, evaluate)
