"""The frames that a recogniser gets."""

from __future__ import annotations

import pytest

from flowengine.speech.duplex.listening import BEFORE, Listening
from flowengine.speech.turns.moves import Begin, Drop, End, Lull
from tests.speech.scripted import Scripted
from tests.speech.talk import MENU

FRAMES = [bytes([number, 0]) * 160 for number in range(100)]


def _listening(recogniser: Scripted | None, before: int) -> Listening:
    listening = Listening(8000)
    listening.by(recogniser, MENU)
    for frame in FRAMES[:before]:
        listening.frame(frame)
    return listening


@pytest.mark.parametrize("before", [3, 40])
def test_it_hears_a_little_from_before_the_decision(before: int) -> None:
    recogniser = Scripted()
    listening = _listening(recogniser, before)
    listening.begin(Begin(before * 0.02, 1, before * 0.02 - 0.06))
    listening.frame(FRAMES[before])
    assert recogniser.fed[1] == FRAMES[max(before - BEFORE, 0) : before + 1]
    assert recogniser.expected == [MENU]
    assert recogniser.rates == [8000]


def test_it_is_told_where_speech_lies_in_what_it_was_fed() -> None:
    recogniser = Scripted()
    listening = _listening(recogniser, 50)
    listening.begin(Begin(1.0, 1, 0.94))
    for frame in FRAMES[50:80]:
        listening.frame(frame)
    listening.end(End(1.6, 1, 0.94, 1.4))
    ((utterance, start, stop),) = recogniser.ended
    assert utterance == 1
    assert (start, stop) == pytest.approx((0.24, 0.7))


def test_a_lull_is_told_as_the_end_would_be_and_ends_nothing() -> None:
    recogniser = Scripted()
    listening = _listening(recogniser, 50)
    listening.begin(Begin(1.0, 1, 0.94))
    listening.lull(Lull(1.1, 1, 0.94, 0.98))
    listening.frame(FRAMES[50])
    ((utterance, start, stop),) = recogniser.lulls
    assert utterance == 1
    assert (start, stop) == pytest.approx((0.24, 0.28))
    assert recogniser.fed[1][-1] == FRAMES[50]


def test_speech_never_lies_outside_of_what_was_fed() -> None:
    """Where a call has just begun, and where frames were lost."""
    recogniser = Scripted()
    listening = _listening(recogniser, 2)
    listening.begin(Begin(0.04, 1, -0.02))
    listening.end(End(3.0, 1, -0.02, 2.8))
    assert recogniser.ended == [(1, 0.0, 0.04)]


@pytest.mark.parametrize("how", ["end", "drop"])
def test_behind_the_end_it_gets_nothing(how: str) -> None:
    recogniser = Scripted()
    listening = _listening(recogniser, 20)
    listening.begin(Begin(0.4, 1, 0.34))
    if how == "end":
        listening.end(End(0.6, 1, 0.34, 0.5))
    else:
        listening.drop(Drop(0.6, 1))
    listening.frame(FRAMES[21])
    assert len(recogniser.fed[1]) == BEFORE
    assert recogniser.dropped == ([1] if how == "drop" else [])


def test_an_utterance_stays_with_who_heard_its_beginning() -> None:
    first, second = Scripted(), Scripted()
    listening = _listening(first, 20)
    listening.begin(Begin(0.4, 1, 0.34))
    listening.by(second, MENU)
    listening.drop(Drop(0.5, 1))
    listening.begin(Begin(0.6, 2, 0.54))
    assert (first.begun, first.dropped) == ([1], [1])
    assert (second.begun, second.dropped) == ([2], [])


def test_without_a_recogniser_nobody_listens() -> None:
    listening = _listening(None, 20)
    listening.begin(Begin(0.4, 1, 0.34))
    listening.frame(FRAMES[20])
    listening.end(End(0.6, 1, 0.34, 0.5))
    listening.drop(Drop(0.6, 1))
