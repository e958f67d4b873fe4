"""Finding out who an unknown person is: one supervisor asks, another confirms, the first sees it.

Each step is written down before it is done, and each can be done once: what is asked for and what
is confirmed are rows of the store that are gone when the next step is taken. Nobody confirms their
own asking, and nobody does either for a queue that is not theirs.
"""

from __future__ import annotations

import secrets
import time
from typing import TYPE_CHECKING

import msgspec

from flowengine.host import keys
from flowengine.host.people import written
from flowengine.host.pseudonyms import Forgotten
from flowengine.host.refusal import Refusal
from flowengine.store.records import Audit, Token

if TYPE_CHECKING:
    from collections.abc import Callable

    from flowengine.desk.items import Item
    from flowengine.desk.people import User
    from flowengine.desk.permissions import Permissions
    from flowengine.host.pseudonyms import Pseudonyms
    from flowengine.store.verbs import Store

ASKED, CONFIRMED = "reveal asked", "reveal confirmed"  # roles of tokens
MINUTES = 30  # to confirm, and then to look
LONGEST_REASON = 300  # characters


class Wish(msgspec.Struct, frozen=True, kw_only=True):
    """`by` and `confirmed` are names of users; `until` POSIX seconds."""

    id: str = ""
    item: str
    by: str
    reason: str
    confirmed: str = ""
    until: float = 0.0


class Revealing:
    """`clock` gives POSIX seconds."""

    def __init__(
        self,
        store: Store,
        pseudonyms: Pseudonyms,
        permissions: Permissions,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self._store = store
        self._pseudonyms = pseudonyms
        self._permissions = permissions
        self._clock = clock

    async def ask(self, user: User, item_id: str, reason: str) -> None:
        """Raises Refusal `forbidden`, `unknown-item`, `no-reason`."""
        item = await self._item(user, item_id)
        reason = reason.strip()
        if not reason or len(reason) > LONGEST_REASON:
            text = f"Say why, in up to {LONGEST_REASON} characters."
            raise Refusal("no-reason", text, count=LONGEST_REASON)
        await self._note(user, f"asked who it is: {reason}", item)
        await self._keep(ASKED, Wish(item=item.id, by=user.name, reason=reason))

    async def wishes(self, user: User) -> tuple[Wish, ...]:
        """Those of the user, and those that they can confirm; the oldest first."""
        found = []
        for token in await self._store.tokens():
            if token.role in (ASKED, CONFIRMED) and token.ends > self._clock():
                wish = _wish(token)
                item = await self._store.item(wish.item)
                own = wish.by == user.name
                if item is not None and (own or token.role == ASKED) and self._may(user, item):
                    found.append(wish)
        return tuple(found)

    async def confirm(self, user: User, wish_id: str) -> None:
        """Raises Refusal `unknown-wish`, `forbidden`."""
        wish = await self._wanted(ASKED, wish_id)
        item = await self._item(user, wish.item)
        if wish.by == user.name:
            raise Refusal("forbidden", "Somebody else has to confirm it.", about="confirm")
        await self._note(user, f"confirmed that {wish.by} sees who it is", item)
        await self._taken(wish)
        await self._keep(CONFIRMED, msgspec.structs.replace(wish, confirmed=user.name))

    async def show(self, user: User, wish_id: str) -> tuple[tuple[str, str], ...]:
        """Their addresses by gateway, this once; "" for one whose key was changed.

        Raises Refusal `unknown-wish`, `forbidden`.
        """
        wish = await self._wanted(CONFIRMED, wish_id)
        item = await self._item(user, wish.item)
        if wish.by != user.name:
            raise Refusal("forbidden", "Only who has asked for it sees it.", about="asked")
        await self._note(user, f"saw who it is, confirmed by {wish.confirmed}", item)
        await self._taken(wish)
        return await self._addresses(item)

    async def _addresses(self, item: Item) -> tuple[tuple[str, str], ...]:
        known = await self._store.known(item.contact) if item.contact else None
        kept = [(one.gateway, one.address) for one in known.identities] if known else []
        if item.phone:
            kept.append(("phone", item.phone))
        return tuple((gateway, self._opened(address)) for gateway, address in kept)

    def _opened(self, address: str) -> str:
        try:
            return self._pseudonyms.opened(address)
        except Forgotten:
            return ""

    def _may(self, user: User, item: Item) -> bool:
        return self._permissions.allowed(user, "contact.reveal", item, at=self._clock())

    async def _item(self, user: User, key: str) -> Item:
        item = await self._store.item(key)
        if item is None:
            raise Refusal("unknown-item", "There is no such conversation at the desk.")
        if not self._may(user, item):
            raise Refusal("forbidden", "You are not allowed to do this. Ask an administrator.")
        return item

    async def _keep(self, role: str, wish: Wish) -> None:
        now = self._clock()
        name = msgspec.json.encode(wish).decode()
        # Nobody is given a secret of it: the row is known by its id.
        kept = keys.hashed(secrets.token_urlsafe(32))
        await self._store.add_token(
            Token(keys.new_key(), name, role, kept, now, now + MINUTES * 60)
        )

    async def _wanted(self, role: str, key: str) -> Wish:
        for token in await self._store.tokens():
            if token.id == key and token.role == role and token.ends > self._clock():
                return _wish(token)
        raise _unknown()

    async def _taken(self, wish: Wish) -> None:
        if not await self._store.revoke(wish.id):  # of two somebody was faster
            raise _unknown()

    async def _note(self, user: User, what: str, item: Item) -> None:
        subject = f"contact/{item.contact}" if item.contact else f"item/{item.id}"
        await self._store.note(Audit(self._clock(), written(user), what, subject))


def _wish(token: Token) -> Wish:
    found = msgspec.json.decode(token.name, type=Wish)
    return msgspec.structs.replace(found, id=token.id, until=token.ends)


def _unknown() -> Refusal:
    return Refusal("unknown-wish", "This was done already, or half an hour has passed.")
