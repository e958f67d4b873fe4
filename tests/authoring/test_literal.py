from __future__ import annotations

from datetime import date, time
from typing import Any

import pytest

from flowengine.authoring.literal import Misread, duration, pairs, quoted, value, value_at


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ('"grants"', "grants"),
        (' "say ""hello"" now" ', 'say "hello" now'),
        ("“curly”", "curly"),
        ("«кутові»", "кутові"),
        ("„unten“", "unten"),
        ("4711", 4711),
        ("-3", -3),
        ("2.5", 2.5),
        ("yes", True),
        ("No", False),
        ("empty", None),
        ("2027-03-02", date(2027, 3, 2)),
        ("9:05", time(9, 5)),
        ("EC", "EC"),
        ('{ "count": 1, "items": [] }', {"count": 1, "items": []}),
        ('[1, "two"]', [1, "two"]),
    ],
)
def test_a_value_is_written_as_in_a_flow_or_as_json(text: str, meant: Any) -> None:
    found = value(text)
    assert found == meant
    assert type(found) is type(meant)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "missing"),
        ('"open', "closing quotation mark"),
        ('"a" b', "“b” after the value"),
        ("{ count: 1 }", "JSON cannot be read"),
        ("[" * 100_000, "too many brackets"),
        ("2027-02-30", "no date or time"),
        ("25:00", "no date or time"),
    ],
)
def test_what_is_no_value_is_told_with_a_mend(text: str, told: str) -> None:
    with pytest.raises(Misread) as caught:
        value(text)
    assert told in caught.value.message
    assert caught.value.hint


def test_pairs_are_divided_by_commas_outside_of_their_values() -> None:
    written = 'Topic = "a, b", beds = 2, order = { "a": [1, 2] }, x.label = One'
    assert pairs(written) == (
        ("topic", "a, b"),
        ("beds", 2),
        ("order", {"a": [1, 2]}),
        ("x.label", "One"),
    )


@pytest.mark.parametrize("text", ["topic", '"x" = 1', 'a = "1" b = 2', "a = 1,", "a ="])
def test_pairs_that_are_none_are_refused(text: str) -> None:
    with pytest.raises(Misread):
        pairs(text)


@pytest.mark.parametrize(
    ("text", "seconds"), [("45s", 45), ("2m15s", 135), ("1h 30m", 5400), ("2d", 172_800)]
)
def test_a_length_of_time_is_seconds(text: str, seconds: float) -> None:
    assert duration(text) == seconds


@pytest.mark.parametrize("text", ["", "45", "soon", "5 minutes", "3s later"])
def test_a_length_of_time_needs_its_unit(text: str) -> None:
    with pytest.raises(Misread, match="no length of time"):
        duration(text)


def test_quoted_is_none_unless_the_marks_hold_everything() -> None:
    assert quoted(' "a" ') == "a"
    assert quoted('"a" b') is None
    assert quoted("a") is None
    assert value_at("x, y") == ("x", 1)
