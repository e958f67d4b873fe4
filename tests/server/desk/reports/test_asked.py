"""Periods, intervals and days as the zone's clocks show them."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from flowengine.server.desk.reports import asked
from flowengine.server.desk.reports.asked import (
    begins,
    label,
    named,
    period,
    read,
    read_label,
    ticks,
)
from flowengine.server.desk.words import words

NOW = datetime(2026, 3, 31, 9, 20, tzinfo=UTC).timestamp()
KYIV = "Europe/Kyiv"


@pytest.mark.parametrize(
    ("given", "first", "last", "span"),
    [
        ({}, "2026-03-25", "2026-03-31", "day"),
        ({"period": "today"}, "2026-03-31", "2026-03-31", "60"),
        ({"period": "yesterday", "span": "15"}, "2026-03-30", "2026-03-30", "15"),
        ({"period": "91", "span": "15"}, "2025-12-31", "2026-03-31", "day"),
        ({"period": "rubbish", "span": "rubbish"}, "2026-03-25", "2026-03-31", "day"),
        ({"from": "2026-03-10", "to": "2026-03-01"}, "2026-03-01", "2026-03-10", "day"),
        ({"from": "2026-03-10"}, "2026-03-10", "2026-03-31", "day"),
        ({"period": "chosen", "from": "x", "to": "2026-03-01"}, "2026-03-01", "2026-03-01", "60"),
        ({"from": "2001-01-01", "to": "2026-03-01"}, "2025-01-25", "2026-03-01", "week"),
        # The days of the form were changed, its period was not; and the other way round.
        (
            {"period": "7", "was": "7", "from": "2026-03-01", "to": "2026-03-02"},
            "2026-03-01", "2026-03-02", "60",
        ),
        (
            {"period": "today", "was": "7", "from": "2026-03-25", "to": "2026-03-31"},
            "2026-03-31", "2026-03-31", "60",
        ),
    ],
)  # fmt: skip
def test_what_was_asked_for(given: dict[str, str], first: str, last: str, span: str) -> None:
    found = read(named(given), NOW, KYIV)
    assert (str(found.first), str(found.last), found.span) == (first, last, span)
    assert found.by == "queue"


def test_a_day_is_the_zones() -> None:
    found = read(named({"from": "2026-03-29", "to": "2026-03-29"}), NOW, KYIV)
    assert found.until - found.since == 23 * 3600.0  # clocks went on
    assert datetime.fromtimestamp(found.since, UTC).hour == 22
    hours = found.intervals(NOW)
    assert len(hours) == 23
    assert hours == sorted({begins(at, "60", KYIV) for at in hours})


def test_intervals_that_are_still_to_come_are_not_shown() -> None:
    found = read(named({"period": "today", "span": "60"}), NOW, KYIV)
    labels = [label(at, "60", KYIV) for at in found.intervals(NOW)]
    assert (labels[0], labels[-1]) == ("2026-03-31 00:00", "2026-03-31 12:00")


@pytest.mark.parametrize(
    ("span", "zone", "begin"),
    [
        ("15", KYIV, "2026-03-31 12:15"),
        ("60", KYIV, "2026-03-31 12:00"),
        ("60", "Asia/Tehran", "2026-03-31 12:00"),  # half an hour beside the others
        ("day", KYIV, "2026-03-31"),
        ("week", KYIV, "2026-03-30"),
    ],
)
def test_an_interval_begins_by_the_clock_on_the_wall(span: str, zone: str, begin: str) -> None:
    assert label(begins(NOW, span, zone), span, zone) == begin


def test_a_language_makes_careful() -> None:
    assert read(named({"by": "language"}), NOW, KYIV).careful
    assert read(named({"language": "fa"}), NOW, KYIV).careful
    assert not read(named({"by": "queue"}), NOW, KYIV).careful


def test_a_day_that_is_none() -> None:
    assert asked.day("2026-02-30") is None
    assert asked.day("1066-10-14") is None
    assert asked.day("2026-02-28") == date(2026, 2, 28)


@pytest.mark.parametrize(
    ("language", "day", "hour", "short"),
    [
        ("en", "31 Mar 2026", "31 Mar 2026, 12:00", "31 Mar"),
        ("uk", "31 бер. 2026\u202fр.", "31 бер. 2026\u202fр., 12:00", "31 бер."),
        ("hr", "31. ožu 2026.", "31. ožu 2026., 12:00", "31 ožu"),
        ("fa", "۱۱ فروردین ۱۴۰۵", "۱۱ فروردین ۱۴۰۵، ۱۲:۰۰", "۱۱ فروردین"),
    ],
)
def test_days_and_hours_are_written_as_their_reader_does(
    language: str, day: str, hour: str, short: str
) -> None:
    told = words(language)
    at = begins(NOW, "60", KYIV)
    assert read_label(at, "day", KYIV, told) == day
    assert read_label(at, "60", KYIV, told) == hour
    clock = hour.rsplit(maxsplit=1)[-1]
    assert ticks([at], "day", KYIV, told) == [short]
    assert ticks([at, at], "60", KYIV, told) == [clock, clock]
    assert ticks([at, at + 86_400.0], "60", KYIV, told)[0] == f"{short} {clock}"
    asked = read(named({"from": "2026-03-31", "to": "2026-03-31"}), NOW, KYIV)
    assert period(asked, told) == day
    assert period(replace(asked, first=date(2026, 3, 1)), told).endswith(f" – {day}")
