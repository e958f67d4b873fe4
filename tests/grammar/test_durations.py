from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from flowengine.grammar import durations
from flowengine.grammar.reading import Context
from flowengine.grammar.standard import Standard
from flowengine.grammar.values import read


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("two hours", [timedelta(hours=2)]),
        ("an hour and a half", [timedelta(minutes=90)]),
        ("two and a half hours", [timedelta(minutes=150)]),
        ("half an hour", [timedelta(minutes=30)]),
        ("90 min", [timedelta(minutes=90)]),
        ("2h 30m", [timedelta(minutes=150)]),
        ("2.5 hours", [timedelta(minutes=150)]),
        ("for three weeks", [timedelta(weeks=3)]),
        ("one day and 2 hours", [timedelta(hours=26)]),
        ("999999999999999 weeks", []),
        ("90", []),
        ("two or three days", [timedelta(days=2), timedelta(days=3)]),
        ("2-3 days", [timedelta(days=2), timedelta(days=3)]),
        ("half an hour to an hour", [timedelta(minutes=30), timedelta(hours=1)]),
        ("about 2 days or so", [timedelta(days=2)]),
    ],
)
def test_read(standard: Standard, now: datetime, text: str, values: list[object]) -> None:
    assert [reading.value for reading in read("duration", text, standard, "en", now)] == values


@pytest.mark.parametrize("tags", [(), ("2", "months"), ("5",)])
def test_tags_that_are_no_length(tags: tuple[str, ...]) -> None:
    assert durations.evaluate(tags, Context("en", date(2027, 3, 3))) == []
