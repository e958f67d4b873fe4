"""How long a wait will be, from what the log of the last hours says of each queue."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from flowengine.desk import items, waits

if TYPE_CHECKING:
    from flowengine.desk.items import Item
    from flowengine.desk.waits import Figures
    from flowengine.host.desk.picture import Picture
    from flowengine.store.verbs import Store

LOOK_BACK = 4 * 3600.0  # seconds of the log that is learnt from
FRESH = 10.0  # seconds for which what was learnt is good enough


class Estimating:
    def __init__(self, store: Store) -> None:
        self._store = store
        self._figures: dict[str, Figures] = {}
        self._learnt = 0.0

    async def wait(self, item: Item, position: int, picture: Picture) -> tuple[int, int]:
        """The range in seconds as it may be said, (0, 0) where nothing may. Raises StoreError."""
        figures = await self._known(picture.now)
        if item.queue not in figures:
            return waits.spoken(None)
        at_work = waits.servers(item.queue, item.media, picture.agents, _waiting(picture))
        return waits.spoken(waits.expected(position - 1, figures[item.queue], at_work))

    async def _known(self, now: float) -> dict[str, Figures]:
        if not 0 <= now - self._learnt < FRESH:
            entries = await self._store.entries(since=now - LOOK_BACK)
            self._figures, self._learnt = waits.learn(entries), now
        return self._figures


def _waiting(picture: Picture) -> Counter[str]:
    """How many wait, by queue."""
    return Counter(one.queue for one in picture.items if one.state == items.WAITING)
