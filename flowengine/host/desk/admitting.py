"""Who of us may join which call, and in what part: by the item as it stands, and by a ticket.

A ticket is made for a page that is signed in and shown by the call's own connection, which has no
other proof. It refuses whoever has no part in the item at the moment they arrive, whatever they
were told before.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from flowengine.desk import items
from flowengine.desk.permissions import STANDARD
from flowengine.host.desk.tickets import Tickets
from flowengine.host.refusal import Refusal
from flowengine.speech.duplex.conference import AGENT

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterator, Mapping

    from flowengine.desk.items import Item
    from flowengine.desk.people import User
    from flowengine.desk.permissions import Permissions
    from flowengine.store.verbs import Store

MAY = {items.LISTEN: "item.listen", items.WHISPER: "item.whisper", items.BARGE: "item.barge"}


class Admitting:
    """`users` are those there are. `key` makes tickets that other processes of this server can
    read, b"" where there are none."""

    def __init__(
        self,
        store: Store,
        users: Callable[[], Awaitable[Mapping[str, User]]],
        clock: Callable[[], float],
        permissions: Permissions = STANDARD,
        key: bytes = b"",
    ) -> None:
        self.permissions = permissions
        self.tickets = Tickets(clock, key)
        self._store = store
        self._users = users
        self._clock = clock

    async def ticket(self, user: User, item_id: str) -> str:
        """What the user's page shows to join the call of this item, once and soon. Raises Refusal
        `unknown-item` or `forbidden`; StoreError."""
        item = await self._store.item(item_id)
        if item is None:
            raise Refusal("unknown-item", "There is no such conversation at the desk.")
        self._part(user, item)
        return self.tickets.made(user.id, item_id)

    async def admitted(self, item_id: str, token: str) -> tuple[Item, User, str]:
        """The item, whose ticket this is, and in which part they come; the ticket is still good.
        Raises Refusal `forbidden`; StoreError."""
        item = await self._store.item(item_id)
        user = None if item is None else await self._bearer(item, token)
        if item is None or user is None:
            raise _not_yours()
        return item, user, self._part(user, item)

    def redeem(self, token: str) -> None:
        """It is used up. Raises Refusal `forbidden` where it was before."""
        if not self.tickets.redeemed(token):
            raise Refusal("forbidden", "This was used before. Join once more.")

    def _part(self, user: User, item: Item) -> str:
        """In which part. Raises Refusal `forbidden`."""
        role = self.part(user, item)
        if not role:
            raise _not_yours()
        return role

    def part(self, user: User, item: Item) -> str:
        """The part that they have in its call and may have, "" for none."""
        role = role_of(user.id, item)
        action = MAY.get(role, "item.read")
        may = role and self.permissions.allowed(user, action, item, at=self._clock())
        return role if may else ""

    async def _bearer(self, item: Item, token: str) -> User | None:
        """Whose ticket it is, of those who have a part in the item now."""
        users = await self._users()
        for name in (item.agent, *(guest.agent for guest in item.guests)):
            if name in users and self.tickets.fits(token, name, item.id):
                return users[name]
        return None


def role_of(user: str, item: Item) -> str:
    """The part that somebody has in an item that is being talked about, "" for none."""
    if item.state not in items.TALKING:
        return ""
    return next(_roles(user, item), "")


def _roles(user: str, item: Item) -> Iterator[str]:
    if item.agent == user:
        yield AGENT
    yield from (guest.mode for guest in item.guests if guest.agent == user)


def _not_yours() -> Refusal:
    return Refusal("forbidden", "This conversation is not yours, or not yours any more.")
