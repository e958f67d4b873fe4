"""Sound as a network brings it, given out frame by frame.

It comes in pieces of any length, late and then all at once. What waits for too long is left out,
the oldest first: an answer that is a second old is no answer any more.
"""

from __future__ import annotations

from collections import deque

from flowengine.speech.sound.pcm import FRAME_MS, frame_bytes

MOST = 200 // FRAME_MS  # frames that may wait
WINDOW = 25  # frames given out: what waited all that time waits for nothing, and is caught up


class Jitter:
    """`dropped` counts frames that waited too long."""

    def __init__(self, rate: int) -> None:
        self._size = frame_bytes(rate)
        self._rest = b""
        self._frames: deque[bytes] = deque()
        self._taken = 0
        self._least = MOST  # how many waited at least, in this window
        self.dropped = 0

    def __len__(self) -> int:
        """Frames that wait."""
        return len(self._frames)

    def put(self, data: bytes) -> int:
        """Signed 16 bit little endian of any length; gives how many whole frames that made."""
        data = self._rest + data if self._rest else data
        whole = len(data) // self._size
        for start in range(0, whole * self._size, self._size):
            self._frames.append(data[start : start + self._size])
        self._rest = data[whole * self._size :]
        while len(self._frames) > MOST:
            self._frames.popleft()
            self.dropped += 1
        return whole

    def take(self) -> tuple[bytes, ...]:
        """What is to be heard in these 20 ms: one frame, none where none came, two to catch up."""
        if not self._frames:
            self._least = 0
            return ()
        first = self._frames.popleft()
        self._least = min(self._least, len(self._frames))
        self._taken = (self._taken + 1) % WINDOW
        if self._taken:
            return (first,)
        surplus, self._least = self._least, MOST
        return (first, self._frames.popleft()) if surplus else (first,)

    def clear(self) -> None:
        self._frames.clear()
        self._rest = b""
