from __future__ import annotations

import pytest

from flowengine.language.checks.opening import (
    countries_have_holidays,
    hours_open,
    intervals_fit,
    intervals_have_a_length,
    zones_exist,
)
from flowengine.language.checks.scope import Scope
from tests.language.checks.scopes import END, parsed, scope, told


def hours(*lines: str) -> str:
    return "hours office\n" + "".join(f"  {line}\n" for line in lines) + END


@pytest.mark.parametrize(
    ("lines", "found"),
    [
        (["every day 9:00-17:00"], 0),
        (["every day closed"], 1),
        (["every day closed", "mon 9:00-17:00"], 0),
        (["holidays UA 9:00-17:00", "2027-01-07 9:00-17:00"], 1),
    ],
)
def test_hours_are_open_on_some_ordinary_day(lines: list[str], found: int) -> None:
    assert told(hours_open, hours(*lines)) == [("FE134", 2)] * found


@pytest.mark.parametrize(
    ("zone", "hint"),
    [
        ("Europe/Kyiv", None),
        ("europe/kyiv", "Did you mean `Europe/Kyiv`?"),
        ("kyiv", "Did you mean `Europe/Kyiv`?"),
        ("Xyzzy", "Zones are named by city, as in Europe/Kyiv."),
    ],
)
def test_zones(zone: str, hint: str | None) -> None:
    here = scope(hours("every day 9:00-17:00", f"zone {zone}"))
    found = [(one.span.line, one.span.column, one.hint) for one in zones_exist(here)]
    assert found == ([(4, 8, hint)] if hint else [])


def test_hours_may_leave_the_zone_out() -> None:
    assert told(zones_exist, hours("every day 9:00-17:00")) == []


def test_without_the_source_the_name_of_the_hours_is_pointed_at() -> None:
    file = parsed('flow shop "Shop"\n' + hours("zone Xyzzy", "every day 9:00-17:00"))
    (found,) = zones_exist(Scope("shop", file))
    assert found.span.line == 2


@pytest.mark.parametrize(
    ("lines", "at"),
    [
        (["every day 9:00-12:00, 13:00-17:00"], []),
        (["every day 13:00-17:00, 9:00-12:00"], []),
        (["every day 9:00-12:00, 12:00-17:00"], []),
        (["every day 9:00-13:00, 12:00-17:00"], [3]),
        (["every day 18:00-2:00, 22:00-23:00"], [3]),
        (["every day 18:00-23:00, 23:30-6:00"], []),
        (["mon-fri 9:00-17:00", "fri-sat 9:00-12:00"], [4]),
        (["mon 9:00-17:00", "every day 9:00-12:00", "holidays closed"], []),
        (["2027-01-07 closed", "2027-01-07 9:00-12:00"], [4]),
    ],
)
def test_intervals(lines: list[str], at: list[int]) -> None:
    assert told(intervals_fit, hours(*lines)) == [("FE136", line) for line in at]


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("every day 00:00-24:00", 0),
        ("every day 0:00 – 24:00", 0),
        ("every day 24:00-24:00", 0),
        ("every day 18:00-9:00", 0),
        ("sat 9:00-9:00", 1),
        ("sat 9:00-09:00", 1),
        ("every day 0:00-0:00", 1),
        ("holidays UA 8:00-8:00", 1),
        ("2027-01-07 10:00-12:00, 14:00-14:00", 1),
    ],
)
def test_intervals_that_end_where_they_begin(line: str, found: int) -> None:
    assert told(intervals_have_a_length, hours(line)) == [("FE200", 3)] * found


def test_the_minute_of_such_an_interval_is_named() -> None:
    (found,) = intervals_have_a_length(scope(hours("mon 9:05 - 9:05")))
    assert "at 9:05:" in found.message
    assert (found.span.column, found.span.end_column) == (7, 18)


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("holidays UA closed", 0),
        ("holidays za closed", 0),
        ("holidays closed", 1),
        ("holidays XX closed", 1),
    ],
)
def test_countries(line: str, found: int) -> None:
    source = hours("every day 9:00-17:00", line)
    assert told(countries_have_holidays, source) == [("FE137", 4)] * found
