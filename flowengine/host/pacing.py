"""How fast a gateway may be given messages, over all nodes together.

The buckets are the store's. What finds no token goes back to wait, and until there is one this node
claims no more for that gateway: to claim and put back again and again would help nobody. A bucket
has the name of its gateway; there is none for a person, for its row would outlive what they said.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flowengine.host.gateways.sender import Gateway
    from flowengine.store.verbs import Store


class Pacing:
    def __init__(self, store: Store) -> None:
        self._store = store
        self._until: dict[str, float] = {}

    def room(self, gateway: Gateway, busy: int, now: float) -> int:
        """How many messages of a gateway may be claimed while `busy` of it are under way."""
        if self._until.get(gateway.name, 0.0) > now:
            return 0
        most = gateway.most
        if gateway.pace is not None:
            most = min(most, max(1, int(gateway.pace.burst)))
        return max(0, most - busy)

    async def wait(self, gateway: Gateway, now: float) -> float:
        """0.0 when a message may go now, else after how many seconds it may ask again."""
        pace = gateway.pace
        if pace is None:
            return 0.0
        wait = await self._store.token_wait(gateway.name, pace.rate, pace.burst, now)
        self._until[gateway.name] = now + wait
        return wait
