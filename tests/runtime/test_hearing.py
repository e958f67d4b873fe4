"""Understanding: forgiving, but the nearest first."""

from __future__ import annotations

import pytest

from tests.runtime.talk import Talk
from tests.runtime.talks import Case, cases


@cases("hearing.talks")
def test_hearing(case: Case) -> None:
    case.play()


PERSON = """languages en, uk, ru, hr, fa
written in en

start:
  menu "?"
    1 "Beds"
  end
person:
  say "A person."
  end
"""


@pytest.mark.parametrize("channel", ["chat", "voice"])
@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "I want to talk to a real person"),
        ("uk", "хочу поговорити з оператором"),
        ("ru", "соедините меня с оператором"),
        ("hr", "želim razgovarati s djelatnikom"),
        ("fa", "می‌خوام با یک نفر صحبت کنم"),
    ],
)
def test_a_person_is_asked_for_in_each_language(language: str, text: str, channel: str) -> None:
    talk = Talk(f'flow line "Line"\n{PERSON}', language=language, channel=channel)
    talk.start()
    assert talk.says(text)[0] == "A person."
