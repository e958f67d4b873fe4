"""How much waits in the store, as Prometheus reads it.

All nodes of a store tell the same figures here: take the largest of them, never their sum. What a
node counts of itself is in `flowengine.host.measures`.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector

from flowengine.store.verbs import StoreError

if TYPE_CHECKING:
    from flowengine.host.house import House

CONVERSATIONS = ("open", "ended")
OUTGOING = ("queued", "sending", "sent", "failed", "ambiguous")
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
}

_log = logging.getLogger(__name__)


@dataclass(frozen=True, eq=False)
class Figures(Collector):
    """At one moment. `store` is empty when it did not answer; `flowengine_store_up` is then 0."""

    store: Mapping[str, float] = field(default_factory=dict)
    node: Mapping[str, float] = field(default_factory=dict)

    @classmethod
    async def of(cls, house: House) -> Figures:
        node = {
            "hotlines": len(house.library.programs),
            "hotlines_broken": len(house.library.broken),
        }
        try:
            return cls(await _stored(house), node)
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
        for name, what in ALONE.items():
            found = {**self.store, **self.node}.get(name)
            if found is not None:
                yield GaugeMetricFamily(f"flowengine_{name}", what, float(found))

    def _states(self, name: str, what: str, states: tuple[str, ...]) -> GaugeMetricFamily:
        family = GaugeMetricFamily(f"flowengine_{name}", what, labels=("state",))
        for state in states:
            family.add_metric((state,), float(self.store.get(state, 0)))
        return family


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
