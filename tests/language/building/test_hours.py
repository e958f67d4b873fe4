from __future__ import annotations

from datetime import date, time

import pytest

from flowengine.language.nodes import Hours
from flowengine.language.parse import parse
from tests.language.reading import built, told


def _hours(*lines: str) -> Hours:
    inside = "".join(f"  {line}\n" for line in lines)
    return built(f"hours office\n{inside}").hours[0]


def test_the_zone_keeps_its_letters() -> None:
    assert _hours("zone Europe/Kyiv", "every day closed").zone == "Europe/Kyiv"
    assert _hours("every day closed").zone is None
    assert _hours("zone Etc/GMT+1", "every day closed").zone == "Etc/GMT+1"


@pytest.mark.parametrize(
    ("written", "days"),
    [
        ("every day", ("every day",)),
        ("sat", ("sat",)),
        ("Sat, sun", ("sat", "sun")),
        ("mon-wed", ("mon", "tue", "wed")),
        ("sat–mon, sun", ("sat", "sun", "mon")),
        ("Monday - tuesday", ("mon", "tue")),
        ("holidays", ("holidays",)),
        ("2027-01-07", date(2027, 1, 7)),
    ],
)
def test_days_are_spelled_out(written: str, days: object) -> None:
    (line,) = _hours(f"{written} 9:00-17:00").lines
    assert (line.days, line.country) == (days, None)


def test_intervals_holidays_and_labels() -> None:
    first, second = _hours(
        "holidays UA 9:00-13:00, 14:00 – 24:00", '2027-01-07 closed "Rest"'
    ).lines
    assert first.country is not None
    assert first.country.text == "ua"
    assert [(one.start, one.end) for one in first.intervals] == [
        (time(9), time(13)),
        (time(14), time(0)),
    ]
    assert (second.intervals, second.label and second.label.source) == ((), "Rest")


@pytest.mark.parametrize(
    ("line", "code"),
    [("mno 9:00-17:00", "FE030"), ("xxxx 9:00-17:00", "FE030"), ("mon 9:00-25:00", "FE029")],
)
def test_a_day_or_time_nobody_knows(line: str, code: str) -> None:
    assert told(f"hours office\n  {line}\n") == [(code, 2)]


@pytest.mark.parametrize(
    ("word", "hint"),
    [
        ("daily", "Write it as in `every day 9:00-17:00`."),
        ("Weekend", "Write it as in `sat, sun 9:00-17:00`."),
        ("weekdays", "Write it as in `mon-fri 9:00-17:00`."),
        ("holiday", "Write it as in `holidays UA closed`."),
        ("tusday", "Did you mean `tuesday`?"),
        ("xxxx", "Days are mon, tue, wed, thu, fri, sat, sun."),
    ],
)
def test_what_days_are_called_together(word: str, hint: str) -> None:
    (found,) = parse(f"hours office\n  {word} 9:00-17:00\n", "a.flow")[1]
    assert (found.code, found.hint) == ("FE030", hint)
