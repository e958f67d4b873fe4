"""Keys pressed before anything was asked: who knows the way need not listen to it."""

from __future__ import annotations

from collections import deque

MOST = 32  # keys; more is a telephone in a pocket
FRESH = 10.0  # seconds; what was pressed longer ago was not meant for this question


class Ahead:
    def __init__(self) -> None:
        self._keys: deque[tuple[str, float]] = deque(maxlen=MOST)

    def keep(self, key: str, at: float) -> None:
        self._keys.append((key, at))

    def next(self, at: float) -> str:
        """The oldest that still counts, taken out; "" where there is none."""
        while self._keys:
            key, pressed = self._keys.popleft()
            if at - pressed <= FRESH:
                return key
        return ""

    def clear(self) -> None:
        self._keys.clear()
