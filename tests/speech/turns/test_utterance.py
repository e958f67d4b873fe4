"""Something that a person says."""

from __future__ import annotations

import pytest

from flowengine.speech.recognition.recogniser import Partial
from flowengine.speech.turns.signs import Asked
from flowengine.speech.turns.utterance import RECOGNISING, Utterance
from tests.speech.talk import MENU

ASKED = Asked(0.0, MENU)


@pytest.mark.parametrize(
    ("frames", "partial", "cough"),
    [
        (0, None, True),
        (0, Partial(1, "hours"), True),
        (0, Partial(1, "hours", complete=True), False),
        (1, None, False),
    ],
)
def test_a_cough_is_short_and_means_nothing(
    frames: int, partial: Partial | None, cough: bool
) -> None:
    said = Utterance(ASKED, 1, 1.0, 1.06)
    for number in range(frames):
        said.speaking(1.08 + 0.02 * number)
    said.partial = partial
    assert said.cough is cough


def test_the_last_speech_is_remembered() -> None:
    said = Utterance(ASKED, 1, 1.0, 1.06)
    assert said.heard == 1.06
    said.speaking(1.5)
    assert said.heard == 1.5


def test_a_recogniser_may_think_for_two_seconds() -> None:
    said = Utterance(ASKED, 1, 1.0, 1.06)
    said.ended = 2.0
    assert not said.overdue(1.9 + RECOGNISING)
    assert said.overdue(2.0 + RECOGNISING)
