"""Messages to others over the API: how they stand, and one that failed tried again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flowengine.host.refusal import Refusal
from flowengine.server.api import given, taken, views
from flowengine.server.api.endpoint import Reply
from flowengine.server.api.paging import behind, cursor
from flowengine.server.api.reach import noted

if TYPE_CHECKING:
    from flowengine.server.api.endpoint import Asked


async def messages(asked: Asked) -> Reply:
    wanted: taken.Letters = asked.query
    before, key = behind(wanted.cursor)
    found = await asked.house.store.outgoing(
        wanted.state,
        conversation=wanted.conversation,
        before=before,
        behind=key,
        limit=wanted.limit,
    )
    full = len(found) == wanted.limit
    return Reply(
        given.Messages(
            messages=tuple(views.message(one) for one in found),
            next=cursor(found[-1].at, found[-1].key) if full else "",
        )
    )


async def send_again(asked: Asked) -> Reply:
    wanted: taken.Again = asked.body
    store = asked.house.store
    if not await store.send_again(wanted.message, asked.house.conversations.clock()):
        if await store.letter(wanted.message) is None:
            raise Refusal("unknown", "There is no such message.")
        raise Refusal("in-use", "Only a message that failed, or may have, can be sent again.")
    await noted(asked, "sent again over the API", f"message/{wanted.message}")
    asked.house.outbox.wake()
    found = await store.letter(wanted.message)
    if found is None:
        raise Refusal("unknown", "The message was deleted meanwhile.")
    return Reply(views.message(found))
