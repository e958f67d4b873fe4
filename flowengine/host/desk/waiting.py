"""People who wait are told how they stand: their place and an honest range, when it has improved.

The flow says it (`while waiting`); here only the event is brought, not too often, and never one
that is worse than what was told before. Whichever node brings it, the same news comes once.
"""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from flowengine.desk import items, routing
from flowengine.desk.waits import Told, may_tell
from flowengine.host.cause import Cause
from flowengine.host.refusal import Refusal
from flowengine.runtime.events import Queued
from flowengine.store.verbs import Replayed, StoreError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flowengine.desk.items import Item
    from flowengine.host.conversations import Conversations
    from flowengine.host.desk.estimating import Estimating
    from flowengine.host.desk.picture import Picture
    from flowengine.store.records import Conversation
    from flowengine.store.verbs import Store

_STANDS = frozenset((items.WAITING, items.OFFERED))  # in a queue
_log = logging.getLogger(__name__)


class Waiting:
    def __init__(self, conversations: Conversations, store: Store, estimating: Estimating) -> None:
        self._conversations = conversations
        self._store = store
        self._estimating = estimating
        self._told: dict[str, Told] = {}  # by item
        self._again: dict[str, int] = {}  # by item: in which version it came back to its queue

    def again(self, item: Item) -> None:
        """It was being served and waits again: its place is news, whatever was told before."""
        self._again[item.id] = item.version
        self._told.pop(item.id, None)

    async def tell(self, picture: Picture) -> None:
        """Raises StoreError where the log cannot be read."""
        places = list(positions(picture))
        here = {item.id for item, _ in places}
        for memory in (self._told, self._again):
            for gone in memory.keys() - here:
                del memory[gone]
        for item, position in places:
            wait = await self._estimating.wait(item, position, picture)
            news = Told(position, wait, picture.now)
            if may_tell(self._told.get(item.id), news):
                self._told[item.id] = news
                await self._bring(item, news)

    async def _bring(self, item: Item, news: Told) -> None:
        event = Queued(at=news.at, position=news.position, wait=news.wait)
        place = f"{news.position} {news.wait[0]}-{news.wait[1]}"
        once = f"queued {item.id} {self._again.get(item.id, 0)} {place}"

        async def hear(before: Conversation) -> Conversation | None:
            # Asked when the turn is ours: somebody may have taken them meanwhile, and whoever talks
            # with an agent stands in no queue. What is accepted from here on is told after this.
            now = await self._store.item(item.id)
            if now is None or now.state not in _STANDS or before.ended:
                return before
            return await self._conversations.stepping.hear(before, event, Cause(message_id=once))

        try:
            await self._conversations.write(item.conversation, hear)
        except (Replayed, Refusal):  # another node was first, or the conversation is gone
            return
        except Exception as error:  # noqa: BLE001 - one person's trouble is not the others'
            why = error if isinstance(error, StoreError) else type(error).__name__
            about = {"conversation": item.conversation}
            _log.error("a place in a queue could not be told: %s", why, extra=about)


def positions(picture: Picture) -> Iterator[tuple[Item, int]]:
    """Everybody who waits for somebody now, with their place in their queue, from 1."""
    places: dict[str, int] = {}
    order = routing.order(picture.items, picture.agents, picture.queues, picture.now)
    for item in order:
        places[item.queue] = places.get(item.queue, 0) + 1
        if item.turn and item.kind == items.CONTACT:
            yield item, places[item.queue]
