"""How long a silence ends an answer."""

from __future__ import annotations

import pytest

from flowengine.runtime.expecting import Expected
from flowengine.speech.recognition.recogniser import Partial
from flowengine.speech.turns.endpoint import longest, silence
from tests.speech.talk import MENU

STORY = Expected(turn=1, language="en", free=True)
CLOSED = Partial(1, "hours", complete=True)
OPEN = Partial(1, "hours", complete=True, extendable=True)
PART = Partial(1, "opening")


@pytest.mark.parametrize(
    ("expected", "pause", "partial", "seconds"),
    [
        (MENU, 0.0, CLOSED, 0.2),
        (MENU, 0.0, OPEN, 0.5),
        (MENU, 0.0, PART, 0.7),
        (MENU, 0.0, None, 0.7),
        (STORY, 0.0, CLOSED, 0.9),
        (STORY, 0.0, None, 0.9),
        (MENU, 1.4, CLOSED, 1.4),
        (STORY, 0.4, PART, 0.4),
    ],
)
def test_silence(expected: Expected, pause: float, partial: Partial | None, seconds: float) -> None:
    assert silence(expected, pause, partial) == seconds


def test_free_words_may_go_on_for_longer() -> None:
    assert longest(MENU) < longest(STORY)
