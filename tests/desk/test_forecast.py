"""The median of the same weekday, by the clock on the wall."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from flowengine.desk.forecast import arrivals, counted, forecast
from flowengine.language.program import Hours
from tests.desk.history import Life, written

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


def office(*closed: date) -> Hours:
    """From half past nine to six, with a lunch break; on Mondays and by these dates closed."""
    day = ((time(9, 30), time(13)), (time(14), time(18)))
    dates: dict[date, tuple[tuple[time, time], ...]] = dict.fromkeys(closed, ())
    return Hours("Europe/Kyiv", dates, None, dict.fromkeys(range(5), day))


def test_a_holiday_is_no_monday_without_people() -> None:
    weeks = [6, 0, 8, 0, 0, 4]
    people = [
        at
        for back, count in enumerate(weeks, 1)
        for at in moments(MONDAY - timedelta(weeks=back), 10, 0, count)
    ]
    holidays = [MONDAY - timedelta(weeks=back) for back in (2, 4, 5)]
    counts = counted(people, "Europe/Kyiv")
    plain = {one.begins: one for one in forecast(counts, MONDAY, "Europe/Kyiv")}
    found = {
        one.begins: one for one in forecast(counts, MONDAY, "Europe/Kyiv", hours=office(*holidays))
    }
    ten = moments(MONDAY, 10, 0, 1)[0]
    assert (plain[ten].expected, plain[ten].weeks) == (2.0, 6)
    assert (found[ten].expected, found[ten].weeks) == (6.0, 3)
    # Nobody is planned for when it is closed: in the night, at lunch.
    assert len(found) == 7 + 8
    assert moments(MONDAY, 13, 0, 1)[0] not in found
    assert forecast(counts, MONDAY, "Europe/Kyiv", hours=office(MONDAY)) == ()
    assert forecast(counts, MONDAY - timedelta(days=1), "Europe/Kyiv", hours=office()) == ()


def test_a_day_before_anything_was_counted_is_planned_for_nobody() -> None:
    counts = counted(moments(MONDAY, 10, 0, 3), "Europe/Kyiv")
    found = forecast(counts, MONDAY - timedelta(weeks=2), "Europe/Kyiv")
    assert {(one.expected, one.weeks) for one in found} == {(0.0, 0)}


def test_only_who_sits_there_needs_somebody_there() -> None:
    lives = [
        Life("chat", 1.0),
        Life("call", 2.0, media="voice"),
        Life("letter", 3.0, media="async"),
        Life("promise", 4.0, media="voice", kind="callback"),
    ]
    assert arrivals(written(*lives, Life("taken", 5.0).accepted(6.0))) == [1.0, 2.0, 5.0]
