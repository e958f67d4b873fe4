"""The clock of all calls in one process: each is asked every 20 ms for the frame that is due.

Deadlines are absolute, so that lateness never adds up, and calls are spread over the 20 ms, so that
a hundred of them are not all due at one moment. After a stall the clock is right again at once:
what could not be sent in time is left out and not sent in a burst.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Protocol

from flowengine.speech.sound.pcm import FRAME_MS

if TYPE_CHECKING:
    import asyncio
    from collections.abc import Callable

PERIOD = FRAME_MS / 1000
SLOTS = 10
_STEP = PERIOD / SLOTS
_EARLY = 0.0005  # seconds before its time that a slot may run: half of what the loop's clock tells


class Paced(Protocol):
    def tick(self, now: float) -> None:
        """A frame is due. `now` is of the pacer's clock. Must neither wait nor raise."""


class Pacer:
    """`clock` is monotonic, in seconds. It sleeps while nobody is paced."""

    def __init__(
        self, loop: asyncio.AbstractEventLoop, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._loop = loop
        self._clock = clock
        self._slots: list[list[Paced]] = [[] for _ in range(SLOTS)]
        self._origin = 0.0
        self._turn = 0  # the slot that is next, counted from the origin
        self._timer: asyncio.TimerHandle | None = None
        self._late = 0.0
        self._missed = 0

    def __len__(self) -> int:
        return sum(len(slot) for slot in self._slots)

    def add(self, paced: Paced) -> None:
        """Into the slot that has the least to do."""
        min(self._slots, key=len).append(paced)
        if self._timer is None:
            self._origin, self._turn = self._clock(), 0
            self._timer = self._loop.call_later(0, self._run)

    def remove(self, paced: Paced) -> None:
        for slot in self._slots:
            if paced in slot:
                slot.remove(paced)

    def lateness(self) -> tuple[float, int]:
        """Since it was last asked: how late a slot was at worst, in seconds, and how many frames of
        a call were left out."""
        late, missed = self._late, self._missed
        self._late, self._missed = 0.0, 0
        return late, missed

    def _run(self) -> None:
        """All slots whose time has come; the loop has its turn after each round."""
        if not len(self):
            self._timer = None
            return
        for _ in range(SLOTS):
            now = self._clock()
            behind = now - self._deadline()
            if behind < -_EARLY:
                break
            self._catch_up(behind)
            for paced in tuple(self._slots[self._turn % SLOTS]):
                paced.tick(now)
            self._turn += 1
        self._pass_by()
        self._timer = self._loop.call_later(max(0.0, self._deadline() - self._clock()), self._run)

    def _deadline(self) -> float:
        return self._origin + self._turn * _STEP

    def _catch_up(self, behind: float) -> None:
        if self._slots[self._turn % SLOTS]:
            self._late = max(self._late, behind)
        rounds = int(behind / PERIOD)
        self._missed += rounds
        self._turn += rounds * SLOTS

    def _pass_by(self) -> None:
        """Empty slots are nothing to wake up for."""
        for _ in range(SLOTS):
            if self._slots[self._turn % SLOTS]:
                return
            self._turn += 1
