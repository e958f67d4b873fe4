"""On what terms a queue is waited in: what its flow declares, and what a supervisor switched.

Plain data and plain functions; which programs are served is the library's business.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from flowengine.language.program import Queue
from flowengine.runtime import hours

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from flowengine.desk.people import Switch
    from flowengine.language.program import Hours, Program

CLOSE, DIVERT, SURGE, CALLBACKS = "close", "divert", "surge", "callbacks"
SWITCHES = (CLOSE, DIVERT, SURGE, CALLBACKS)
_UNKNOWN = Queue(hours="", most=0)  # of a queue that no flow declares any more


@dataclass(frozen=True, slots=True)
class Terms:
    """`hours` is None for a queue that is always open."""

    queue: Queue = _UNKNOWN
    hours: Hours | None = None
    zone: str = "UTC"

    def open(self, at: float) -> bool:
        return self.hours is None or hours.is_open(self.hours, _moment(at))

    def opens(self, at: float) -> float:
        """The first moment from `at` on at which it is open; `at` itself where it never opens."""
        if self.hours is None or self.open(at):
            return at
        found = hours.next_opening(self.hours, _moment(at))
        return found.timestamp() if found is not None else at


NO_TERMS = Terms()


def gathered(programs: Iterable[Program]) -> dict[str, Terms]:
    """The terms of every queue by name. A queue of the project is the same in all its flows; of
    two flows that have one of the same name for themselves, the first in order of names counts."""
    found: dict[str, Terms] = {}
    for program in sorted(programs, key=lambda one: one.name):
        for name, queue in program.queues.items():
            found.setdefault(name, Terms(queue, program.hours.get(queue.hours), program.zone))
    return found


def switched(switches: Iterable[Switch], now: float) -> dict[str, dict[str, Switch]]:
    """What is switched in each queue, by kind; what has ended is not."""
    found: dict[str, dict[str, Switch]] = {}
    for one in switches:
        if not over(one, now):
            found.setdefault(one.queue, {})[one.kind] = one
    return found


def over(switch: Switch, now: float) -> bool:
    return 0 < switch.until <= now


def diverted(queue: str, switches: Mapping[str, Mapping[str, Switch]]) -> str:
    """Where those who would wait in `queue` are sent, in the end; "" where they stay. Queues that
    are diverted in a circle send nobody anywhere."""
    seen, to = {queue}, queue
    while (switch := switches.get(to, {}).get(DIVERT)) is not None:
        to = switch.value
        if to in seen:
            return ""
        seen.add(to)
    return "" if to == queue else to


def later(terms: Terms, at: float, pause: float) -> float:
    """`pause` seconds after `at`, or when the queue opens after that."""
    return terms.opens(at + pause)


def _moment(at: float) -> datetime:
    return datetime.fromtimestamp(0, UTC) + timedelta(seconds=at)
