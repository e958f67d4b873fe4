"""What one listener of a conference hears of one speaker, and of all of them together.

Frames come by the speaker's clock and go by the listener's. A few wait in between, more of them on
a bad line; where none is left the last one fades out, and what two clocks drift apart by is left
out. Nobody's missing frame is anybody else's.
"""

from __future__ import annotations

from collections import deque
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

LEAST, MOST = 2, 5  # frames of 20 ms that wait before the first is heard
SLACK = 2  # frames more than wanted: what waits on top of them all the time is left out
WINDOW = 50  # frames, a second: the time that "all the time" means
GOOD = 500  # frames without a gap, after which fewer wait
_LOW, _HIGH = -32_768, 32_767


class Ear:
    """Of one speaker, for one listener. `gaps` and `dropped` count frames."""

    def __init__(self) -> None:
        self.gaps = self.dropped = 0
        self._frames: deque[bytes] = deque()
        self._wanted = LEAST
        self._playing = False
        self._last = b""
        self._steady = 0
        self._taken, self._surplus = 0, MOST

    def put(self, frame: bytes) -> None:
        """A burst is as long as the line was away: the oldest of it is nothing to be heard now."""
        self._frames.append(frame)
        while len(self._frames) > 2 * MOST:
            self._frames.popleft()
            self.dropped += 1

    def take(self) -> bytes:
        """The 20 ms that are to be heard now; empty where nothing is."""
        if not self._playing and len(self._frames) < self._wanted:
            return b""
        self._playing = True
        if not self._frames:
            return self._gap()
        self._settle()
        self._last = self._frames.popleft()
        return self._last

    def _gap(self) -> bytes:
        """Once: the sound goes out as softly as it can."""
        self._playing = False
        self._steady = 0
        self.gaps += 1
        self._wanted = min(MOST, self._wanted + 1)
        self._taken, self._surplus = 0, MOST
        last, self._last = self._last, b""
        return faded(last)

    def _settle(self) -> None:
        """The queue gets shorter on a good line, and by what the speaker's clock is too fast."""
        self._steady += 1
        if self._steady == GOOD:
            self._steady, self._wanted = 0, max(LEAST, self._wanted - 1)
        self._surplus = min(self._surplus, len(self._frames) - self._wanted)
        self._taken += 1
        if self._taken < WINDOW:
            return
        if self._surplus >= SLACK:
            self._frames.popleft()
            self.dropped += 1
        self._taken, self._surplus = 0, MOST


def mixed(frames: Sequence[bytes]) -> bytes:
    """All of them at once, signed 16 bit little endian; what is too loud is cut, and never wraps
    around. Empty frames are silence; what nobody else speaks into is passed on as it is."""
    heard = [frame for frame in frames if frame]
    if len(heard) < 2:
        return heard[0] if heard else b""
    total = np.frombuffer(heard[0], "<i2").astype(np.int32)
    for frame in heard[1:]:
        total += np.frombuffer(frame, "<i2")
    cut: bytes = np.clip(total, _LOW, _HIGH).astype("<i2").tobytes()
    return cut


def faded(frame: bytes) -> bytes:
    samples = np.frombuffer(frame, "<i2")
    soft: bytes = (samples * _slope(len(samples))).astype("<i2").tobytes()
    return soft


@lru_cache(maxsize=4)
def _slope(length: int) -> Any:
    return np.linspace(1.0, 0.0, length)
