"""The detector in silence, the gate beside a prompt."""

from __future__ import annotations

import numpy as np
import pytest

from flowengine.speech.sound.pcm import Sound, frames
from flowengine.speech.turns.activity import Activity
from tests.speech.talk import silence, voice

NONE = b""


@pytest.mark.parametrize("rate", [8000, 16000])
def test_a_voice_is_speech_while_we_are_silent(rate: int) -> None:
    activity = _quiet(rate)
    found = [activity.frame(frame, NONE) for frame in frames(voice(0.6, rate))]
    assert sum(found) > 20
    assert not activity.echoing


@pytest.mark.parametrize("rate", [8000, 16000])
def test_the_prompt_itself_is_none(rate: int) -> None:
    activity = _quiet(rate)
    prompt = voice(5.0, rate)
    echo = Sound((prompt.samples * 0.1).astype(np.int16), rate)
    pairs = zip(frames(echo), frames(prompt), strict=True)
    assert not any(activity.frame(heard, played) for heard, played in pairs)
    assert activity.echoing


def test_level_and_floor_are_those_of_the_last_frame() -> None:
    activity = _quiet(8000)
    activity.frame(np.full(160, 1640, "<i2").tobytes(), NONE)
    assert activity.level == pytest.approx(64.3, abs=0.1)
    assert activity.floor == 0.0
    activity.frame(silence(0.02), NONE)
    assert activity.level == 0.0


def test_an_echo_is_no_speech_and_yet_like_a_voice() -> None:
    activity = _quiet(8000)
    pairs = zip(frames(voice(0.5, 8000, 500.0)), frames(voice(0.5, 8000, 5000.0)), strict=True)
    found = [(activity.frame(*pair), activity.voiced) for pair in pairs]
    assert not any(speech for speech, _ in found)
    assert sum(voiced for _, voiced in found) > 15


def _quiet(rate: int) -> Activity:
    activity = Activity(rate)
    for _ in range(50):
        activity.frame(silence(0.02, rate), NONE)
    return activity
