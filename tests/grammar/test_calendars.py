from __future__ import annotations

from datetime import date, timedelta

import pytest

from flowengine.grammar.calendars import (
    GREGORIAN,
    PERSIAN,
    PERSIAN_YEARS,
    Calendar,
    is_leap,
    is_persian,
)

# The first day of the year, as it was or will be kept in Iran
NEW_YEARS = {
    1304: date(1925, 3, 21),
    1357: date(1978, 3, 21),
    1375: date(1996, 3, 20),
    1376: date(1997, 3, 21),
    1399: date(2020, 3, 20),
    1400: date(2021, 3, 21),
    1401: date(2022, 3, 21),
    1402: date(2023, 3, 21),
    1403: date(2024, 3, 20),
    1404: date(2025, 3, 21),
    1405: date(2026, 3, 21),
    1406: date(2027, 3, 21),
    1408: date(2029, 3, 20),
    1409: date(2030, 3, 21),
}


@pytest.mark.parametrize(("year", "day"), NEW_YEARS.items())
def test_new_year(year: int, day: date) -> None:
    assert PERSIAN.real(year, 1, 1) == day
    assert PERSIAN.parts(day) == (year, 1, 1)
    assert PERSIAN.parts(day - timedelta(days=1))[:2] == (year - 1, 12)


def test_leap_years() -> None:
    known = [1375, 1379, 1383, 1387, 1391, 1395, 1399, 1403, 1408, 1412]
    assert [year for year in range(1372, 1415) if is_leap(year)] == known


@pytest.mark.parametrize(
    ("parts", "day"),
    [
        ((1357, 11, 22), date(1979, 2, 11)),
        ((1405, 12, 12), date(2027, 3, 3)),
        ((1405, 6, 31), date(2026, 9, 22)),
        ((1405, 7, 1), date(2026, 9, 23)),
        ((1403, 12, 30), date(2025, 3, 20)),
        ((1405, 12, 30), None),
        ((1405, 7, 31), None),
        ((1405, 13, 1), None),
        ((1405, 0, 1), None),
        ((1405, 1, 0), None),
        ((0, 1, 1), None),
        ((10_000, 1, 1), None),
    ],
)
def test_persian_days(parts: tuple[int, int, int], day: date | None) -> None:
    assert PERSIAN.real(*parts) == day
    assert day is None or PERSIAN.parts(day) == parts


@pytest.mark.parametrize("calendar", [GREGORIAN, PERSIAN])
def test_every_day_there_and_back(calendar: Calendar) -> None:
    first = date(PERSIAN_YEARS[0] + 621, 1, 1)
    for ahead in range(0, 300 * 366, 7):
        day = first + timedelta(days=ahead)
        year, month, number = calendar.parts(day)
        assert calendar.real(year, month, number) == day
        assert 1 <= number <= calendar.month_length(year, month)


@pytest.mark.parametrize("calendar", [GREGORIAN, PERSIAN])
def test_a_month_ends_where_the_next_begins(calendar: Calendar) -> None:
    for year in (1403, 1404, 1408):
        for month in range(1, 12):
            last = calendar.real(year, month, calendar.month_length(year, month))
            assert last is not None
            assert last + timedelta(days=1) == calendar.real(year, month + 1, 1)
            assert calendar.real(year, month, calendar.month_length(year, month) + 1) is None


def test_the_ends_of_the_calendar() -> None:
    assert PERSIAN.real(*PERSIAN.parts(date(622, 3, 21))) == date(622, 3, 21)
    assert PERSIAN.real(9377, 12, 29) is not None
    assert PERSIAN.parts(date.max)[0] == 9378


@pytest.mark.parametrize(
    ("language", "persian"),
    [("fa", True), ("fa-AF", True), ("en", False), ("fat", False), ("", False)],
)
def test_languages_that_count_by_the_persian_calendar(language: str, persian: bool) -> None:
    assert is_persian(language) is persian
