"""The clock of silence: it runs while it is the person's turn and they neither speak nor type."""

from __future__ import annotations

NEVER = float("inf")
AGAIN = 1.0  # seconds at least, after something that was no answer


class Patience:
    """`due` is when the silence has been too long; all in seconds of the call."""

    def __init__(self) -> None:
        self._left = NEVER
        self.due = NEVER

    def whole(self, seconds: float) -> None:
        """So long from when it runs next."""
        self._left, self.due = seconds, NEVER

    def run(self, at: float) -> None:
        if self.due == NEVER:
            self.due = at + self._left

    def stop(self, at: float) -> None:
        if self.due != NEVER:
            self._left, self.due = max(self.due - at, AGAIN), NEVER
