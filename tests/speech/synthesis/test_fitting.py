from __future__ import annotations

import numpy as np
import pytest

from flowengine.speech.sound import levels
from flowengine.speech.sound.pcm import Sound
from flowengine.speech.synthesis.fitting import RATE, fitted


def _voice(rate: int, seconds: float, loud: int = 3000) -> Sound:
    """A buzz that swells and falls as syllables do."""
    at = np.arange(round(rate * seconds)) / rate
    wave = np.sin(2 * np.pi * 220 * at) * (0.6 + 0.4 * np.sin(2 * np.pi * 4 * at))
    return Sound((wave * loud).astype(np.int16), rate)


def _with_silence(sound: Sound, before: float, after: float) -> Sound:
    parts = [np.zeros(round(sound.rate * s), np.int16) for s in (before, after)]
    return Sound(np.concatenate([parts[0], sound.samples, parts[1]]), sound.rate)


@pytest.mark.parametrize("rate", [8_000, 16_000, 22_050, 44_100])
@pytest.mark.parametrize("loud", [300, 3_000, 32_000])
def test_every_rate_and_loudness_comes_out_as_one(rate: int, loud: int) -> None:
    found = fitted(_with_silence(_voice(rate, 1.0, loud), 0.7, 1.5))
    assert found.rate == RATE
    assert found.seconds == pytest.approx(1.1, abs=0.05)
    assert levels.speech_level(found) == pytest.approx(levels.PROMPT, abs=1.5)


def test_silence_within_stays() -> None:
    first, second = _voice(RATE, 0.5), _voice(RATE, 0.5)
    both = Sound(np.concatenate([_with_silence(first, 1, 1).samples, second.samples]), RATE)
    assert fitted(both).seconds == pytest.approx(2.0 + 0.03, abs=0.05)


def test_it_begins_and_ends_at_nothing_so_that_nothing_clicks() -> None:
    found = fitted(_voice(RATE, 0.5))
    assert abs(int(found.samples[0])) < 20
    assert abs(int(found.samples[-1])) < 20


@pytest.mark.parametrize("samples", [0, 1, 16_000])
def test_where_there_is_nothing_to_hear_nothing_is_left(samples: int) -> None:
    assert len(fitted(Sound(np.zeros(samples, np.int16), RATE)).samples) == 0


def test_a_voice_may_be_louder_than_the_others() -> None:
    found = fitted(_voice(RATE, 1.0), levels.PROMPT + 3)
    assert levels.speech_level(found) == pytest.approx(levels.PROMPT + 3, abs=1)
