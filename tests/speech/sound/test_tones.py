"""Tones have the pitches that they should, and neither clip nor click."""

from __future__ import annotations

import numpy as np
import pytest

from flowengine.speech.sound import levels, tones
from flowengine.speech.sound.pcm import Sound


def pitches(sound: Sound) -> list[int]:
    """The two strongest, in Hz."""
    powers = np.abs(np.fft.rfft(sound.samples * np.hanning(len(sound.samples)), sound.rate))
    first = int(powers.argmax())
    powers[max(0, first - 20) : first + 20] = 0
    return sorted([first, int(powers.argmax())])


@pytest.mark.parametrize("rate", [8000, 16000])
@pytest.mark.parametrize("key", tones.PAIRS)
def test_a_key_is_its_two_tones(key: str, rate: int) -> None:
    sound = tones.keys(key, rate, seconds=0.5, pause=0.0)
    assert np.abs(np.array(pitches(sound)) - np.array(tones.PAIRS[key])).max() <= 2
    assert sound.seconds == pytest.approx(0.5)


def test_keys_follow_each_other_and_a_comma_waits() -> None:
    assert tones.keys("12", 8000, 0.1, 0.05).seconds == pytest.approx(0.3)
    assert tones.keys("1,d", 8000, 0.1, 0.1).seconds == pytest.approx(1.5)
    assert tones.keys("", 8000).seconds == 0


@pytest.mark.parametrize("rate", [8000, 16000, 44100])
def test_the_tone_before_a_recording_is_heard_and_does_not_click(rate: int) -> None:
    sound = tones.record_tone(rate)
    assert pitches(sound)[0] == pytest.approx(1000, abs=21)
    assert -22 < levels.dbfs(sound.samples) < -16
    assert abs(int(sound.samples[0])) < 50
    assert abs(int(sound.samples[-1])) < 400


def test_too_much_is_cut_and_does_not_wrap() -> None:
    loud = tones.tone((500, 510, 520), 0.2, 8000, 0.0)
    assert levels.peak(loud.samples) == pytest.approx(0, abs=0.01)
    assert np.abs(np.diff(loud.samples.astype(int))).max() < 40000
