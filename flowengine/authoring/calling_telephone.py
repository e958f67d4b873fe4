"""What a telephone makes of a voice: 8,000 samples a second, µ-law, and some noise on the line."""

from __future__ import annotations

import numpy as np

from flowengine.speech.sound import g711
from flowengine.speech.sound.levels import levelled
from flowengine.speech.sound.pcm import Sound

RATE = 8000
NOISE = -45.0  # dBFS: 25 dB below a voice of usual loudness, as on a fair line
FULL = 32_768


def telephoned(sound: Sound) -> Sound:
    """As it comes out at the other end, at the usual loudness of a voice."""
    narrow = levelled(sound).at(RATE)
    return Sound(g711.from_mulaw(g711.to_mulaw(narrow.samples)), RATE)


def line_noise(seconds: float, level: float = NOISE, rate: int = RATE, seed: int = 1) -> Sound:
    """White, of `level` dBFS; the same each time."""
    chance = np.random.default_rng(seed)
    samples = chance.normal(0.0, FULL * 10 ** (level / 20), round(seconds * rate))
    return Sound(np.clip(samples, -FULL, FULL - 1).astype(np.int16), rate)
