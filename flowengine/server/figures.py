"""How much waits in the store, as Prometheus reads it.

All nodes of a store tell the same figures here: take the largest of them, never their sum. What a
node counts of itself is in `flowengine.host.measures`.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector

from flowengine.store.verbs import StoreError

if TYPE_CHECKING:
    from flowengine.host.desk.board import QueueState
    from flowengine.host.house import House

CONVERSATIONS = ("open", "ended")
OUTGOING = ("queued", "sending", "sent", "failed", "ambiguous")
DESK = {  # of queues: what is counted, and the word for it in `QueueState`
    "waiting": "waiting",
    "offered": "offered",
    "talking": "talking",
    "wrap_up": "wrapping",
    "callback": "callbacks",
    "message": "messages",
}
ALONE = {
    "timers_waiting": "Timers that wait for their moment.",
    "errands_waiting": "Fetches and hand-offs without an answer yet.",
    "contacts": "People that are known.",
    "nodes": "Nodes that say they live.",
    "room_bytes": "Bytes that are free where the store lies.",
    "timer_overdue_seconds": "How long the earliest timer has been due.",
    "oldest_queued_seconds": "How long the oldest message has waited to be sent.",
    "hotlines": "Flows that are served by this node.",
    "hotlines_broken": "Flows of this node's folder whose last version has mistakes.",
    "desk_oldest_unmatched_seconds": "How long somebody has waited whom a free agent could have"
    " been offered; 2 and more is an alarm.",
}

_log = logging.getLogger(__name__)


@dataclass(frozen=True, eq=False)
class Figures(Collector):
    """At one moment. `store` is empty when it did not answer; `flowengine_store_up` is then 0."""

    store: Mapping[str, float] = field(default_factory=dict)
    node: Mapping[str, float] = field(default_factory=dict)
    desk: Sequence[QueueState] = ()
    at: float = 0.0

    @classmethod
    async def of(cls, house: House) -> Figures:
        node: dict[str, float] = {
            "hotlines": len(house.library.programs),
            "hotlines_broken": len(house.library.broken),
        }
        try:
            board = await house.desk.board()
            node["desk_oldest_unmatched_seconds"] = board.unmatched
            return cls(await _stored(house), node, board.queues, board.at)
        except (StoreError, OSError) as error:
            _log.error("the store could not be counted: %s", error)
            return cls(node=node)

    def collect(self) -> Iterator[GaugeMetricFamily]:
        yield GaugeMetricFamily(
            "flowengine_store_up", "1 when the store answers.", float(bool(self.store))
        )
        if self.store:
            yield self._states("conversations_kept", "Conversations that are kept.", CONVERSATIONS)
            yield self._states("outgoing_kept", "Messages to others that are kept.", OUTGOING)
            yield from self._queues()
        for name, what in ALONE.items():
            found = {**self.store, **self.node}.get(name)
            if found is not None:
                yield GaugeMetricFamily(f"flowengine_{name}", what, float(found))

    def _queues(self) -> Iterator[GaugeMetricFamily]:
        """By the names of queues, which are ours; nobody who waits is named."""
        kept = _family("desk_items", "People and promises at the desk.", "queue", "state")
        longest = _family("desk_longest_wait_seconds", "Who has waited longest.", "queue")
        agents = _family("desk_agents", "Agents by queue: there, and ready.", "queue", "state")
        for one in self.desk:
            for state, word in DESK.items():
                kept.add_metric((one.name, state), float(getattr(one, word)))
            since = self.at - one.longest if one.longest else 0.0
            longest.add_metric((one.name,), max(0.0, since))
            agents.add_metric((one.name, "present"), float(one.present))
            agents.add_metric((one.name, "ready"), float(one.ready))
        yield from (kept, longest, agents)

    def _states(self, name: str, what: str, states: tuple[str, ...]) -> GaugeMetricFamily:
        family = GaugeMetricFamily(f"flowengine_{name}", what, labels=("state",))
        for state in states:
            family.add_metric((state,), float(self.store.get(state, 0)))
        return family


def _family(name: str, what: str, *labels: str) -> GaugeMetricFamily:
    return GaugeMetricFamily(f"flowengine_{name}", what, labels=labels)


async def _stored(house: House) -> dict[str, float]:
    store = house.store
    counts = await store.counts()
    oldest = await store.oldest()
    return {
        **counts,
        "timers_waiting": counts["timers"],
        "errands_waiting": counts["errands"],
        "nodes": len(await store.nodes()),
        "room_bytes": await store.room(),
        "timer_overdue_seconds": _since(house, oldest["timer"]),
        "oldest_queued_seconds": _since(house, oldest["outgoing"]),
    }


def _since(house: House, moment: float) -> float:
    """Seconds; 0 where there is none, or it is still to come."""
    return max(0.0, house.conversations.clock() - moment) if moment else 0.0
