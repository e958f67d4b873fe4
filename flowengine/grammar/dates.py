"""Dates: `2027-03-04`, "tomorrow", "next friday", "March 3rd", "in two weeks", "پانزدهم اسفند".

Figures are read by `date_figures`. Months are those of the Gregorian calendar unless the grammar
says `{calendar persian}`. A day without a year is the next such day. "Next friday" is the coming
one or the one after it, "friday" on a friday today or in a week: equally likely; so are the days
of a weekend, `{weekend 6 7}`. Weeks begin on Monday unless `{week_begins 6}` says so. A weekday
that contradicts its date makes the date doubtful, not impossible.
"""

from __future__ import annotations

from datetime import date, timedelta

from flowengine.grammar.calendars import GREGORIAN, PERSIAN, Calendar
from flowengine.grammar.date_figures import century, in_or_next, next_with_day, typed
from flowengine.grammar.reading import Context, Kind, Reading, Readings, sure
from flowengine.grammar.tags import Field, Number, fields

DOUBTFUL = 0.5

_UNITS = ("days", "weeks", "months", "years")


def evaluate(tags: tuple[str, ...], context: Context) -> Readings:
    """The tags of `dates.date`."""
    said = {field.name: field for field in fields(tags)}
    if "date" in said:
        return typed(said["date"].text, context)
    if any(unit in said for unit in _UNITS):
        return sure(_moved(said, context.today))
    if "in_month" in said or "last_day" in said:
        return sure(_in_near_month(said, context.today))
    if "day" in said:
        return _on_day(said, context.today)
    if "weekend" in said:
        return _on_weekend(said, context.today)
    if "weekday" in said:
        return _on_weekday(said, context.today)
    return []


def _calendar(said: dict[str, Field]) -> Calendar:
    return PERSIAN if "calendar" in said else GREGORIAN


def _count(field: Field) -> Number:
    """`{days -1}`, `{2} {weeks}`, or one: "a week"."""
    if field.text:
        return int(field.text)
    return 1 if field.amount is None else field.amount


def _moved(said: dict[str, Field], today: date) -> date | None:
    counts = {unit: _count(said[unit]) for unit in _UNITS if unit in said}
    sign = -1 if "ago" in said else 1
    whole = {unit: int(count) * sign for unit, count in counts.items()}
    months = whole.get("years", 0) * 12 + whole.get("months", 0)
    later = _months_later(_calendar(said), today, months)
    return later and _shifted(later, whole.get("days", 0) + 7 * whole.get("weeks", 0))


def _months_later(calendar: Calendar, day: date, months: int) -> date | None:
    """The same day of that month, or its last; None beyond the calendar."""
    year, month, number = calendar.parts(day)
    years, month = divmod(month - 1 + months, 12)
    year, month = year + years, month + 1
    return calendar.real(year, month, min(number, calendar.month_length(year, month)))


def _on_day(said: dict[str, Field], today: date) -> Readings:
    day = int(said["day"].amount or 0)
    calendar = _calendar(said)
    if "month" in said:
        found = _in_month(calendar, said, day, today)
    else:
        found = next_with_day(calendar, day, today)
    if found is None:
        return []
    agrees = "weekday" not in said or found.isoweekday() == int(said["weekday"].text)
    return [Reading(found, 1.0 if agrees else DOUBTFUL)]


def _in_near_month(said: dict[str, Field], today: date) -> date | None:
    """A day, or the last, of this month (`{in_month 0}`), the next, or one with a name."""
    calendar = _calendar(said)
    year, month, _ = calendar.parts(today)
    if "in_month" in said:
        later, month = divmod(month - 1 + int(said["in_month"].text), 12)
        year, month = year + later, month + 1
    else:
        passed = int(_count(said["month"])) < month
        month = int(_count(said["month"]))
        written = _year(said, calendar, today)
        year = year + passed if written is None else written
    day = calendar.month_length(year, month) if "last_day" in said else int(_count(said["day"]))
    return calendar.real(year, month, day)


def _in_month(calendar: Calendar, said: dict[str, Field], day: int, today: date) -> date | None:
    year = _year(said, calendar, today)
    return in_or_next(calendar, year, int(_count(said["month"])), day, today)


def _year(said: dict[str, Field], calendar: Calendar, today: date) -> int | None:
    """The year that was said, `{in_year 1}` for the next one; None when nobody did."""
    if "in_year" in said:
        return calendar.parts(today)[0] + int(said["in_year"].text)
    return century(int(said["year"].amount or 0), calendar, today) if "year" in said else None


def _on_weekend(said: dict[str, Field], today: date) -> Readings:
    """Each of its days; which one is asked back."""
    days = said["weekend"].text.split()
    each = [_on_weekday({**said, "weekday": Field("weekday", day)}, today) for day in days]
    return list(dict.fromkeys(reading for readings in each for reading in readings))


def _on_weekday(said: dict[str, Field], today: date) -> Readings:
    ahead = (int(said["weekday"].text) - today.isoweekday()) % 7
    if "in_week" in said:
        return sure(_in_week(int(said["in_week"].text), said, today))
    if "week_on" in said:
        return sure(_shifted(today, ahead + 7 * int(said["week_on"].text or 1)))
    if "last" in said:
        return sure(_shifted(today, ahead - 7))
    if "next" in said:
        return sure(_shifted(today, ahead or 7), _in_week(1, said, today))
    if "this" in said or ahead:
        return sure(_shifted(today, ahead))
    return sure(today, _shifted(today, 7))


def _in_week(number: int, said: dict[str, Field], today: date) -> date | None:
    """That weekday of this week (0), the next (1), the one before (-1)."""
    first = int(said["week_begins"].text) if "week_begins" in said else 1
    passed = (today.isoweekday() - first) % 7
    wanted = (int(said["weekday"].text) - first) % 7
    return _shifted(today, 7 * number + wanted - passed)


def _shifted(today: date, days: int) -> date | None:
    try:
        return today + timedelta(days=days)
    except OverflowError:
        return None


KIND = Kind(("dates.date",), ("dates.inside",), typed, evaluate)
