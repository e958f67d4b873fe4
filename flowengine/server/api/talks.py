"""Conversations that have begun: tell one what happened, read it, end it, list them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flowengine.host import heard
from flowengine.host.cause import Cause
from flowengine.host.typed import fit
from flowengine.runtime.events import DeliveryFailed, Started
from flowengine.server.api import given, taken, views
from flowengine.server.api.beginning import fitting
from flowengine.server.api.endpoint import Reply
from flowengine.server.api.paging import behind, cursor
from flowengine.server.api.reach import noted, reached
from flowengine.store.verbs import Replayed

if TYPE_CHECKING:
    from flowengine.host.heard import Heard
    from flowengine.runtime.events import AnyEvent
    from flowengine.server.api.endpoint import Asked
    from flowengine.store.records import Conversation


async def look(asked: Asked) -> Reply:
    return Reply(await _view(asked, await reached(asked)))


async def transcript(asked: Asked) -> Reply:
    found = await reached(asked)
    wanted: taken.Since = asked.query
    lines = await asked.house.store.messages(found.id, wanted.since)
    shown = tuple(views.line(one) for one in lines[: wanted.limit])
    return Reply(given.Transcript(lines=shown, more=len(lines) > wanted.limit))


async def traces(asked: Asked) -> Reply:
    found = await reached(asked)
    steps = await asked.house.store.traces(found.id)
    return Reply(given.Steps(traces=tuple(views.step(one) for one in steps)))


async def search(asked: Asked) -> Reply:
    """Only for operators: a program knows what it began."""
    wanted: taken.Search = asked.query
    before, key = behind(wanted.cursor)
    found = await asked.house.store.search(
        flow=wanted.flow,
        ended=None if not wanted.state else wanted.state == "ended",
        contact=wanted.contact,
        before=before,
        behind=key,
        limit=wanted.limit,
    )
    await noted(asked, "listed conversations over the API", f"flow/{wanted.flow}")
    full = len(found) == wanted.limit
    return Reply(
        given.Summaries(
            conversations=tuple(views.summary(one) for one in found),
            next=cursor(found[-1].changed, found[-1].id) if full else "",
        )
    )


async def hear(asked: Asked) -> Reply:
    before = await reached(asked)
    conversations = asked.house.conversations
    replayed = False
    try:
        after = await conversations.hear(before.id, _heard(asked.body, asked.key))
    except Replayed:
        replayed, after = True, await conversations.look(before.id)
    brought = await asked.house.store.messages(after.id, before.messages)
    return Reply(
        given.Heard(
            conversation=await _view(asked, after),
            lines=tuple(views.line(one) for one in brought),
            replayed=replayed,
        )
    )


async def end(asked: Asked) -> Reply:
    before = await reached(asked)
    conversations = asked.house.conversations
    wanted: taken.End = asked.body
    if wanted.erase:
        after = await conversations.leave(before.id)
    else:
        after = await conversations.end(before.id)
    return Reply(await _view(asked, after))


async def _view(asked: Asked, found: Conversation) -> given.Conversation:
    return views.conversation(found, await asked.house.store.facts(found.id))


def _heard(event: taken.Happened, key: str) -> Heard:
    match event:
        case taken.Said():
            return heard.said(fit(event.text), key)
        case taken.Picked():
            return heard.picked(event.turn, event.choice, key)
        case taken.Filled():
            return heard.filled(event.turn, fitting(event.values), key)
        case _:
            return _quietly(event, key)


def _quietly(event: taken.CameBack | taken.DeliveryFailed, key: str) -> Heard:
    """Nobody says anything: there is no line for it in the transcript."""

    def happened(_before: Conversation, at: float) -> tuple[AnyEvent, Cause]:
        if isinstance(event, taken.CameBack):
            return Started(at=at), Cause(message_id=key)
        return DeliveryFailed(at=at, reason=event.reason), Cause(message_id=key)

    return happened
