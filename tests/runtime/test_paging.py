"""Texts too long for a screen: pages, what is heard while they are read, and what comes after."""

from __future__ import annotations

import pytest

from flowengine.language.alphabet import of, room
from tests.runtime.talk import Talk
from tests.runtime.talks import Case, cases


@cases("paging.talks")
def test_paging(case: Case) -> None:
    case.play()


FLOW = """\
slots
  long: text, remembered

start:
  say "{{ long or 'nothing' }}"
  menu "Which?"
    1 "Red"
  end
"""

TEXTS = (
    "One. Two three! Four?\nFive … six",
    "word " * 200,
    "x" * 700,
    "Довге речення без кінця " * 30,
    "€{}[] " * 90,
    "🙂 smile " * 60,
    "سلام دنیا، این متن دراز است. " * 20,
)


@pytest.mark.parametrize("text", TEXTS)
@pytest.mark.parametrize("channel", ["ussd", "sms"])
def test_nothing_said_is_lost_and_no_screen_is_too_full(text: str, channel: str) -> None:
    talk = Talk(FLOW, channel, contact={"long": text})
    talk.start()
    read = ""
    for _ in range(40):
        prompt = talk.prompt
        assert prompt is not None
        lines = [f"{one.key}. {one.label}" for one in prompt.choices]
        said = [getattr(one, "text", "") for one in talk.effects]
        screen = "\n".join([*said, *lines])
        assert of(screen).units(screen) <= room(channel, screen)
        read += "".join(said)
        if prompt.kind != "page":
            break
        talk.says("1")
    assert "".join(read.split()) == "".join((text + "Which?").split())
