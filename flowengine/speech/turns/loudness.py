"""How loud a frame is, and how loud the line is when nobody speaks."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections import deque
from math import log10

import numpy as np

WINDOW = 75  # frames: 1.5 s
QUIETEST = 10  # percent of the window that count as the line itself
SILENT = 0.0


def decibels(frame: bytes) -> float:
    """Mean level in dB over one step of 16 bits: 0 is silence, 64 is usual speech (-26 dBFS), 90
    the most there can be."""
    samples = np.frombuffer(frame, "<i2").astype(np.float32)
    return 10.0 * log10(float(samples.dot(samples)) / len(samples) + 1.0)


class Floor:
    """The tenth percentile of the levels of the last 1.5 s."""

    def __init__(self) -> None:
        self._levels: deque[float] = deque()
        self._sorted: list[float] = []

    def follow(self, level: float) -> float:
        """The floor, this frame included."""
        if len(self._levels) == WINDOW:
            del self._sorted[bisect_left(self._sorted, self._levels.popleft())]
        self._levels.append(level)
        insort(self._sorted, level)
        return self._sorted[len(self._sorted) * QUIETEST // 100]
