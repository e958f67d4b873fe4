"""The median of the same weekday, by the clock on the wall."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from flowengine.desk.forecast import counted, forecast

KYIV = ZoneInfo("Europe/Kyiv")
MONDAY = date(2026, 4, 6)


def moments(day: date, hour: int, minute: int, count: int) -> list[float]:
    begin = datetime(day.year, day.month, day.day, hour, minute, tzinfo=KYIV).timestamp()
    return [begin + n for n in range(count)]


def test_people_are_counted_by_the_walls_clock() -> None:
    counts = counted([*moments(MONDAY, 9, 0, 2), *moments(MONDAY, 9, 29, 3)], "Europe/Kyiv")
    assert counts == {(MONDAY, 18): 5}
    assert counted(moments(MONDAY, 9, 15, 1), "Europe/Kyiv", 15) == {(MONDAY, 37): 1}


def test_an_outlier_moves_nothing_and_the_clocks_change_is_not_seen() -> None:
    weeks = [5, 400, 7, 6, 4, 6]  # back to before the clocks changed on the 29th of March
    people = [
        at
        for back, count in enumerate(weeks, 1)
        for at in moments(MONDAY - timedelta(weeks=back), 10, 0, count)
    ]
    people += moments(MONDAY - timedelta(weeks=7), 10, 0, 99)
    found = forecast(counted(people, "Europe/Kyiv"), MONDAY, "Europe/Kyiv")
    assert len(found) == 48
    assert (found[20].expected, found[20].weeks, found[20].minutes) == (6.0, 6, 30)
    assert found[20].begins == moments(MONDAY, 10, 0, 1)[0]
    assert found[20].rate == 6.0 / 1800.0
    assert {one.expected for one in found if one is not found[20]} == {0.0}


def test_weeks_before_the_first_are_no_weeks_without_people() -> None:
    people = moments(MONDAY - timedelta(weeks=2), 10, 0, 8)
    people += moments(MONDAY - timedelta(weeks=1), 10, 0, 4)
    found = forecast(counted(people, "Europe/Kyiv"), MONDAY, "Europe/Kyiv")
    assert (found[20].expected, found[20].weeks) == (6.0, 2)


def test_nothing_known_says_so() -> None:
    found = forecast({}, MONDAY, "Europe/Kyiv", minutes=60)
    assert len(found) == 24
    assert {(one.expected, one.weeks) for one in found} == {(0.0, 0)}
