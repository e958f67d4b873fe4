"""Opening hours: days spelled out, intervals as clock times."""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING

from flowengine.language.building.leaves import name, quote, span_of
from flowengine.language.building.parts import Parts
from flowengine.language.building.values import clock, day
from flowengine.language.nodes import Hours, HoursLine, Interval
from flowengine.language.week import DAYS, LONG, place

if TYPE_CHECKING:
    from datetime import date

    from flowengine.language.building.building import Building
    from flowengine.language.syntax.grammar import Branch, Leaf

_MEANT = {
    **dict.fromkeys("daily everyday always".split(), "every day 9:00-17:00"),
    **dict.fromkeys("weekday weekdays workday workdays".split(), "mon-fri 9:00-17:00"),
    **dict.fromkeys("weekend weekends".split(), "sat, sun 9:00-17:00"),
    "holiday": "holidays UA closed",
}
"""What people call days together, and how such a line is written."""

_LINES = ("every_day", "weekdays", "holidays", "on_date")


def hours(building: Building, tree: Branch) -> Hours:
    parts = Parts(tree)
    zone = building.once(parts, "zone")
    return Hours(
        span_of(tree),
        name(parts.token("NAME")),
        str(Parts(zone).token("TIME_ZONE")) if zone else None,
        tuple(_line(building, line) for line in parts.among(_LINES)),
    )


def _line(building: Building, tree: Branch) -> HoursLine:
    parts = Parts(tree)
    country, label = parts.leaf("NAME"), parts.leaf("QUOTE")
    return HoursLine(
        span_of(tree),
        _days(building, tree, parts),
        name(country) if country else None,
        tuple(_interval(building, token) for token in parts.tokens("INTERVAL")),
        quote(label) if label else None,
    )


def _days(building: Building, tree: Branch, parts: Parts) -> tuple[str, ...] | date:
    if tree.data == "on_date":
        return day(building, parts.token("CALENDAR_DAY"))
    if tree.data == "weekdays":
        runs = (_run(building, run) for run in parts.all("days"))
        return tuple(dict.fromkeys(one for run in runs for one in run))
    return ("every day",) if tree.data == "every_day" else ("holidays",)


def _run(building: Building, tree: Branch) -> tuple[str, ...]:
    """One day, or all from the first to the last; `sat-mon` goes over the week's end."""
    ends = [_weekday(building, token) for token in Parts(tree).tokens("NAME")]
    length = (ends[-1] - ends[0]) % 7 + 1
    return tuple(DAYS[(ends[0] + step) % 7] for step in range(length))


def _weekday(building: Building, token: Leaf) -> int:
    """The day's place in the week; an unknown word is told and stands for Monday."""
    word = token.lower()
    if (at := place(word)) is not None:
        return at
    near = get_close_matches(word[:20], DAYS + LONG, 1)
    hint = f"Did you mean `{near[0]}`?" if near else f"Days are {', '.join(DAYS)}."
    building.tell(
        "FE030",
        span_of(token),
        f"I do not know the day `{token[:40]}`.",
        f"Write it as in `{_MEANT[word]}`." if word in _MEANT else hint,
    )
    return 0


def _interval(building: Building, token: Leaf) -> Interval:
    start, end = token.replace("–", "-").split("-")
    return Interval(span_of(token), clock(building, token, start), clock(building, token, end))
