"""How loud a sound is, and prompts brought to one loudness.

Levels are dBFS: 0 is the power of a full-scale square wave, so a full-scale sine has −3. Speech is
measured while somebody speaks, after the idea of ITU-T P.56: pauses make no sentence quieter. What
would clip is held down around its peak, not cut. Noise is not removed here, and no silence is.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import numpy as np

from flowengine.speech.sound.pcm import Sound

if TYPE_CHECKING:
    from flowengine.speech.sound.pcm import Samples

FULL_SCALE = 32768
SILENCE = -96.0  # dBFS: what is below the last bit
PROMPT = -20.0  # dBFS while speaking: clear on a telephone, with room for the peaks of speech
PEAK = -1.0  # dBFS: nothing is louder
_BLOCK = 0.02  # seconds
_ACTIVE = 16.0  # dB below the loud blocks, and still speech (the margin of P.56)
_MOST_GAIN = 30.0  # dB: what is quieter than that is no recording of a voice
_STEP = 0.001  # seconds: how finely the limiter looks
_AHEAD = 8  # steps on either side


def dbfs(samples: Any) -> float:
    """Of the mean power, SILENCE for nothing."""
    if not len(samples):
        return SILENCE
    given = np.asarray(samples, np.float64)
    return _decibels(float(np.mean(given * given)))


def peak(samples: Samples) -> float:
    """dBFS of the loudest sample."""
    return (
        _decibels(float(np.abs(samples.astype(np.int32)).max()) ** 2) if len(samples) else SILENCE
    )


def speech_level(sound: Sound) -> float:
    """dBFS while there is speech; SILENCE where there is none."""
    power = _powers(sound)
    loud = power[power > _power(SILENCE + 6)]
    if not len(loud):
        return SILENCE
    threshold = float(np.percentile(loud, 95)) / 10 ** (_ACTIVE / 10)
    return _decibels(float(loud[loud >= threshold].mean()))


def without_dc(samples: Samples) -> Samples:
    """About zero: a cheap sound card adds a constant that clicks where prompts meet."""
    if not len(samples):
        return samples
    return _whole(samples - np.mean(samples, dtype=np.float64))


def levelled(sound: Sound, target: float = PROMPT) -> Sound:
    """At `target` dBFS while speaking, and never above PEAK. Silence stays as it is."""
    samples = without_dc(sound.samples)
    level = speech_level(Sound(samples, sound.rate))
    if level <= SILENCE:
        return Sound(samples, sound.rate)
    gain = 10 ** (min(target - level, _MOST_GAIN) / 20)
    return Sound(_limited(samples * gain, sound.rate), sound.rate)


def _limited(samples: Any, rate: int) -> Samples:
    """The gain falls before a peak and rises behind it, in straight lines between steps of 1 ms.

    Each step takes the least gain that any step near it needs, and then the mean of its
    neighbours: both reach equally far, so that no mean is above what its own step needs.
    """
    ceiling = 10 ** (PEAK / 20) * FULL_SCALE
    if not len(samples) or np.abs(samples).max() <= ceiling:
        return _whole(samples)
    size = max(1, round(rate * _STEP))
    peaks = np.abs(_blocks(samples, size)).max(axis=1)
    needed = np.minimum(1.0, ceiling / np.maximum(peaks, 1.0))
    least = _windows(needed, _AHEAD + 1).min(axis=1)
    smooth = _windows(least, _AHEAD).mean(axis=1)
    centres = (np.arange(len(smooth)) + 0.5) * size
    return _whole(samples * np.interp(np.arange(len(samples)), centres, smooth))


def _windows(values: Any, reach: int) -> Any:
    padded = np.pad(values, reach, mode="edge")
    return np.lib.stride_tricks.sliding_window_view(padded, 2 * reach + 1)


def _blocks(samples: Any, size: int) -> Any:
    """One row a block, the last one filled up."""
    rows = -(-len(samples) // size)
    return np.pad(samples, (0, rows * size - len(samples))).reshape(rows, size)


def _powers(sound: Sound) -> Any:
    rows = _blocks(sound.samples.astype(np.float64), max(1, round(sound.rate * _BLOCK)))
    return np.mean(rows * rows, axis=1)


def _whole(samples: Any) -> Samples:
    return np.asarray(np.clip(np.rint(samples), -FULL_SCALE, FULL_SCALE - 1), np.int16)


def _power(level: float) -> float:
    return float(FULL_SCALE**2 * 10 ** (level / 10))


def _decibels(power: float) -> float:
    return max(SILENCE, 10 * math.log10(power / FULL_SCALE**2)) if power > 0 else SILENCE
