"""Messages that come through a gateway, each for the one open conversation of its address.

Whoever writes for the first time, or after the end, begins one: the flow's start is what they hear,
and their message is written down, unless it may not wait (danger, STOP, leaving), which is heard at
once. Two first messages within milliseconds make one conversation, and both are in it in order; a
gateway that brings a message again, as they all do, changes nothing.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any
from weakref import WeakValueDictionary

from flowengine.host.beginning import Beginning, fresh
from flowengine.host.cause import Cause
from flowengine.host.pseudonyms import MARK
from flowengine.host.refusal import Refusal
from flowengine.host.wish import NO_WISH, started
from flowengine.runtime import step
from flowengine.runtime.events import AnyEvent, Said
from flowengine.runtime.urgent import urgent
from flowengine.store.records import Conversation
from flowengine.store.verbs import Replayed, Stale

if TYPE_CHECKING:
    from flowengine.host.conversations import Conversations
    from flowengine.host.heard import Heard
    from flowengine.store.verbs import Store

TRIES = 5  # to find a conversation that is neither just beginning nor just ending
# Of which nothing is asked yet: what a first message is heard in.
_NOBODY = Conversation("", "", "", "", b"", b"", "", ended=False, changed=0.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrival:
    """`message_id` is the gateway's name for the message, `flow` what serves its address.

    `contact` is who it is, where that is known, with what is `known` of them.
    """

    gateway: str
    address: str
    channel: str
    flow: str
    what: Heard
    message_id: str
    contact: str = ""
    known: Mapping[str, Any] = field(default_factory=dict)


class Arriving:
    def __init__(self, conversations: Conversations, store: Store) -> None:
        self._conversations = conversations
        self._store = store
        self._locks: WeakValueDictionary[tuple[str, str], asyncio.Lock] = WeakValueDictionary()

    async def take(self, one: Arrival) -> Conversation:
        """The conversation after the message. Raises Replayed, Refusal, StoreError."""
        lock = self._locks.setdefault((one.gateway, one.address), asyncio.Lock())
        async with lock:
            for _ in range(TRIES):
                found = await self._store.open_at(one.gateway, one.address)
                try:
                    if found is None:
                        return await self._begin(one)
                    return await self._conversations.hear(found.id, _scoped(one))
                except Stale:  # somebody else has just begun one
                    continue
                except Refusal as refusal:
                    if refusal.code not in ("ended", "forbidden"):
                        raise
        raise Refusal("busy", "One moment, please. Then send it again.")

    async def _begin(self, one: Arrival) -> Conversation:
        if one.message_id and await self._store.taken(one.gateway, one.message_id):
            raise Replayed("This message was already taken.")
        event, cause = _scoped(one)(_NOBODY, self._conversations.clock())
        wanted = Beginning(
            flow=one.flow,
            channel=one.channel,
            caller="" if one.address.startswith(MARK) else one.address,
            contact=one.contact,
            known=one.known,
            gateway=one.gateway,
            address=one.address,
            cause=cause,
        )
        if not await self._urgent(wanted, event):
            return (await self._conversations.begun(wanted)).conversation
        # Taken only when it was heard: a crash in between makes the gateway bring it again.
        begun = await self._conversations.begun(replace(wanted, cause=Cause()))
        return await self._conversations.hear(begun.conversation.id, _scoped(one))

    async def _urgent(self, wanted: Beginning, event: AnyEvent) -> bool:
        """True where the flow, once it has begun, must not let these words pass unheard."""
        if not isinstance(event, Said):
            return False
        program = await self._conversations.editions.newest(wanted.flow)
        _, session, _ = fresh(program, wanted, event.at)
        after, _ = step(program, session, started(program, NO_WISH, event.at))
        return urgent(program, after, event.text)


def _scoped(one: Arrival) -> Heard:
    """The gateway's ids count in the gateway, whichever conversation is open."""

    def heard(conversation: Conversation, at: float) -> tuple[AnyEvent, Cause]:
        event, cause = one.what(conversation, at)
        return event, replace(cause, message_id=one.message_id, scope=one.gateway)

    return heard
