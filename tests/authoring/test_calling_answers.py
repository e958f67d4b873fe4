from __future__ import annotations

import pytest

from flowengine.authoring import calling_answers
from flowengine.runtime import events
from flowengine.speech.duplex import reports
from flowengine.speech.recognition.recogniser import Guess

HEARD = (Guess("left", 0.7), Guess("lift", 0.3))


def heard(*guesses: Guess) -> reports.Heard:
    return reports.Heard(at=1.0, turn=1, guesses=guesses, began=0.0, ended=0.5)


@pytest.mark.parametrize(
    ("answer", "event", "told"),
    [
        (
            heard(*HEARD),
            events.Said(at=9.0, text="left", confidence=0.7, alternatives=(("lift", 0.3),)),
            "left (70%)",
        ),
        (heard(), events.Said(at=9.0, text="", confidence=0.0), "(not understood)"),
        (
            reports.Pressed(at=1.0, turn=1, keys="12"),
            events.Pressed(at=9.0, keys="12"),
            "[1 2]",
        ),
        (reports.Silent(at=1.0, turn=1), events.Silence(at=9.0), "(silence)"),
        (
            reports.Recorded(at=1.0, turn=1, wav=b"", seconds=0.0, by="silence"),
            events.Silence(at=9.0),
            "(silence)",
        ),
        (
            reports.Recorded(at=1.0, turn=1, wav=b"RIFF", seconds=2.5, by="key"),
            events.Received(at=9.0, kind="recording", reference="recording.wav"),
            "(a recording of 2.5 s, ended by key)",
        ),
    ],
)
def test_answers(answer: calling_answers.Answer, event: events.AnyEvent, told: str) -> None:
    assert calling_answers.event(answer, 9.0) == event
    assert calling_answers.told(answer) == told
