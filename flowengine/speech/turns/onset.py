"""From frames with and without speech to somebody who begins to speak."""

from __future__ import annotations

OF, ENOUGH = 4, 3  # three frames of the last four: a click is less
BREATH = 25  # frames without speech, after which one who never stops has stopped
FRAME = 0.02  # seconds


class Onset:
    def __init__(self) -> None:
        self._last = 0  # one bit a frame, the newest lowest
        self._breath = 0

    def follow(self, speech: bool) -> bool:
        """Whether somebody has begun to speak, this frame included."""
        self._last = (self._last << 1 | speech) & (1 << OF) - 1
        if self._breath:
            self._breath = BREATH if speech else self._breath - 1
            return False
        return self._last.bit_count() >= ENOUGH

    def began(self, at: float) -> float:
        """Of what has begun with the frame that ended `at`."""
        return at - self._last.bit_length() * FRAME

    def forget(self) -> None:
        """What was heard was a key's tone."""
        self._last = 0

    def breathe(self) -> None:
        """Nobody begins to speak before they have stopped."""
        self._breath = BREATH
