"""Dates typed in figures: `2027-03-04`, `4/3/2027`, `۱۴۰۵/۱۲/۱۵`, or a day alone, `15.`

Which calendar is meant follows from the language and the size of the year. Where people type the
day first the other order is a second, less likely reading, if it exists too. Persian figures run
from the year to the day; without a year both orders are usual, so both are given as equals.
It refuses no day for being long ago: what is allowed is the flow's business.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from flowengine.grammar.calendars import GREGORIAN, PERSIAN, PERSIAN_YEARS, Calendar, is_persian
from flowengine.grammar.reading import Context, Reading, Readings, sure

if TYPE_CHECKING:
    from datetime import date

OTHER_ORDER = 0.6
YEARS_AHEAD = 8  # the longest wait for a 29 February
CENTURY_AHEAD = 20  # `47` is 2047 until so many years before it, else 1947

_DAY = re.compile(r"(\d{1,2})\.")
_YEAR_FIRST = re.compile(r"(\d{4})\s*[-/.]\s*(\d{1,2})\s*[-/.]\s*(\d{1,2})")
_YEAR_LAST = re.compile(r"(\d{1,2})([-/., ]|\. )(\d{1,2})(?:\2(\d{4}|\d{2}))?\.?")


def typed(text: str, context: Context) -> Readings:
    """Figures with dots, slashes, hyphens, commas or blanks between them."""
    if found := _YEAR_FIRST.fullmatch(text):
        year, month, day = map(int, found.groups())
        return sure(_calendar(year, context).real(year, month, day))
    if found := _YEAR_LAST.fullmatch(text):
        first, second, third = int(found[1]), int(found[3]), found[4]
        if _calendar(int(third or 0), context) is PERSIAN:
            return _persian(first, second, third, context.today)
        return _either_order(first, second, third, context)
    if found := _DAY.fullmatch(text):
        calendar = PERSIAN if is_persian(context.language) else GREGORIAN
        return sure(next_with_day(calendar, int(found[1]), context.today))
    return []


def in_or_next(
    calendar: Calendar, year: int | None, month: int, day: int, today: date
) -> date | None:
    """In that year, or without one the next time from today on."""
    if year is not None:
        return calendar.real(year, month, day)
    this_year = calendar.parts(today)[0]
    possible = (calendar.real(this_year + ahead, month, day) for ahead in range(YEARS_AHEAD + 1))
    return next((found for found in possible if found and found >= today), None)


def next_with_day(calendar: Calendar, day: int, today: date) -> date | None:
    """In the next month that has this day, from today on."""
    year, month, _ = calendar.parts(today)
    months = range(year * 12 + month - 1, year * 12 + month + 3)
    possible = (calendar.real(month // 12, month % 12 + 1, day) for month in months)
    return next((found for found in possible if found and found >= today), None)


def century(year: int, calendar: Calendar, today: date) -> int:
    """Two figures become four: `05` is 2005 or, in Persian years, 1405, which `405` is too."""
    if year >= 100:
        return year + 1000 if calendar is PERSIAN and year < 1000 else year
    this_year = calendar.parts(today)[0]
    year += this_year // 100 * 100
    return year if year <= this_year + CENTURY_AHEAD else year - 100


def _calendar(year: int, context: Context) -> Calendar:
    """Two figures count by the calendar of the language, four by whichever has such years now."""
    persian = is_persian(context.language) and (year < 100 or year in PERSIAN_YEARS)
    return PERSIAN if persian else GREGORIAN


def _persian(first: int, second: int, third: str | None, today: date) -> Readings:
    if third is None:
        orders = [(None, first, second), (None, second, first)]
        return sure(*(in_or_next(PERSIAN, *order, today) for order in orders))
    day_first = PERSIAN.real(century(int(third), PERSIAN, today), second, first)
    if len(third) == 4:
        return sure(day_first)
    return _ranked([PERSIAN.real(century(first, PERSIAN, today), second, int(third)), day_first])


def _either_order(first: int, second: int, third: str | None, context: Context) -> Readings:
    chosen = century(int(third), GREGORIAN, context.today) if third else None
    orders = [(second, first), (first, second)]
    if context.language == "en-US":
        orders.reverse()
    return _ranked([in_or_next(GREGORIAN, chosen, *order, context.today) for order in orders])


def _ranked(dates: list[date | None]) -> Readings:
    found = list(dict.fromkeys(day for day in dates if day))
    return [Reading(day, score) for day, score in zip(found, (1.0, OTHER_ORDER), strict=False)]
