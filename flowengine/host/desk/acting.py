"""What a user does to an item: read as it stands, allowed or not, moved, and read again when
somebody else was first.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from flowengine.desk import items
from flowengine.desk.moves import Impossible
from flowengine.host.refusal import Refusal
from flowengine.store.desk.verbs import FULL, MOVED

if TYPE_CHECKING:
    from collections.abc import Callable

    from flowengine.desk.items import Item
    from flowengine.desk.moves import Move
    from flowengine.desk.people import User
    from flowengine.desk.permissions import Permissions
    from flowengine.host.desk.moving import Moving
    from flowengine.store.records import Outgoing
    from flowengine.store.verbs import Store

    Make = Callable[[Item, float], Move]
    Letter = Callable[[Item], Outgoing | None]

TRIES = 5  # against others who move the same item


class Acting:
    def __init__(
        self, store: Store, moving: Moving, clock: Callable[[], float], permissions: Permissions
    ) -> None:
        self.permissions = permissions
        self._store = store
        self._moving = moving
        self._clock = clock

    async def act(
        self, user: User, item_id: str, action: str, make: Make, letter: Letter | None = None
    ) -> Item:
        """The item after the move; the `letter` that belongs to it so is sent with the move. Raises
        Refusal `unknown-item`, `forbidden`, `impossible`, `full` or `taken`; StoreError."""
        for _ in range(TRIES):
            item = await self.may(user, item_id, action)
            try:
                move = make(item, self._clock())
            except Impossible as error:
                raise Refusal("impossible", str(error)) from error
            written = letter(move.after) if letter is not None else None
            letters = {move.after.id: written} if written is not None else None
            (what,) = await self._moving.move(move, letters=letters)
            if what == MOVED:
                return move.after
            if what == FULL:
                raise full()
        raise taken()

    async def may(self, user: User, item_id: str, action: str) -> Item:
        """The item as it stands, for whom the rules allow this of it."""
        item = await self._store.item(item_id)
        if item is None:
            raise Refusal("unknown-item", "There is no such conversation at the desk.")
        if not self.permissions.allowed(user, action, item, at=self._clock()):
            # Whose talk it was a moment ago is told what happened, not that they may not.
            gone = item.state not in items.OPEN or (action == "item.accept" and item.agent)
            raise taken() if gone else forbidden()
        return item

    def allow(self, user: User, action: str, *, queue: str = "") -> None:
        """Raises Refusal `forbidden` where the rules do not allow it."""
        if not self.permissions.allowed(user, action, at=self._clock(), queue=queue):
            raise forbidden()


def forbidden() -> Refusal:
    return Refusal("forbidden", "You may not do this. Ask a supervisor.")


def taken() -> Refusal:
    return Refusal("taken", "Somebody else was first, or the person has gone.")


def full() -> Refusal:
    return Refusal("full", "All your places for this kind of talk are taken. Finish one first.")
