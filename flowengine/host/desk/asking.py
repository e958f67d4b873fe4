"""What a person writes while one of ours has their letters, for the desk's log: that it was
written, and when. From it reports know how long they waited for the next answer.

Nothing of what was written is in it, and of chats and calls nothing at all: there people sit and
wait, and a talk's pauses are nobody's business.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from flowengine.desk import items, log
from flowengine.desk.moves.making import entry
from flowengine.host.desk.standing import MODE
from flowengine.runtime.events import Received, Said

if TYPE_CHECKING:
    from flowengine.runtime import Session
    from flowengine.runtime.events import AnyEvent
    from flowengine.store.records import Conversation, Turn
    from flowengine.store.verbs import Store


async def asked(
    store: Store, before: Conversation, session: Session, event: AnyEvent, turn: Turn
) -> Turn:
    """The turn, with a line for the log where the person wrote in a talk that nobody sits at.
    `session` is the one after it. Raises StoreError."""
    if not isinstance(event, Said | Received) or items.media(session.channel) != items.ASYNC:
        return turn
    if session.asked is None or session.asked.mode != MODE:
        return turn
    item = await store.item(f"{before.id}-{session.asked.turn}")
    if item is None or item.state not in items.TALKING:
        return turn
    line = entry(item, log.ASKED, turn.conversation.changed)
    return replace(turn, entries=(*turn.entries, line))
