"""Opening hours: exceptions, intervals past midnight, summer time, several zones."""

from __future__ import annotations

from datetime import UTC, date, datetime, time

import pytest

from flowengine.language.program import Hours
from flowengine.runtime.hours import is_open, next_opening, open_at
from tests.runtime.talk import program

OFFICE = """hours office
  zone Europe/Kyiv
  every day 18:00-23:00, 23:30-06:00
  sat, sun 12:00-06:00
  mon-wed 9:00-17:00
  holidays PL 20:00-02:00
  2027-01-07 closed "Christmas"
  2027-03-11 00:00-24:00

hours london
  zone Europe/London
  every day 9:00-17:00

hours never
  2020-01-01 9:00-10:00

hours nights
  zone Europe/Kyiv
  every day 2:00-4:00

start:
  end
"""


def hours(name: str) -> Hours:
    return program(OFFICE).hours[name]


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("name", "moment", "opened"),
    [
        # Thursday 11 March has hours of its own; Kyiv is two hours ahead of UTC.
        ("office", "2027-03-10T06:59", False),  # Wednesday 8:59: the weekday, not every day
        ("office", "2027-03-10T07:00", True),
        ("office", "2027-03-10T14:59", True),
        ("office", "2027-03-10T15:00", False),  # the end itself is closed
        ("office", "2027-03-10T16:30", False),  # 18:30 on a Wednesday: every day is replaced
        ("office", "2027-03-10T22:00", True),  # the date, from its first moment …
        ("office", "2027-03-11T21:59", True),  # … to its last
        ("office", "2027-03-11T22:00", False),  # Friday 0:00, and the night belongs to Thursday
        ("office", "2027-03-12T16:00", True),  # Friday 18:00
        ("office", "2027-03-12T21:15", False),  # between its two intervals
        ("office", "2027-03-12T21:30", True),
        ("office", "2027-03-13T03:59", True),  # Saturday 5:59, still Friday's night
        ("office", "2027-03-13T04:00", False),
        ("office", "2027-03-13T10:00", True),  # Saturday noon
        ("office", "2027-03-15T03:59", True),  # Monday 5:59 belongs to Sunday
        ("office", "2027-03-15T04:00", False),
        ("office", "2027-01-06T23:00", True),  # Thursday 1:00: the night of Wednesday's holiday
        ("office", "2027-01-07T00:00", False),  # Thursday 2:00, closed by its date
        ("office", "2027-01-07T18:00", False),
        ("office", "2027-05-03T08:00", False),  # a Polish holiday on a Monday: it wins
        ("office", "2027-05-03T17:00", True),
        ("office", "2027-05-03T22:59", True),
        ("office", "2027-05-03T23:00", False),
        # Summer time in Kyiv begins on 28 March at 3:00, in London at 1:00; it ends on 31 October.
        ("nights", "2027-03-27T00:00", True),
        ("nights", "2027-03-27T02:00", False),
        ("nights", "2027-03-28T00:30", True),
        ("nights", "2027-03-28T01:00", False),  # 4:00 summer time, after a single hour
        ("nights", "2027-10-31T00:59", True),  # 3:59 summer time
        ("nights", "2027-10-31T01:30", True),  # 3:30 again
        ("nights", "2027-10-31T02:00", False),
        ("london", "2027-03-26T09:00", True),
        ("london", "2027-03-29T08:00", True),
        ("london", "2027-03-29T16:00", False),
        ("never", "2027-03-29T16:00", False),
    ],
)
def test_open(name: str, moment: str, opened: bool) -> None:
    assert is_open(hours(name), utc(moment)) is opened


@pytest.mark.parametrize(
    ("name", "day", "hour", "opened"),
    [
        ("office", date(2027, 3, 10), time(9), True),  # as the clocks in Kyiv have it
        ("office", date(2027, 3, 10), time(17), False),
        ("office", utc("2027-03-10T23:00"), time(9), True),  # of a moment only its day
        ("office", utc("2027-03-10T07:00"), None, True),
        ("office", utc("2027-03-10T06:59"), None, False),
        ("london", date(2027, 3, 29), time(16, 59), True),
        ("office", date(2027, 1, 6), None, True),
        ("office", date(2027, 1, 7), None, False),
        ("never", date(2027, 1, 7), None, False),
    ],
)
def test_open_at(name: str, day: date, hour: time | None, opened: bool) -> None:
    assert open_at(hours(name), day, hour) is opened


@pytest.mark.parametrize(
    ("name", "moment", "opening"),
    [
        ("office", "2027-03-10T06:00", "2027-03-10T07:00"),
        ("office", "2027-03-10T08:00", "2027-03-10T22:00"),
        ("office", "2027-03-12T20:00", "2027-03-12T21:30"),
        ("office", "2027-01-06T20:00", "2027-01-08T16:00"),  # over the closed day
        ("london", "2027-03-27T18:00", "2027-03-28T08:00"),  # over the change of clocks
        ("london", "2027-10-30T18:00", "2027-10-31T09:00"),
    ],
)
def test_the_next_opening(name: str, moment: str, opening: str) -> None:
    assert next_opening(hours(name), utc(moment)) == utc(opening)


def test_hours_that_are_over_for_good_never_open() -> None:
    assert next_opening(hours("never"), utc("2027-01-01T00:00")) is None


def test_a_whole_day_ends_at_the_next_midnight() -> None:
    (interval,) = next(spans for spans in hours("office").dates.values() if spans)
    assert interval == (time(0), time(0))
