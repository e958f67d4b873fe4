"""Speech or echo, while a prompt plays. How loud an echo may be is in `test_barge_in`."""

from __future__ import annotations

import pytest

from flowengine.speech.sound.pcm import frames
from flowengine.speech.turns.gate import ECHO, Gate
from tests.speech.talk import silence, voice

PROMPT = 64.0  # dB
VOICE = list(frames(voice(2.0, 8000)))


def test_what_is_as_loud_as_the_prompt_is_speech() -> None:
    gate = Gate(8000)
    assert _flags(gate, heard=PROMPT) > 80
    assert gate.voiced


def test_an_echo_that_nobody_knows_yet_may_be_fairly_loud() -> None:
    assert _flags(Gate(8000), heard=PROMPT - 6.0) == 0


@pytest.mark.parametrize(("back", "speech"), [(-20.0, True), (-7.0, False)])
def test_the_gate_learns_how_loud_the_prompt_comes_back(back: float, speech: bool) -> None:
    """After that somebody 8 dB below the prompt is heard, where the echo is fainter than that."""
    gate = Gate(8000)
    _flags(gate, heard=PROMPT + back)
    assert (_flags(gate, heard=PROMPT - 8.0) > 80) is speech


def test_speech_teaches_nothing() -> None:
    gate = Gate(8000)
    _flags(gate, heard=PROMPT - 20.0)
    before = _flags(gate, heard=PROMPT)
    assert _flags(gate, heard=PROMPT) == before


def test_noise_that_speech_does_not_stand_out_of_is_none() -> None:
    assert _flags(Gate(8000), heard=PROMPT, floor=PROMPT - 8.0) == 0


def test_silence_is_not_voiced() -> None:
    gate = Gate(8000)
    for _ in range(50):
        gate.played(0.0)
        gate.hears(silence(0.02), 0.0, 0.0)
    assert not gate.voiced


def test_an_echo_may_be_heard_for_400_milliseconds() -> None:
    gate = Gate(8000)
    assert not gate.played(0.0)
    assert gate.played(PROMPT)
    assert [gate.played(0.0) for _ in range(ECHO)] == [True] * (ECHO - 1) + [False]


def _flags(gate: Gate, *, heard: float, floor: float = 10.0) -> int:
    """How many of a hundred frames of a voice at this level are taken for speech."""
    count = 0
    for frame in VOICE:
        gate.played(PROMPT)
        count += gate.hears(frame, heard, floor)
    return count
