"""Opening hours: is it open, and when does it open next. Pure: the moment is an argument.

What is more exact wins: a date over a public holiday over a weekday over every day. An interval
past midnight belongs to its first day.
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flowengine.language.program import Hours

Intervals = tuple[tuple[time, time], ...]
HORIZON = 370  # days to look ahead: hours that are yearly still open within it


@lru_cache(maxsize=64)
def _holidays(country: str, year: int) -> frozenset[date]:
    """Public holidays, from the `holidays` package; loaded only where hours name a country."""
    import holidays

    return frozenset(holidays.country_holidays(country, years=year))


def intervals(hours: Hours, day: date) -> Intervals:
    if day in hours.dates:
        return hours.dates[day]
    if hours.holidays is not None and day in _holidays(hours.holidays[0], day.year):
        return hours.holidays[1]
    return hours.days.get(day.weekday(), ())


def _spans(hours: Hours, day: date) -> Iterator[tuple[datetime, datetime]]:
    zone = ZoneInfo(hours.zone)
    for start, end in intervals(hours, day):
        last = day + timedelta(days=1) if end <= start else day
        yield datetime.combine(day, start, zone), datetime.combine(last, end, zone)


def is_open(hours: Hours, now: datetime) -> bool:
    """`now` is aware; so is what is compared, so that summer time comes out right."""
    today = now.astimezone(ZoneInfo(hours.zone)).date()
    days = (today - timedelta(days=1), today)
    return any(start <= now < end for day in days for start, end in _spans(hours, day))


def open_at(hours: Hours, day: date, hour: time | None = None) -> bool:
    """At a moment, on a day at this hour of it, or on a day at all; as the hours' own zone has it.

    What began the evening before and goes on past midnight is no opening of the day by itself.
    """
    if hour is not None:
        return is_open(hours, datetime.combine(day, hour, ZoneInfo(hours.zone)))
    return is_open(hours, day) if isinstance(day, datetime) else bool(intervals(hours, day))


def next_opening(hours: Hours, now: datetime) -> datetime | None:
    """The next moment it opens, in the hours' own zone; None where it never does."""
    today = now.astimezone(ZoneInfo(hours.zone)).date()
    for ahead in range(HORIZON):
        starts = [start for start, _ in _spans(hours, today + timedelta(days=ahead)) if start > now]
        if starts:
            return min(starts)
    return None
