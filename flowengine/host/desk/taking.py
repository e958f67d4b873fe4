"""How an agent comes by a talk: an offer is taken or let pass, or somebody is fetched by hand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flowengine.desk import items, moves
from flowengine.host.desk import board
from flowengine.host.desk.acting import taken
from flowengine.host.refusal import Refusal

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from flowengine.desk.items import Item
    from flowengine.desk.people import User
    from flowengine.host.desk.acting import Acting, Make
    from flowengine.host.desk.picture import Picture
    from flowengine.store.verbs import Store

_PASSED_OVER = frozenset(("taken", "forbidden", "impossible", "full"))  # the next may still do


class Taking:
    """Every method raises Refusal as `Acting.act` does, and StoreError."""

    def __init__(
        self, store: Store, acting: Acting, picture: Callable[[], Awaitable[Picture]]
    ) -> None:
        self._store = store
        self._acting = acting
        self._picture = picture

    async def accept(self, user: User, token: str) -> Item:
        return await self._answer(user, token, moves.accepted)

    async def refuse(self, user: User, token: str) -> Item:
        return await self._answer(user, token, moves.refused)

    async def _answer(self, user: User, token: str, make: Make) -> Item:
        item = await self._store.by_token(token) if token else None
        if item is None:
            raise taken()
        return await self._acting.act(user, item.id, "item.accept", _while_it_is(token, make))

    async def pull(self, user: User, item_id: str = "") -> Item:
        """This one, or the next that they may. Raises Refusal `absent`, `nothing` too."""
        seen = await self._picture()
        if user.id not in seen.present:
            raise Refusal("absent", "Your page is not connected. Reload it first.", about="page")
        if item_id:
            return await self._pull(user, item_id)
        agent = next((one for one in seen.agents if one.id == user.id), None)
        waiting = () if agent is None else board.fetchable(seen, agent)
        for item in waiting:
            if item.state == items.WAITING:
                try:
                    return await self._pull(user, item.id)
                except Refusal as error:
                    if error.code not in _PASSED_OVER:
                        raise
        raise Refusal("nothing", "Nobody waits whom you could take now.")

    async def _pull(self, user: User, item_id: str) -> Item:
        return await self._acting.act(
            user, item_id, "item.pull", lambda item, at: moves.pulled(item, user.id, at)
        )


def _while_it_is(token: str, make: Make) -> Make:
    """Only while it is this offer: a later one of the same item has another token."""

    def made(item: Item, at: float) -> moves.Move:
        if item.token != token:
            raise taken()
        return make(item, at)

    return made
