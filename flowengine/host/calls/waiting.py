"""When a person who hears nothing is told that somebody is still there.

Pure: seconds come from whoever asks. It says when, never what.
"""

from __future__ import annotations

FIRST = 1.0  # seconds of silence, while something is slow, until a word is said
AGAIN = 8.0  # seconds until it is said once more


class Waiting:
    """`begins` when the person hears nothing and it is our turn; `ends` when that is over."""

    def __init__(self) -> None:
        self._due: float | None = None
        self._told = False

    def begins(self, at: float) -> None:
        """Nothing where it has begun already."""
        if self._due is None:
            self._due = at + (AGAIN if self._told else FIRST)

    def ends(self) -> None:
        """Something is heard, if only that word."""
        self._due = None

    def answered(self) -> None:
        """What was waited for is there: the next time is a first one again."""
        self._due = None
        self._told = False

    def left(self, at: float) -> float | None:
        """Seconds until the word is due; None while nobody waits."""
        return None if self._due is None else max(0.0, self._due - at)

    def tell(self, at: float) -> bool:
        """True once, when it is due."""
        if self._due is None or at < self._due:
            return False
        self._due = None
        self._told = True
        return True
