"""Where people stand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flowengine.desk.routing.pool import Pool
from flowengine.desk.routing.ranking import places

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from flowengine.desk.items import Item
    from flowengine.desk.people import Agent
    from flowengine.language.program import Queue


def order(
    everything: Sequence[Item], agents: Iterable[Agent], queues: Mapping[str, Queue], now: float
) -> tuple[Item, ...]:
    """All who wait, in the order in which they are served: positions count by it."""
    pool = Pool(agents, everything, queues, now)
    return tuple(place.item for place in places(everything, queues, pool, now))
