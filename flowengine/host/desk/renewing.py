"""Somebody asks for a call a second time: what they are told of it.

What becomes of the two promises is the store's business (`moves.renewed`), in the transaction of
the turn; here stands only the word to the person, in the same turn, so that they do not believe
that two calls will come, and know whose call it is that may ring just now. Only to whom we know as
the same: who types the number of somebody else must not learn that they have asked us for help.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from flowengine.desk import items
from flowengine.host import lines
from flowengine.host.desk.phrases import PHONED, RENEWED, phrase
from flowengine.host.parcels import STEP, parcels
from flowengine.runtime.effects import Say
from flowengine.store.records import Message

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flowengine.desk.items import Item
    from flowengine.host.parcels import Roads
    from flowengine.runtime import Session
    from flowengine.store.records import Conversation, Outgoing, Turn
    from flowengine.store.verbs import Store

MANY = 10_000  # open items: more than any desk has
_PROMISED = (items.LATER, items.WAITING, items.OFFERED, *items.TALKING)


async def renewed(
    store: Store, before: Conversation, session: Session, turn: Turn, roads: Roads
) -> Turn:
    """The turn, with a line where it renews a promise to phone. `session` is the one after it.
    Raises StoreError."""
    wishes = [one for one in turn.joined if one.kind == items.CALLBACK and one.phone]
    if not wishes:
        return turn
    there = await store.items(states=_PROMISED, limit=MANY)
    older = [one for one in there if any(_same(wish, one) for wish in wishes)]
    if not older:
        return turn
    phoned = any(one.state in items.TALKING for one in older)
    return _told(before, session, turn, roads, PHONED if phoned else RENEWED)


def _same(wish: Item, one: Item) -> bool:
    alike = (one.kind, one.queue, one.phone) == (wish.kind, wish.queue, wish.phone)
    known = one.conversation == wish.conversation or one.contact == wish.contact != ""
    return alike and known and one.id != wish.id


def _told(before: Conversation, session: Session, turn: Turn, roads: Roads, name: str) -> Turn:
    """After what the flow said of the call, and before what it asks next."""
    at = turn.conversation.changed
    text, language = phrase(session.language, name)
    said = Say(text=text, language=language)
    told = [lines.encode(one) for one in lines.told([said], before.channel)]
    asks = bool(turn.messages) and lines.decode(turn.messages[-1].body).kind == lines.PROMPT
    place = len(turn.messages) - asks
    number = turn.messages[0].number if turn.messages else before.messages + 1
    new = [Message(0, at, lines.FLOW, body) for body in told]
    whole = [*turn.messages[:place], *new, *turn.messages[place:]]
    return replace(
        turn,
        messages=tuple(replace(one, number=number + n) for n, one in enumerate(whole)),
        outgoing=(*turn.outgoing, *_sent(before, said, at, turn, roads)),
    )


def _sent(
    before: Conversation, said: Say, at: float, turn: Turn, roads: Roads
) -> Iterator[Outgoing]:
    """Where the person writes to us through a gateway: behind all else of this turn."""
    for n, one in enumerate(parcels(before, [said], at, roads), start=len(turn.outgoing)):
        yield replace(one, key=f"{before.id}/{before.revision + 1}/renewed", at=at + STEP * n)
