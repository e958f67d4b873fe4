"""What is done to telephone sound before a decoder that learnt on wider sound hears it.

Pocketsphinx' English model was made from 16 kHz sound. An 8 kHz call leaves its upper half empty,
which it takes for something; a little white noise over all of it, after up-sampling, fills that
half, and is what helps most: 64 to 83 % of spoken digits. While it streams, a call of 16 kHz goes
the same way, through 8 kHz: heard as it is, 9 of 48 phrases were understood, and so 48. The second
pass, on the whole clip, takes all of the band. Nothing here judges what is heard.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import soxr

if TYPE_CHECKING:
    import numpy.typing as npt

    from flowengine.speech.sound.pcm import Sound

RATE, NARROW = 16_000, 8_000
NOISE = 30.0  # standard deviation, of samples to 32,767
PEAK = 12_000.0
PAD = 0.4  # seconds of near silence on each side; more, or less, is understood worse
_SEED = 0
_LEAST_PEAK = 100.0  # softer is no voice, and is not made loud


class Stream:
    """One utterance at 8 or 16 kHz, frame by frame; what comes out is 16 kHz, 16 bit.

    Quality QQ of soxr holds back a quarter of a millisecond, the better ones 29 to 105.
    """

    def __init__(self, rate: int) -> None:
        self._down = _to(NARROW, rate) if rate != NARROW else None
        self._up = _to(RATE, NARROW)
        self._chance = np.random.default_rng(_SEED)

    def feed(self, frame: bytes) -> bytes:
        """Nothing for nothing, which soxr would not take."""
        samples = np.frombuffer(frame, "<i2")
        if self._down is not None and len(samples):
            samples = self._down.resample_chunk(samples)
        if not len(samples):
            return b""
        return _noisy(self._up.resample_chunk(samples).astype(np.float32), self._chance)


def _to(rate: int, given: int) -> soxr.ResampleStream:
    return soxr.ResampleStream(given, rate, 1, dtype="int16", quality="QQ")


def clip(sound: Sound) -> bytes:
    """A whole utterance, levelled and with silence around it, for the second pass."""
    samples = levelled(sound)
    pad = np.zeros(int(PAD * RATE), np.float32)
    whole = np.concatenate([pad, samples, pad])
    return _noisy(whole, np.random.default_rng(_SEED))


def levelled(sound: Sound) -> npt.NDArray[np.float32]:
    """At 16 kHz, without an offset, its loudest sample at PEAK."""
    samples: npt.NDArray[np.float32] = sound.samples.astype(np.float32)
    if not len(samples):
        return samples
    samples = samples - samples.mean()
    if sound.rate != RATE:
        samples = soxr.resample(samples, sound.rate, RATE)
    loudest = max(float(np.abs(samples).max()), _LEAST_PEAK)
    return samples * np.float32(PEAK / loudest)


def _noisy(samples: npt.NDArray[np.float32], chance: np.random.Generator) -> bytes:
    heard = samples + chance.standard_normal(len(samples), np.float32) * np.float32(NOISE)
    return np.clip(heard, -32_767, 32_767).astype("<i2").tobytes()
