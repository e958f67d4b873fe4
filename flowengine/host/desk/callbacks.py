"""A promise to phone that reached nobody: again in a while, then a message, then an honest end.

When the moment of a promise has come is `lapsing`'s business; here is what follows a try.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from flowengine.desk import items, moves
from flowengine.host.desk.phrases import UNREACHED, phrase
from flowengine.host.desk.terms import later
from flowengine.host.parcels import Parcel, encode
from flowengine.runtime import decode
from flowengine.store.records import Outgoing

if TYPE_CHECKING:
    from collections.abc import Callable

    from flowengine.desk.items import Item
    from flowengine.desk.moves import Move
    from flowengine.desk.people import User
    from flowengine.host.conversations import Conversations
    from flowengine.host.desk.acting import Acting
    from flowengine.host.desk.terms import Terms
    from flowengine.store.verbs import Store

TRIES = 3  # times that a promise is tried
PAUSE = 30 * 60.0  # seconds between two tries
NOT_REACHED = "not reached"  # the outcome of a promise that could not be kept
SMS = "sms"


class Callbacks:
    """`terms` are those of a queue by its name."""

    def __init__(
        self,
        conversations: Conversations,
        store: Store,
        acting: Acting,
        terms: Callable[[str], Terms],
    ) -> None:
        self._conversations = conversations
        self._store = store
        self._acting = acting
        self._terms = terms

    async def tried(self, user: User, item_id: str, result: str, when: float) -> Item:
        """The item after a try in vain; see `again`. Raises Refusal as `Acting.act` does, and
        StoreError."""

        letter = await self._letter(item_id)

        def made(item: Item, at: float) -> Move:
            return again(item, result, self._terms(item.queue), at, when)

        done = await self._acting.act(user, item_id, "item.callback", made, letter)
        if letter(done) is not None:
            self._conversations.stepping.post()
        return done

    async def _letter(self, item_id: str) -> Callable[[Item], Outgoing | None]:
        """What is sent to who was not reached at last, where a gateway carries it."""
        roads = self._conversations.stepping.roads
        item = await self._store.item(item_id)
        if item is None or not roads.carries(item.flow, SMS):
            return _nothing
        talk = await self._store.conversation(item.conversation)
        if talk is None or not talk.session:
            return _nothing
        language, gateway = decode(talk.session).language, roads.gateway(item.flow, SMS)

        def letter(done: Item) -> Outgoing | None:
            if (done.state, done.outcome) != (items.CLOSED, NOT_REACHED):
                return None
            return message(done, language, gateway, self._conversations.clock())

        return letter


def _nothing(_: Item) -> None:
    """Where there is no way to write to anybody."""


def again(item: Item, result: str, terms: Terms, at: float, when: float = 0.0) -> Move:
    """The move after a try with `result`: put off until `when` or PAUSE later, inside the hours of
    its queue; closed after the last, or where a further call has been promised since. Raises
    Impossible where nobody can have tried."""
    if item.tries + 1 >= TRIES and not when and not item.anew:
        return moves.closed(item, at, NOT_REACHED)
    if when > at:
        return moves.tried(item, result, terms.opens(when), at, agreed=True)
    return moves.tried(item, result, later(terms, at, PAUSE), at)


def message(item: Item, language: str, gateway: str, at: float) -> Outgoing | None:
    """What is sent to whom the last try did not reach; None where it is not safe to, for somebody
    else may read it. The outbox opens a number that is sealed."""
    if "no" in (item.safe, item.voicemail) or not item.phone:
        return None
    text, language = phrase(language, UNREACHED)
    parcel = Parcel(channel=SMS, text=text, language=language, person=True)
    key = f"{item.id}/unreached"
    return Outgoing(key, item.conversation, at, encode(parcel), gateway, item.phone, due=at)
