"""A loop whose time passes when a test says so."""

from __future__ import annotations

from collections.abc import Callable


class Timer:
    def __init__(self, due: float, what: Callable[[], None]) -> None:
        self.due = due
        self.what = what
        self.cancelled = False

    def cancel(self) -> None:
        self.cancelled = True


class Loop:
    """What is called later is called to the millisecond, as uvloop does it."""

    def __init__(self) -> None:
        self.now = 1000.0
        self._timers: list[Timer] = []

    def time(self) -> float:
        return self.now

    def call_later(self, delay: float, what: Callable[[], None]) -> Timer:
        self._timers.append(Timer(self.now + round(1000 * delay) / 1000, what))
        return self._timers[-1]

    def run(self, seconds: float, stall: Callable[[float], float] = lambda _: 0.0) -> None:
        """`stall` is how much later than it should each timer is called."""
        end = self.now + seconds
        while True:
            waiting = [timer for timer in self._timers if not timer.cancelled and timer.due <= end]
            if not waiting:
                break
            first = min(waiting, key=lambda timer: timer.due)
            self._timers.remove(first)
            self.now = max(self.now, first.due)
            self.now += stall(self.now)
            first.what()
        self.now = max(self.now, end)

    @property
    def idle(self) -> bool:
        return all(timer.cancelled for timer in self._timers)
