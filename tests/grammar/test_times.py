from __future__ import annotations

from datetime import date, datetime, time

import pytest

from flowengine.grammar import times
from flowengine.grammar.reading import Context
from flowengine.grammar.standard import Standard
from flowengine.grammar.values import read


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("17:00", [time(17)]),
        ("7:30", [time(7, 30), time(19, 30)]),
        ("07:30", [time(7, 30)]),
        ("7.30", [time(7, 30), time(19, 30)]),
        ("12:30", [time(12, 30), time(0, 30)]),
        ("0:30", [time(0, 30)]),
        ("17:30:15", [time(17, 30)]),
        ("17-30", [time(17, 30)]),
        ("9-00", [time(9), time(21)]),
        ("10-12", []),
        ("25:00", []),
        ("7:75", []),
        ("1730", [time(17, 30)]),
        ("5.30pm", [time(17, 30)]),
        ("07:30 pm", [time(19, 30)]),
        ("5pm", [time(17)]),
        ("5 p.m.", [time(17)]),
        ("12 am", [time(0)]),
        ("12 pm", [time(12)]),
        ("noon", [time(12)]),
        ("midnight", [time(0)]),
        ("seven", [time(7), time(19)]),
        ("at 7", [time(7), time(19)]),
        ("17", [time(17)]),
        ("25", []),
        ("half past six", [time(6, 30), time(18, 30)]),
        ("quarter to ten", [time(9, 45), time(21, 45)]),
        ("quarter to one pm", [time(12, 45)]),
        ("quarter to twelve", [time(23, 45), time(11, 45)]),
        ("ten past five in the afternoon", [time(17, 10)]),
        ("20 to six", [time(5, 40), time(17, 40)]),
        ("99 past six", []),
        ("nine thirty in the morning", [time(9, 30)]),
        ("nine oh five am", [time(9, 5)]),
        ("seventeen hundred", [time(17)]),
        ("twenty one forty five", [time(21, 45)]),
        ("eight at night", [time(20)]),
        ("two at night", [time(2)]),
        ("5 o'clock", [time(5), time(17)]),
        ("hlaf past seven", [time(7, 30), time(19, 30)]),
        ("we could come at five pm", [time(17)]),
        ("we are 5", []),
        ("soon", []),
    ],
)
def test_read(standard: Standard, now: datetime, text: str, values: list[object]) -> None:
    assert [reading.value for reading in read("time", text, standard, "en", now)] == values


def test_spoken_halves_are_equals_and_written_ones_are_not(
    standard: Standard, now: datetime
) -> None:
    spoken = read("time", "seven", standard, "en", now)
    written = read("time", "7:00", standard, "en", now)
    assert [reading.score for reading in spoken] == [1.0, 1.0]
    assert [reading.score for reading in written] == [1.0, times.OTHER_HALF]


@pytest.mark.parametrize(
    ("hour", "value"), [("11", time(11)), ("12", time(12)), ("1", time(13)), ("13", time(13))]
)
def test_around_noon(hour: str, value: time) -> None:
    found = times.evaluate((hour, "hour", "noon"), Context("fa", date(2027, 3, 3)))
    assert [reading.value for reading in found] == [value]


@pytest.mark.parametrize("tags", [(), ("pm",), ("5", "minute"), ("clock 5",)])
def test_tags_that_are_no_time(tags: tuple[str, ...]) -> None:
    assert times.evaluate(tags, Context("en", date(2027, 3, 3))) == []
