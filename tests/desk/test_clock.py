"""Promises count open time only: closed hours, lunch, holidays and changes of the clocks."""

from __future__ import annotations

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

import pytest

from flowengine.desk import clock
from flowengine.language.program import Hours

KYIV = ZoneInfo("Europe/Kyiv")
HOUR = 3600.0
SPLIT = ((time(9), time(13)), (time(14), time(18)))
OFFICE = Hours(
    zone="Europe/Kyiv",
    dates={date(2026, 3, 18): ((time(12), time(13)),)},
    holidays=("HR", ()),
    days=dict.fromkeys(range(5), SPLIT),
)
NIGHT = Hours("Europe/Kyiv", {}, None, dict.fromkeys(range(7), ((time(22), time(6)),)))
ALWAYS = Hours("Europe/Kyiv", {}, None, dict.fromkeys(range(7), ((time(0), time(0)),)))
DOUBLE = Hours(
    "Europe/Kyiv",
    {},
    None,
    dict.fromkeys(range(7), ((time(9), time(13)), (time(12), time(15)), (time(10), time(11)))),
)
NEVER = Hours("Europe/Kyiv", {}, None, {})


def at(text: str) -> float:
    """A moment as Kyiv's clocks show it; of two, the first."""
    return datetime.fromisoformat(text).replace(tzinfo=KYIV).timestamp()


@pytest.mark.parametrize(
    ("hours", "began", "ended", "open_hours"),
    [
        # Monday the 16th of March 2026: lunch, night and the weekend do not count.
        (OFFICE, "2026-03-16T12:00", "2026-03-16T15:00", 2.0),
        (OFFICE, "2026-03-16T13:10", "2026-03-16T13:50", 0.0),
        (OFFICE, "2026-03-16T17:00", "2026-03-17T10:00", 2.0),
        (OFFICE, "2026-03-13T17:00", "2026-03-16T10:00", 2.0),
        (OFFICE, "2026-03-14T00:00", "2026-03-15T23:00", 0.0),
        # A date of its own, and a public holiday.
        (OFFICE, "2026-03-18T00:00", "2026-03-19T00:00", 1.0),
        (OFFICE, "2026-08-05T00:00", "2026-08-06T10:00", 1.0),
        # Past midnight belongs to the first day; both ends may lie inside.
        (NIGHT, "2026-03-16T23:00", "2026-03-17T02:00", 3.0),
        (NIGHT, "2026-03-17T01:00", "2026-03-17T23:00", 6.0),
        # Summer time skips an hour on the 29th of March, and repeats one on the 25th of October.
        (NIGHT, "2026-03-28T22:00", "2026-03-29T06:00", 7.0),
        (ALWAYS, "2026-03-29T00:00", "2026-03-30T00:00", 23.0),
        (ALWAYS, "2026-10-25T00:00", "2026-10-26T00:00", 25.0),
        (OFFICE, "2026-03-27T17:00", "2026-03-30T10:00", 2.0),
        # What overlaps counts once.
        (DOUBLE, "2026-03-16T00:00", "2026-03-17T00:00", 6.0),
        (None, "2026-03-14T00:00", "2026-03-14T05:00", 5.0),
        (OFFICE, "2026-03-16T15:00", "2026-03-16T12:00", 0.0),
        (NEVER, "2026-03-16T00:00", "2026-03-17T00:00", 0.0),
    ],
)
def test_f29_f30_only_open_time_counts(
    hours: Hours | None, began: str, ended: str, open_hours: float
) -> None:
    assert clock.open_seconds(hours, at(began), at(ended)) == open_hours * HOUR


@pytest.mark.parametrize(
    ("hours", "began", "seconds", "due"),
    [
        (OFFICE, "2026-03-16T12:30", HOUR, "2026-03-16T14:30"),
        (OFFICE, "2026-03-16T17:30", HOUR, "2026-03-17T09:30"),
        (OFFICE, "2026-03-13T17:30", HOUR, "2026-03-16T09:30"),
        (OFFICE, "2026-03-16T17:00", HOUR, "2026-03-16T18:00"),
        (OFFICE, "2026-03-14T03:00", 0.0, "2026-03-16T09:00"),
        (NIGHT, "2026-03-17T05:00", 2 * HOUR, "2026-03-17T23:00"),
        (NIGHT, "2026-03-29T02:00", 3 * HOUR, "2026-03-29T06:00"),
        (DOUBLE, "2026-03-16T12:30", 2 * HOUR, "2026-03-16T14:30"),
        (None, "2026-03-16T12:30", HOUR, "2026-03-16T13:30"),
    ],
)
def test_f29_what_is_due_is_due_in_open_time(
    hours: Hours | None, began: str, seconds: float, due: str
) -> None:
    assert clock.due(hours, at(began), seconds) == at(due)


def test_where_it_never_opens_nothing_is_ever_due() -> None:
    assert clock.due(NEVER, at("2026-03-16T12:30"), HOUR) is None


P, A = clock.PERSON, clock.AGENT


@pytest.mark.parametrize(
    ("lines", "waits"),
    [
        ([], []),
        ([(1.0, A)], []),
        ([(1.0, P), (5.0, A)], [(1.0, 5.0)]),
        # Asking again does not begin it anew, and a late first reply is not hidden by a second.
        ([(1.0, P), (3.0, P), (5.0, A), (6.0, A)], [(1.0, 5.0)]),
        # It does not run on the person's turn; who writes again waits again.
        ([(1.0, P), (5.0, A), (90.0, P), (92.0, A)], [(1.0, 5.0), (90.0, 92.0)]),
        ([(1.0, P), (5.0, A), (90.0, P)], [(1.0, 5.0), (90.0, 0.0)]),
    ],
)
def test_f29_the_clock_of_an_answer_runs_on_our_turn_only(
    lines: list[tuple[float, str]], waits: list[tuple[float, float]]
) -> None:
    assert clock.waits(lines) == waits
