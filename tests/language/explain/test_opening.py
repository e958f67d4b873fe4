from __future__ import annotations

import pytest

from flowengine.language.parse import parse
from tests.language.reading import told

HOURS = "hours h\n  {}\n  2027-12-24 closed\n  tue 9-17\n"
WHOLE = [
    ("24/7", "every day"),
    ("always", "every day"),
    ("Always open", "every day"),
    ("open 24/7", "every day"),
    ("every day 24h", "every day"),
    ("round the clock # nobody sleeps", "every day"),
    ("around the clock", "every day"),
    ("sat 24 hours", "sat"),
    ("Sat, sun all day", "sat, sun"),
    ("mon-fri 24 / 7", "mon-fri"),
]


@pytest.mark.parametrize(("line", "days"), WHOLE)
def test_a_whole_day_as_it_stands_on_a_door(line: str, days: str) -> None:
    found, _ = parse(HOURS.format(line), "a.flow")[1]
    assert (found.code, found.span.line) == ("FE042", 2)
    assert found.hint == f"Write `{days} 00:00-24:00`."


def test_what_is_marked_is_the_line_without_its_comment() -> None:
    found, _ = parse(HOURS.format("sat 24h   # nobody sleeps"), "a.flow")[1]
    assert (found.span.column, found.span.end_column) == (3, 10)
    assert found.message == "`sat 24h` is not how this is written."


@pytest.mark.parametrize(
    "line",
    [
        "2027-01-01 - 2027-01-07 closed",
        '2027-01-01–2027-01-07 closed "x"',
        "2027-01-01 to 2027-01-07",
    ],
)
def test_a_run_of_dates(line: str) -> None:
    found = parse(HOURS.format(line), "a.flow")[1][0]
    assert (found.code, found.span.line) == ("FE042", 2)
    assert found.hint == "Write a line for each of these days."


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("hours h\n  mon 24:00-1:00, 24h\n", [("FE042", 2)]),  # said of `24` alone
        ("start:\n  always\n  end\n", [("FE006", 2)]),
        ("start:\n  wait until 2027-01-01 to 2027-01-02\n", [("FE021", 2)]),
        ("always\n2027-01-01 - 2027-01-02\n", [("FE021", 2)]),
    ],
)
def test_other_lines_are_left_to_others(source: str, expected: list[tuple[str, int]]) -> None:
    assert told(source)[-1:] == expected
