"""Which words may not wait for a next message."""

from __future__ import annotations

import pytest

from flowengine.runtime.session import Session
from flowengine.runtime.urgent import urgent
from tests.runtime.talk import Talk, program

LINE = """flow line "A line"
channels sms
quick exit to "https://weather.example"

{words}
start:
  ask need: text "What do you need?"
  say "Thank you."
  end
"""
DANGER = """words danger
  "kill myself"

on word danger: say "112."

"""


def asked(words: str) -> tuple[Talk, Session]:
    talk = Talk(program(LINE.format(words=words)), channel="sms")
    talk.start()
    return talk, talk.session


@pytest.mark.parametrize(
    ("words", "text", "waits"),
    [
        (DANGER, "and then I kill myself", False),
        (DANGER, "a parcel", True),
        ("", "I kill myself", True),  # the flow has no such words
        ("", "a parcel", True),
        ("", "STOP", False),
        ("", "quick exit", False),
        ("", "help", True),  # may go on: "help me with my rent"
    ],
)
def test_nobody_in_danger_or_about_to_leave_waits(words: str, text: str, waits: bool) -> None:
    talk, session = asked(words)
    assert urgent(talk.program, session, text) is not waits
    assert talk.session is session


def test_emergency_words_count_also_where_nothing_is_asked() -> None:
    talk, _ = asked(DANGER)
    talk.says("a parcel")
    assert not talk.session.place
    assert urgent(talk.program, talk.session, "I kill myself")
