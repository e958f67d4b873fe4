"""Opening hours as they stand on a door: `24/7`, `sat 24h`, a run of dates.

What a day is called that is none (`weekend`) is told where days are read, not here.
"""

from __future__ import annotations

import re

from flowengine.language.explain.case import Case, Found, shown
from flowengine.language.week import place

_WHOLE = re.compile(
    r"(?P<days>(?:\w+(?:[ \t]*[-–—,][ \t]*\w+)*|every[ \t]+day)[ \t]+)??"
    r"(?:24[ \t]*/[ \t]*7|24[ \t]*h(?:ours)?|always(?:[ \t]+open)?|all[ \t]+day"
    r"|a?round[ \t]+the[ \t]+clock)"
    r"[ \t]*(?:#.*)?$",
    re.IGNORECASE,
)
_SOME = re.compile(r"\w+")
_DATE = r"\d{4}-\d\d-\d\d"
_DATES = re.compile(
    rf"{_DATE}[ \t]*(?:[-–—]|\bto\b|\btill\b|\buntil\b)[ \t]*{_DATE}", re.IGNORECASE
)


def whole_day(case: Case) -> Found | None:
    found = _WHOLE.match(case.written)
    stack, first = case.suspects[0]
    if found is None or not case.table.feed(stack, "CALENDAR_DAY"):
        return None
    days = (found["days"] or "").strip().lower()
    days = days if all(place(one) is not None for one in _SOME.findall(days)) else ""
    return Found(
        "FE042",
        first.start,
        case.line.text + len(case.written.partition("#")[0].rstrip()),
        f"{shown(case.written.partition('#')[0])} is not how this is written.",
        f"Write `{days or 'every day'} 00:00-24:00`.",
        case.exchanged(stack, case.line.end, "EVERY", "DAY", "INTERVAL"),
    )


def dates(case: Case) -> Found | None:
    found = _DATES.match(case.written)
    stack, first = case.suspects[0]
    if found is None or not case.table.feed(stack, "CALENDAR_DAY"):
        return None
    end = case.line.text + found.end()
    return Found(
        "FE042",
        first.start,
        end,
        f"{shown(found[0])} is not how this is written.",
        "Write a line for each of these days.",
        case.exchanged(stack, end, "CALENDAR_DAY"),
    )


OPENING = (whole_day, dates)
