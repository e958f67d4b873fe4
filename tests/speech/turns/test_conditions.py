"""What makes a line hard to hear on: made-up sound here, real voices in `test_barge_in`."""

from __future__ import annotations

import numpy as np
import pytest

from flowengine.speech.sound.pcm import Sound, frames
from flowengine.speech.sound.tones import tone
from flowengine.speech.turns.activity import Activity
from flowengine.speech.turns.conditions import BABBLE, CLIPPING, NOISE, TONE, Conditions
from tests.speech.talk import voice

RATE = 8000


def _noise(level: float) -> Sound:
    samples = np.random.default_rng(3).standard_normal(12 * RATE) * level
    return Sound(samples.clip(-32768, 32767).astype(np.int16), RATE)


def _among(*sounds: Sound) -> Sound:
    both = sum(sound.samples.astype(float) for sound in sounds)
    return Sound(np.asarray(both).clip(-32768, 32767).astype(np.int16), RATE)


def _crowd(level: float) -> Sound:
    one = voice(14, RATE, level).samples.astype(float)
    starts = np.random.default_rng(4).integers(0, RATE, 6)
    crowd = sum(one[at : at + 12 * RATE] for at in starts)
    return Sound(np.asarray(crowd).astype(np.int16), RATE)


@pytest.mark.parametrize(
    ("sound", "why"),
    [
        (_noise(4), []),
        (_noise(80), []),
        (_noise(800), [NOISE]),
        (voice(12, RATE), []),
        (voice(12, RATE, 4000.0), []),
        (_among(voice(12, RATE), _noise(160)), []),
        (tone((440,), 12, RATE, -20.0), [TONE]),
        (tone((440,), 12, RATE, -50.0), []),
        (voice(12, RATE, 50_000.0), [CLIPPING]),
        (_crowd(400.0), [NOISE, BABBLE]),
        (_crowd(20.0), []),
    ],
    ids=[
        "a quiet line", "faint noise", "noise", "one voice", "one loud voice", "a voice in faint "
        "noise", "a tone", "a faint tone", "clipping", "a crowd", "a crowd far away",
    ],
)  # fmt: skip
def test_each_is_told_once(sound: Sound, why: list[str]) -> None:
    assert _told(sound) == why


def test_a_click_or_a_short_noise_is_nothing() -> None:
    short = Sound(_noise(800).samples[:RATE], RATE)
    quiet = Sound(_noise(4).samples, RATE)
    assert _told(short, quiet, short, quiet) == []


def test_who_speaks_softly_is_disturbed_by_less() -> None:
    """The same noise below a usual voice, and below a soft one."""
    noise = _noise(200)
    assert _told(_among(voice(12, RATE), noise), noise) == []
    soft = Sound(voice(12, RATE, 500.0).samples, RATE)
    assert _told(_among(soft, _noise(20)), _among(soft, _noise(20)), noise)[0] == NOISE


def _told(*sounds: Sound) -> list[str]:
    activity, conditions, told = Activity(RATE), Conditions(), []
    for sound in sounds:
        for frame in frames(sound):
            speech = activity.frame(frame, b"")
            told.append(conditions.frame(frame, activity, speech))
    return [why for why in told if why]
