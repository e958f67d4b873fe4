from __future__ import annotations

from typing import Any

import pytest

from flowengine.runtime.effects import Fault, Send
from tests.runtime.talk import NOON, Talk

FLOW = """
hours office
  zone Europe/Kyiv
  every day 9:00-18:00

start with at:
  send callback to caller.phone "Please call."
    at = {}
  end
"""
DAY = 86_400.0
KYIV = 7_200.0  # seconds that Kyiv is ahead in January; NOON is 14:00 there


@pytest.mark.parametrize(
    ("value", "at"),
    [
        ("at", 0.0),
        ("now + hours(1)", NOON + 3_600),
        ("today", NOON - 14 * 3_600),
        ("today + days(1)", NOON + DAY - 14 * 3_600),
        ('time("15:00")', NOON + 3_600),
        ('time("14:00")', NOON),
        ('time("9:00")', NOON + DAY - 5 * 3_600),
        ('moment(today, time("16:30"))', NOON + 2.5 * 3_600),
    ],
)
def test_a_moment_is_the_one_that_comes(value: str, at: float) -> None:
    talk = Talk(FLOW.format(value), caller="+380501112233")
    talk.start()
    assert talk.one(Send).at == at


def test_a_moment_without_a_zone_is_in_that_of_the_flow() -> None:
    from datetime import datetime

    talk = Talk(FLOW.format("at"))
    talk.start(at=datetime(2027, 1, 2, 15, 0))  # noqa: DTZ001
    assert talk.one(Send).at == NOON + 3_600


@pytest.mark.parametrize("value", ["soon", 5])
def test_what_is_no_moment_is_a_fault_in_words(value: Any) -> None:
    talk = Talk(FLOW.format("at"))
    talk.start(at=value)
    assert talk.one(Fault).message.startswith("A call can be promised for a day or a time")
