"""Two calendars behind one face: the Gregorian and the Persian (Solar Hijri) one of Iran.

Dates are always Python's `date`; a calendar only says which year, month and day people call it.
The Persian year begins at the March equinox. Instead of the sky we take a cycle of 33 years with
8 leap years, which names the same leap years as the official table of the Calendar Centre,
Institute of Geophysics, University of Tehran (1206 to 1498 AP, that is 1827 to 2120). It knows no
names of months: those belong to the grammars and formats of a language.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Callable
from datetime import date
from typing import NamedTuple

PERSIAN_YEARS = range(1206, 1499)  # those that the official table vouches for

_FIRST_DAY = date(622, 3, 21).toordinal()  # 1 Farvardin 1 of the cycle, by Gregorian rules
_CYCLE = 33  # years
_LAST_YEAR = 9377  # the last that ends before Python's calendar does
_LONG_MONTHS = 6  # of 31 days; the others have 30, the last 29 in a common year


def is_persian(language: str) -> bool:
    """Of `fa` or `fa-AF`: its people count days by the Persian calendar, and write ۰ to ۹."""
    return language.partition("-")[0] == "fa"


class Calendar(NamedTuple):
    """`real` gives None for a day that does not exist; `parts` are year, month and day."""

    real: Callable[[int, int, int], date | None]
    parts: Callable[[date], tuple[int, int, int]]
    month_length: Callable[[int, int], int]


def _gregorian(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except (ValueError, OverflowError):
        return None


def _gregorian_parts(day: date) -> tuple[int, int, int]:
    return day.year, day.month, day.day


def _gregorian_length(year: int, month: int) -> int:
    return monthrange(year, month)[1]


def is_leap(year: int) -> bool:
    """Whether this Persian year has 366 days."""
    return (8 * year + 29) % _CYCLE < 8


def _new_year(year: int) -> int:
    """The ordinal of its 1 Farvardin."""
    return _FIRST_DAY + 365 * (year - 1) + (8 * year + 21) // _CYCLE


def _persian_length(year: int, month: int) -> int:
    if month <= _LONG_MONTHS:
        return 31
    return 30 if month < 12 or is_leap(year) else 29


def _persian(year: int, month: int, day: int) -> date | None:
    if not (1 <= year <= _LAST_YEAR and 1 <= month <= 12):
        return None
    if not 1 <= day <= _persian_length(year, month):
        return None
    before = (month - 1) * 30 + min(month - 1, _LONG_MONTHS)
    return date.fromordinal(_new_year(year) + before + day - 1)


def _persian_parts(day: date) -> tuple[int, int, int]:
    year = day.year - 621
    if day.toordinal() < _new_year(year):
        year -= 1
    passed = day.toordinal() - _new_year(year)
    long = _LONG_MONTHS * 31
    month, rest = divmod(passed, 31) if passed < long else divmod(passed - _LONG_MONTHS, 30)
    return year, month + 1, rest + 1


GREGORIAN = Calendar(_gregorian, _gregorian_parts, _gregorian_length)
PERSIAN = Calendar(_persian, _persian_parts, _persian_length)
