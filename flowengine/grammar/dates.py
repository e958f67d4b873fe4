"""Dates: `2027-03-04`, `4/3/2027`, "tomorrow", "next friday", "March 3rd", "in two weeks".

Typed figures are day first, except in American English (`en-US`); the other order is a second,
less likely reading where it exists too. A day without a year is the next such day. "Next friday"
is the coming one or the one after it, "friday" on a friday today or in a week: equally likely.
A weekday that contradicts its date makes the date doubtful, not impossible.
"""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date, timedelta

from flowengine.grammar.reading import Context, Kind, Reading, Readings, sure
from flowengine.grammar.tags import Field, Number, fields

OTHER_ORDER = 0.6
DOUBTFUL = 0.5
YEARS_AHEAD = 8  # the longest wait for a 29 February
CENTURY_AHEAD = 20  # `47` is 2047 until so many years before it, else 1947

_YEAR_FIRST = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})")
_YEAR_LAST = re.compile(r"(\d{1,2})([-/.])(\d{1,2})(?:\2(\d{4}|\d{2}))?\.?")
_UNITS = ("days", "weeks", "months", "years")


def typed(text: str, context: Context) -> Readings:
    """Figures with dots, slashes or hyphens."""
    if found := _YEAR_FIRST.fullmatch(text):
        year, month, day = map(int, found.groups())
        return sure(_real(year, month, day))
    if found := _YEAR_LAST.fullmatch(text):
        return _either_order(int(found[1]), int(found[3]), found[4], context)
    return []


def evaluate(tags: tuple[str, ...], context: Context) -> Readings:
    """The tags of `dates.date`."""
    said = {field.name: field for field in fields(tags)}
    if "date" in said:
        return typed(said["date"].text, context)
    if any(unit in said for unit in _UNITS):
        return sure(_moved(said, context.today))
    if "day" in said:
        return _on_day(said, context.today)
    if "weekday" in said:
        return _on_weekday(said, context.today)
    return []


def _either_order(first: int, second: int, year: str | None, context: Context) -> Readings:
    chosen = _century(int(year), context.today) if year else None
    orders = [(second, first), (first, second)]
    if context.language == "en-US":
        orders.reverse()
    dates = [_next_or_in(chosen, month, day, context.today) for month, day in orders]
    found = list(dict.fromkeys(day for day in dates if day))
    scores = (1.0, OTHER_ORDER)
    return [Reading(day, score) for day, score in zip(found, scores, strict=False)]


def _real(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _century(year: int, today: date) -> int:
    if year >= 100:
        return year
    year += today.year // 100 * 100
    return year if year <= today.year + CENTURY_AHEAD else year - 100


def _next_or_in(year: int | None, month: int, day: int, today: date) -> date | None:
    """In that year, or without one the next time from today on."""
    if year is not None:
        return _real(year, month, day)
    possible = (_real(today.year + ahead, month, day) for ahead in range(YEARS_AHEAD + 1))
    return next((found for found in possible if found and found >= today), None)


def _count(field: Field) -> Number:
    """`{days -1}`, `{2} {weeks}`, or one: "a week"."""
    if field.text:
        return int(field.text)
    return 1 if field.amount is None else field.amount


def _moved(said: dict[str, Field], today: date) -> date | None:
    counts = {unit: _count(said[unit]) for unit in _UNITS if unit in said}
    sign = -1 if "ago" in said else 1
    whole = {unit: int(count) * sign for unit, count in counts.items()}
    try:
        later = _months_later(today, whole.get("years", 0) * 12 + whole.get("months", 0))
        return later + timedelta(days=whole.get("days", 0) + 7 * whole.get("weeks", 0))
    except (ValueError, OverflowError):
        return None


def _months_later(day: date, months: int) -> date:
    """The same day of that month, or its last; `ValueError` beyond the calendar."""
    years, month = divmod(day.month - 1 + months, 12)
    year = day.year + years
    if not 1 <= year <= 9999:
        raise ValueError(year)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def _on_day(said: dict[str, Field], today: date) -> Readings:
    day = int(said["day"].amount or 0)
    found = _in_month(said, day, today) if "month" in said else _next_day(day, today)
    if found is None:
        return []
    agrees = "weekday" not in said or found.isoweekday() == int(said["weekday"].text)
    return [Reading(found, 1.0 if agrees else DOUBTFUL)]


def _in_month(said: dict[str, Field], day: int, today: date) -> date | None:
    written = said["year"].amount if "year" in said else None
    year = None if written is None else _century(int(written), today)
    return _next_or_in(year, int(said["month"].text), day, today)


def _next_day(day: int, today: date) -> date | None:
    """The next month that has this day, from today on."""
    months = range(today.year * 12 + today.month - 1, today.year * 12 + today.month + 3)
    possible = (_real(month // 12, month % 12 + 1, day) for month in months)
    return next((found for found in possible if found and found >= today), None)


def _on_weekday(said: dict[str, Field], today: date) -> Readings:
    ahead = (int(said["weekday"].text) - today.isoweekday()) % 7
    if "last" in said:
        return sure(_shifted(today, ahead - 7))
    if "next" in said:
        monday = (7 - today.weekday()) + int(said["weekday"].text) - 1
        return sure(_shifted(today, ahead or 7), _shifted(today, monday))
    if "this" in said or ahead:
        return sure(_shifted(today, ahead))
    return sure(today, _shifted(today, 7))


def _shifted(today: date, days: int) -> date | None:
    try:
        return today + timedelta(days=days)
    except OverflowError:
        return None


KIND = Kind(("dates.date",), ("dates.inside",), typed, evaluate)
