"""The recording of a whole call: the person on the left, we on the right, in memory.

As µ-law at 8,000 Hz, which is what a telephone carries: 16 kB a second, and nothing is to be coded
when the call ends. Whether it may be recorded, and what becomes of it, the host decides.
"""

from __future__ import annotations

from collections import deque

import numpy as np
import soxr

from flowengine.speech.sound import wav
from flowengine.speech.sound.g711 import to_mulaw
from flowengine.speech.sound.pcm import from_pcm

RATE = 8_000
MOST_MINUTES = 60
BLOCK = 10  # frames that are coded together, so that no frame is much later than others
APART = 10  # frames that the person may be ahead of us: what bursts, no more


class Keeper:
    """One call at `rate`. `on` pauses it; what is said meanwhile is left out, not silenced."""

    def __init__(self, rate: int) -> None:
        self.on = True
        self._rate = rate
        self._heard: deque[bytes] = deque(maxlen=APART)
        self._sides: tuple[list[bytes], list[bytes]] = ([], [])
        self._streams = tuple(
            soxr.ResampleStream(rate, RATE, 1, dtype="int16", quality="MQ") for _ in range(2)
        )
        self._coded: list[bytes] = []
        self._bytes = 0

    def heard(self, frame: bytes) -> None:
        if self.on:
            self._heard.append(frame)

    def played(self, frame: bytes) -> None:
        """One frame of ours; what was heard meanwhile goes beside it."""
        if not self.on or self._bytes >= MOST_MINUTES * 60 * RATE * 2:
            return
        self._sides[0].append(self._heard.popleft() if self._heard else bytes(len(frame)))
        self._sides[1].append(frame)
        if len(self._sides[1]) == BLOCK:
            self._code()

    def wav(self) -> bytes:
        """The whole file. Nothing can be added behind it."""
        self._code(last=True)
        return wav.write_mulaw(b"".join(self._coded), RATE, 2)

    def _code(self, *, last: bool = False) -> None:
        left, right = (self._at_rate(side, last=last) for side in (0, 1))
        self._coded.append(np.stack((left, right), axis=1).tobytes())
        self._bytes += 2 * len(left)

    def _at_rate(self, side: int, *, last: bool) -> np.ndarray[tuple[int], np.dtype[np.uint8]]:
        samples = from_pcm(b"".join(self._sides[side]), self._rate).samples
        self._sides[side].clear()
        if self._rate != RATE:
            samples = self._streams[side].resample_chunk(samples, last=last)
        return np.frombuffer(to_mulaw(samples), np.uint8)
