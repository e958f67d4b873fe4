"""Prompts come out at one loudness, none clips, and silence stays silence."""

from __future__ import annotations

import numpy as np
import pytest

from flowengine.speech.sound import levels
from flowengine.speech.sound.pcm import Sound
from flowengine.speech.sound.tones import silence, tone

RATE = 16000


def talk(level: float, seconds: float = 2.0, pause: float = 0.5, seed: int = 3) -> Sound:
    """Syllables of noise at `level` dBFS, with pauses between: as loud and peaky as speech."""
    rng = np.random.default_rng(seed)
    size = round(seconds * RATE)
    waves = rng.normal(0, 1, size) * np.abs(np.sin(np.arange(size) / RATE * np.pi * 4))
    waves *= 32768 * 10 ** (level / 20) / np.sqrt(np.mean(waves**2))
    return quiet_around(np.clip(waves, -32768, 32767).astype(np.int16), pause)


def quiet_around(samples: np.ndarray, pause: float) -> Sound:
    gap = silence(pause, RATE).samples
    return Sound(np.concatenate([gap, samples, gap, samples, gap]), RATE)


@pytest.mark.parametrize("level", [-45, -35, -26, -20, -14])
@pytest.mark.parametrize("pause", [0.0, 0.5, 3.0])
def test_whatever_was_recorded_comes_out_at_one_loudness(level: float, pause: float) -> None:
    made = levels.levelled(talk(level, pause=pause))
    assert levels.speech_level(made) == pytest.approx(levels.PROMPT, abs=0.7)
    assert levels.peak(made.samples) <= levels.PEAK + 0.1


def test_pauses_make_speech_no_quieter() -> None:
    assert levels.speech_level(talk(-20, pause=4.0)) == pytest.approx(
        levels.speech_level(talk(-20, pause=0.0)), abs=0.5
    )


def test_one_click_does_not_make_a_prompt_quiet_and_is_held_down() -> None:
    sound = talk(-30)
    sound.samples[RATE] = 32767
    made = levels.levelled(sound)
    assert levels.peak(made.samples) <= levels.PEAK + 0.1
    assert levels.speech_level(made) == pytest.approx(levels.PROMPT, abs=0.7)
    assert levels.dbfs(made.samples[RATE + 320 :]) > levels.dbfs(sound.samples[RATE + 320 :]) + 9


def test_a_peak_is_held_down_in_its_form_and_not_cut() -> None:
    loud = tone((300,), 0.5, RATE, -1.5)
    soft = tone((300,), 3.0, RATE, -40)
    made = levels.levelled(Sound(np.concatenate([soft.samples, loud.samples]), RATE), -3.0)
    assert (np.abs(made.samples) == np.abs(made.samples).max()).sum() < 1000
    assert levels.peak(made.samples) <= levels.PEAK + 0.1


@pytest.mark.parametrize("samples", [[], [0] * 1000, [200] * 1000, [1, -1] * 500])
def test_silence_stays_silence(samples: list[int]) -> None:
    made = levels.levelled(Sound(np.array(samples, np.int16), RATE))
    assert len(made.samples) == len(samples)
    assert levels.dbfs(made.samples) < -55


@pytest.mark.parametrize(("offset", "level"), [(3000, -30), (-8000, -20)])
def test_what_lies_beside_zero_is_set_upon_it(offset: int, level: float) -> None:
    sound = talk(level)
    shifted = np.clip(sound.samples.astype(int) + offset, -32768, 32767).astype(np.int16)
    made = levels.levelled(Sound(shifted, RATE))
    assert abs(float(made.samples.mean())) < 120
    assert levels.speech_level(made) == pytest.approx(levels.PROMPT, abs=1.0)


@pytest.mark.parametrize(
    ("samples", "level"),
    [
        ([], levels.SILENCE),
        ([0, 0], levels.SILENCE),
        ([-32768] * 4, 0.0),
        ([16384, -16384], -6.0),
        ([1, -1], -90.3),
    ],
)
def test_levels_in_decibels(samples: list[int], level: float) -> None:
    assert levels.dbfs(samples) == pytest.approx(level, abs=0.05)
    assert levels.peak(np.array(samples, np.int16)) == pytest.approx(level, abs=0.05)


@pytest.mark.parametrize("rate", [8000, 11025, 22050, 44100])
def test_any_rate_is_levelled(rate: int) -> None:
    made = levels.levelled(Sound(talk(-30).samples, rate))
    assert levels.speech_level(made) == pytest.approx(levels.PROMPT, abs=0.8)
