"""Keys heard in the sound itself, for lines that send no key events.

A detector after ITU-T Q.24: two tones, one of each group, are a key when they last (40 ms surely,
24 ms never), are loud enough, differ little in level (twist) and hold most of the sound's power, so
that a voice (talk-off) or music is none. Frequencies may be off by 1.5 %; that tones off by 3.5 %
are turned down is not promised, because windows of 20 ms cannot tell. A key is told once.

The eight powers are those of Goertzel's recursion, taken as one matrix product: windows of 20 ms,
every 5 ms, at each frequency and a little below and above it. Under 0.1 ms for 20 ms of sound.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import numpy as np

from flowengine.speech.sound.levels import FULL_SCALE
from flowengine.speech.sound.tones import HIGH, KEYS, LOW

_WINDOW_MS, _HOP_MS = 20, 5
_SPREAD = (0.988, 1.0, 1.012)  # where each tone is looked for
_QUIETEST = -42.0  # dBFS of the weaker tone's power
_TWIST = 10 ** (0.8)  # the low tone may be 8 dB stronger or the high one: a bad line makes either
_SHARE = 0.72  # of all power lies in the two tones
_APART = 10 ** (0.7)  # 7 dB above any other tone of its group
_HITS = 4  # windows: 35 ms in which the tones fill more than 27
_MISSES = 7  # windows: a gap of 10 ms in a key does not make it two
_TONES = len(LOW)


class Detector:
    """Fed with frames of one call, in order. `down` is the key that sounds now, "" for none."""

    def __init__(self, rate: int) -> None:
        self.down = ""
        self._bank, self._hop = _bank(rate), rate * _HOP_MS // 1000
        self._rest = np.zeros(0, np.float32)
        self._candidate, self._hits, self._misses = "", 0, 0

    def feed(self, frame: bytes) -> str | None:
        """The key whose tones have just proved to be one. Any length, 16 bit little endian."""
        fresh = np.frombuffer(frame, "<i2").astype(np.float32)
        self._rest = np.concatenate((self._rest, fresh))
        told = None
        for key in self._windows():
            told = self._count(key) or told
        return told

    def _windows(self) -> list[str]:
        size = self._bank.shape[1]
        if len(self._rest) < size:
            return []
        views = np.lib.stride_tricks.sliding_window_view(self._rest, size)[:: self._hop]
        found = _keys(views, self._bank)
        self._rest = self._rest[len(views) * self._hop :]
        return found

    def _count(self, key: str) -> str | None:
        """One window's finding. A key is over when other windows have outnumbered `_MISSES`."""
        self._hits = self._hits + 1 if key == self._candidate else 1
        self._candidate = key
        self._misses = 0 if key == self.down else self._misses + 1
        if self.down and self._misses >= _MISSES:
            self.down = ""
        if not key or self._hits < _HITS or key == self.down:
            return None
        self.down, self._misses = key, 0
        return key


def _keys(windows: Any, bank: Any) -> list[str]:
    """The key in each window, "" where there is none."""
    turns = np.abs(windows @ bank.T) ** 2  # one row a window: low tones, then high ones
    size = bank.shape[1]
    powers = (turns * 2 / size**2).reshape(len(windows), 2 * _TONES, len(_SPREAD)).max(axis=2)
    whole = np.mean(windows * windows, axis=1)
    low, row = _strongest(powers[:, :_TONES])
    high, column = _strongest(powers[:, _TONES:])
    weaker, stronger = np.minimum(low, high), np.maximum(low, high)
    heard = (
        (weaker > FULL_SCALE**2 * 10 ** (_QUIETEST / 10))
        & (stronger < weaker * _TWIST)
        & (low + high > whole * _SHARE)
    )
    return [
        KEYS[r][c] if one else "" for one, r, c in zip(heard, row, column, strict=True)
    ]  # fmt: skip


def _strongest(group: Any) -> tuple[Any, Any]:
    """Its power, 0 where another tone of the group is too near; and its number."""
    ranked = np.sort(group, axis=1)
    alone = ranked[:, -1] > ranked[:, -2] * _APART
    return np.where(alone, ranked[:, -1], 0.0), group.argmax(axis=1)


@lru_cache(maxsize=4)
def _bank(rate: int) -> Any:
    """One row for each place where a tone is looked for: tones in order, places within them."""
    at = np.arange(rate * _WINDOW_MS // 1000) / rate
    places = np.array([pitch * spread for pitch in (*LOW, *HIGH) for spread in _SPREAD])
    return np.exp(-2j * np.pi * places[:, None] * at[None, :]).astype(np.complex64)
