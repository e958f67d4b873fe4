"""How a talk comes to somebody else, or to another place in its line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flowengine.desk import items, moves
from flowengine.host.refusal import Refusal

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Container

    from flowengine.desk.items import Item
    from flowengine.desk.people import User
    from flowengine.host.desk.acting import Acting
    from flowengine.host.desk.picture import Picture


class Passing:
    """`queues` are those that are declared now. Every method raises Refusal as `Acting.act` does,
    and StoreError."""

    def __init__(
        self,
        acting: Acting,
        picture: Callable[[], Awaitable[Picture]],
        queues: Callable[[], Container[str]],
    ) -> None:
        self._acting = acting
        self._picture = picture
        self._queues = queues

    async def transfer(self, user: User, item_id: str, *, queue: str = "", agent: str = "") -> Item:
        """To a queue, or to an agent who has it at once. Raises Refusal `unknown-queue`, `absent`
        too."""
        if queue and queue not in self._queues():
            raise Refusal("unknown-queue", f"There is no queue {queue}.", queue=queue)
        if agent:
            await self._reachable(agent)
        item = await self._acting.may(user, item_id, "item.transfer")
        action = "item.transfer" if item.agent == user.id else "item.reassign"
        return await self._acting.act(
            user,
            item_id,
            action,
            lambda found, at: moves.transferred(found, at, queue=queue, agent=agent),
        )

    async def _reachable(self, agent: str) -> None:
        """Nobody is given to an empty chair."""
        seen = await self._picture()
        if agent not in seen.present or not seen.at_work(agent):
            raise Refusal("absent", "They are not there. Choose somebody else, or a queue.")

    async def raise_priority(self, user: User, item_id: str, level: int) -> Item:
        """Only supervisors make it less urgent. Raises Refusal `no-level` too."""
        if level not in items.PRIORITIES.values():
            raise Refusal("no-level", "A priority is low, normal, high or highest (0 to 3).")
        item = await self._acting.may(user, item_id, "item.raise")
        action = "item.lower" if level < item.priority else "item.raise"
        return await self._acting.act(
            user, item_id, action, lambda found, at: moves.raised(found, level, at, user.id)
        )
