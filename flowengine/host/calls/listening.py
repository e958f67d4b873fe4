"""What the caller may answer now: ordered once, numbered, and over with its answer.

Each listening has a number of its own, which reports bring back. So what was said to an earlier
question, while another was being asked, is known and not obeyed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from flowengine.speech.duplex.orders import Deaf, Listen, Record

if TYPE_CHECKING:
    from collections.abc import Callable

    from flowengine.runtime.expecting import Expected
    from flowengine.speech.duplex.orders import AnyOrder


class Listening:
    def __init__(self, order: Callable[[AnyOrder], None]) -> None:
        self._order = order
        self._last = 0
        self._now: Listen | Record | None = None

    @property
    def on(self) -> bool:
        return self._now is not None

    def listen(self, expected: Expected, patience: float, pause: float) -> None:
        """Nothing where just that is listened for."""
        if isinstance(self._now, Listen):
            same = msgspec.structs.replace(expected, turn=self._last)
            if Listen(expected=same, patience=patience, pause=pause) == self._now:
                return
        self._last += 1
        numbered = msgspec.structs.replace(expected, turn=self._last)
        self._now = Listen(expected=numbered, patience=patience, pause=pause)
        self._order(self._now)

    def record(self, limit: float, pause: float) -> None:
        """Nothing where a recording is being made."""
        if isinstance(self._now, Record):
            return
        self._last += 1
        self._now = Record(turn=self._last, limit=limit, pause=pause)
        self._order(self._now)

    def ends(self, turn: int) -> bool:
        """With the answer to that listening; False where another goes on, or none."""
        if self._now is None or turn != self._last:
            return False
        self._now = None
        return True

    def stop(self) -> None:
        """Nothing is expected any more."""
        if self._now is not None:
            self._now = None
            self._order(Deaf())
