"""Tones that a telephone makes: keys and the beep before a recording. Ringing is the carrier's.

Source of the pairs: ITU-T Q.23. Each tone begins and ends softly, so that it does not click.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from flowengine.speech.sound.pcm import Sound

if TYPE_CHECKING:
    from collections.abc import Iterable

LOW = (697, 770, 852, 941)  # Hz, one a row of the keypad
HIGH = (1209, 1336, 1477, 1633)  # Hz, one a column
KEYS = ("123A", "456B", "789C", "*0#D")
PAIRS = {
    key: (low, high)
    for low, row in zip(LOW, KEYS, strict=True)
    for high, key in zip(HIGH, row, strict=True)
}
_FULL = 32767
_SOFT = 0.005  # seconds in which a tone rises and falls
_KEY_LEVEL = -9.0  # dBFS of each of the two
_BEEP_HZ, _BEEP_SECONDS, _BEEP_LEVEL = 1000, 0.35, -16.0
_WAIT_HZ, _WAIT_SECONDS, _WAIT_LEVEL, _WAIT_PAUSE = (523, 392), 0.3, -26.0, 3.4


def tone(pitches: Iterable[float], seconds: float, rate: int, level: float = _KEY_LEVEL) -> Sound:
    """Sines together, each with its amplitude at `level` dB below full scale."""
    at = np.arange(round(seconds * rate)) / rate
    waves = sum((np.sin(2 * np.pi * pitch * at) for pitch in pitches), np.zeros(len(at)))
    slope = np.clip(np.minimum(at, seconds - at) / _SOFT, 0.0, 1.0)
    samples = np.clip(waves * slope * 10 ** (level / 20), -1.0, 1.0)
    return Sound(np.asarray(np.rint(samples * _FULL), np.int16), rate)


def silence(seconds: float, rate: int) -> Sound:
    return Sound(np.zeros(round(seconds * rate), np.int16), rate)


def record_tone(rate: int) -> Sound:
    """What says "speak now"."""
    return tone((_BEEP_HZ,), _BEEP_SECONDS, rate, _BEEP_LEVEL)


def waiting_tone(rate: int) -> Sound:
    """What says "somebody will be here": two soft notes and a pause, four seconds in all."""
    notes = [tone((pitch,), _WAIT_SECONDS, rate, _WAIT_LEVEL).samples for pitch in _WAIT_HZ]
    return Sound(np.concatenate([*notes, silence(_WAIT_PAUSE, rate).samples]), rate)


def keys(
    pressed: str, rate: int, seconds: float = 0.1, pause: float = 0.1, *, level: float = _KEY_LEVEL
) -> Sound:
    """The keys one after another, with a pause behind each. What is no key is a pause of a second,
    as a comma is on a telephone."""
    parts = [silence(0, rate).samples]
    for key in pressed.upper():
        pair = PAIRS.get(key)
        parts.append((tone(pair, seconds, rate, level) if pair else silence(1.0, rate)).samples)
        parts.append(silence(pause, rate).samples)
    return Sound(np.concatenate(parts), rate)
