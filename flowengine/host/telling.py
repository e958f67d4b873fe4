"""What subscribers are told of a turn: notices for the outbox, written in the turn's transaction.

A pure function makes them; nothing is sent here, and a turn that is not committed tells nobody. A
notice has ids, a kind and a time, and a result where it is about one: no words of the transcript,
no address. Bodies are those of Standard Webhooks (type, timestamp, data), and the key of a row is
its `webhook-id`, the same however often the turn is done again.
"""

from __future__ import annotations

import asyncio
import logging
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import msgspec

from flowengine.desk.items import CONTACT
from flowengine.host import lines, parcels
from flowengine.runtime.effects import Saved
from flowengine.store.records import Outgoing
from flowengine.store.verbs import StoreError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from typing import Protocol

    from flowengine.store.records import Subscription, Turn

    class Subscriptions(Protocol):
        """The verb of `store.verbs.Store` that this module needs."""

        async def subscriptions(self) -> tuple[Subscription, ...]: ...


BEGAN, ENDED = "conversation.began", "conversation.ended"
SAVED, FAILED, ASKED = "result.saved", "message.failed", "handoff.asked"
KINDS = (BEGAN, ENDED, SAVED, FAILED, ASKED)
EVERY = 5.0  # seconds until a subscription that was made on another node is known here

_log = logging.getLogger(__name__)
_Event = tuple[str, str, dict[str, Any]]  # kind, what makes its key its own, data


class Telling:
    """The subscriptions as this node knows them, so that a turn need not ask the store."""

    def __init__(self, store: Subscriptions) -> None:
        self._store = store
        self._known: tuple[Subscription, ...] = ()

    def __call__(self, turn: Turn) -> tuple[Outgoing, ...]:
        return told(turn, self._known)

    def lost(self, message: Outgoing, at: float) -> tuple[Outgoing, ...]:
        """What to post when a message came to nothing."""
        return lost(message, self._known, at)

    async def refresh(self) -> None:
        """Raises StoreError."""
        self._known = await self._store.subscriptions()

    async def watch(self, pause: Callable[[float], Any] = asyncio.sleep) -> None:
        """Look again and again, until cancelled."""
        while True:
            try:
                await self.refresh()
            except Exception as error:  # noqa: BLE001 - whoever watches must outlive any one look
                # A store quotes nobody; anything else could quote what a person said.
                why = error if isinstance(error, StoreError) else type(error).__name__
                _log.error("subscriptions could not be read: %s", why)
            await pause(EVERY)


def told(turn: Turn, subscriptions: Sequence[Subscription]) -> tuple[Outgoing, ...]:
    """The notices of one turn, in the order in which it happened."""
    if not subscriptions:
        return ()
    conversation = turn.conversation
    about = {
        "conversation": conversation.id,
        "flow": conversation.flow,
        "channel": conversation.channel,
    }
    events = ((kind, own, about | data) for kind, own, data in _happened(turn))
    return tuple(_notices(conversation.id, conversation.changed, events, subscriptions))


def lost(
    message: Outgoing, subscriptions: Sequence[Subscription], at: float
) -> tuple[Outgoing, ...]:
    """The notices that a message failed, or that nobody knows whether it went.

    Nobody is told of a notice that failed, or a dead subscriber would be told of it for ever.
    """
    if message.gateway == parcels.WEBHOOK:
        return ()
    data = {
        "conversation": message.conversation,
        "message": message.key,
        "gateway": message.gateway,
        "state": message.state,
        "error": message.error,
    }
    event = (FAILED, f"{message.key}/{message.tries}", data)
    return tuple(_notices(message.conversation, at, [event], subscriptions))


def moment(at: float) -> str:
    """POSIX seconds as RFC 3339 in UTC, to the microsecond: `2026-01-31T09:00:00.000000Z`."""
    text = datetime.fromtimestamp(at, UTC).isoformat(timespec="microseconds")
    return text.replace("+00:00", "Z")


def _happened(turn: Turn) -> Iterator[_Event]:
    revision = turn.conversation.revision
    if not revision:
        yield BEGAN, "", {}
    saved = (msgspec.json.decode(one.body) for one in turn.facts if one.kind == _tag(Saved))
    for index, one in enumerate(saved):
        result = {name: one.get(name) for name in ("name", "value", "category")}
        yield SAVED, f"{revision + 1}/{index}", {"result": result}
    for item in turn.joined:
        if item.kind == CONTACT:
            yield ASKED, str(item.turn), {"queue": item.queue}
    if turn.conversation.ended and _ends(turn):
        yield ENDED, str(revision + 1), {"erased": turn.erases}


def _ends(turn: Turn) -> bool:
    """A late timer or answer may only clear its row in a conversation that had ended before."""
    late = turn.fired is not None or turn.answered is not None
    return not late or any(lines.decode(one.body).kind == "ended" for one in turn.messages)


def _notices(
    conversation: str, at: float, events: Iterable[_Event], subscriptions: Sequence[Subscription]
) -> Iterator[Outgoing]:
    for kind, own, data in events:
        event = msgspec.json.encode({"type": kind, "timestamp": moment(at), "data": data})
        for one in subscriptions:
            if kind in one.events.split(","):
                # By whom, of what, what: the same turn done again makes the same key.
                key = "/".join(part for part in (one.id, conversation, kind, own) if part)
                body = parcels.encode(parcels.Notice(one.secret, msgspec.Raw(event)))
                yield Outgoing(key, conversation, at, body, parcels.WEBHOOK, one.url, due=at)


def _tag(effect: type[msgspec.Struct]) -> str:
    return str(effect.__struct_config__.tag)
