"""Sound made fit to be played one piece after another: one rate, one loudness, no dead ends.

Synthesised or recorded, every prompt becomes 16,000 samples a second, begins and ends where speech
does, and fades in and out within milliseconds, so that nothing clicks where two pieces meet.
"""

from __future__ import annotations

import numpy as np

from flowengine.speech.sound import levels
from flowengine.speech.sound.pcm import Sound

RATE = 16_000
_BLOCK = 0.01  # seconds
_QUIET = 35.0  # dB below speech: breath and room, no longer a word
_BEFORE, _AFTER = 0.03, 0.08  # seconds left around speech, for soft beginnings and ends
_FADE = 0.005  # seconds


def fitted(sound: Sound, level: float = levels.PROMPT) -> Sound:
    """`level` is in dBFS while speaking. Empty where there is nothing to hear."""
    loud = levels.levelled(_trimmed(sound.at(RATE)), level)
    return _faded(loud)


def _trimmed(sound: Sound) -> Sound:
    """Without the silence at both ends; silence within is the speaker's."""
    size = round(sound.rate * _BLOCK)
    least = max(levels.speech_level(sound) - _QUIET, levels.SILENCE + 6)
    heard = [
        at
        for at in range(0, len(sound.samples), size)
        if levels.dbfs(sound.samples[at : at + size]) > least
    ]
    if not heard:
        return Sound(sound.samples[:0], sound.rate)
    start = max(0, heard[0] - round(sound.rate * _BEFORE))
    stop = heard[-1] + size + round(sound.rate * _AFTER)
    return Sound(sound.samples[start:stop], sound.rate)


def _faded(sound: Sound) -> Sound:
    length = min(round(sound.rate * _FADE), len(sound.samples) // 2)
    if not length:
        return sound
    samples = sound.samples.astype(np.float32)
    ramp = np.linspace(0, 1, length, dtype=np.float32)
    samples[:length] *= ramp
    samples[-length:] *= ramp[::-1]
    return Sound(samples.astype(np.int16), sound.rate)
