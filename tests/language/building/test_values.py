from __future__ import annotations

from datetime import date, time

import pytest

from flowengine.language.nodes import AnswerType, Ask, Bound
from tests.language.reading import plain, statement, told


def _type(written: str) -> AnswerType:
    ask = statement(f'ask x: {written} "Q"')
    assert isinstance(ask, Ask)
    assert ask.type is not None
    return ask.type


@pytest.mark.parametrize(
    "word",
    "text yes/no phone email photo file location name number money date time digits choice"
    " recording".split(),
)
def test_a_kind_alone(word: str) -> None:
    assert plain(_type(word.upper())) == ("AnswerType", word, *[None] * 7)


@pytest.mark.parametrize(
    ("written", "field", "value"),
    [
        ("digits 4", "length", ("Number", 4)),
        ("choice from Stops.Items", "source", ("Path", ["stops", "Items"])),
        ("choice from stops by Name", "by", ("Name", "name")),
        ("recording up to 2m", "limit", ("Duration", 120)),
        ("rule Size", "rule", ("Name", "size")),
    ],
)
def test_what_a_kind_may_say_more(written: str, field: str, value: object) -> None:
    assert plain(getattr(_type(written), field)) == value


BOUNDS: list[tuple[str, tuple[object, int, str | None]]] = [
    ("6", (6, 0, None)),
    ("-6", (-6, 0, None)),
    ("9:00", (time(9), 0, None)),
    ("2027-01-07", (date(2027, 1, 7), 0, None)),
    ("today", (("Path", ["today"]), 0, None)),
    ("today + 60 Days", (("Path", ["today"]), 60, "days")),
    ("today - 2 years", (("Path", ["today"]), -2, "years")),
]


@pytest.mark.parametrize(("written", "bound"), BOUNDS)
def test_bounds(written: str, bound: object) -> None:
    expected = ("Bound", *bound)  # type: ignore[misc]
    both, high = _type(f"number from {written} to {written}"), _type(f"date to {written}")
    assert [plain(both.low), plain(both.high)] == [expected, expected]
    assert (high.low, plain(high.high)) == (None, expected)
    assert isinstance(both.low, Bound)


@pytest.mark.parametrize(
    ("written", "seconds"), [("0s", 0), ("90s", 90), ("5m", 300), ("2h", 7200), ("1D", 86400)]
)
def test_lengths_of_time(written: str, seconds: int) -> None:
    assert plain(statement(f"wait {written}"))[1] == ("Duration", seconds)  # type: ignore[index]


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("number to 1000000000000000", "FE031"),
        ("number to 999999999999999", ""),
        (f"digits {'9' * 5000}", "FE031"),
        ("time to 24:00", ""),
        ("time to 24:01", "FE029"),
        ("time to 9:60", "FE029"),
        ("date to 2027-02-29", "FE029"),
        ("date to 2028-02-29", ""),
        ("date to 0000-01-01", "FE029"),
    ],
)
def test_what_the_clock_and_the_calendar_lack(written: str, code: str) -> None:
    assert told(f'start:\n  ask x: {written} "Q"\n') == ([(code, 2)] if code else [])
