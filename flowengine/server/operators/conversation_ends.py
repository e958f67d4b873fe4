"""Ending a conversation, and erasing one: asked first, done once, written down."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flowengine.server.operators.conversation import subject, wanted
from flowengine.server.operators.guard import TOP

if TYPE_CHECKING:
    from starlette.responses import Response

    from flowengine.server.operators.visit import Visit


async def ask_end(visit: Visit) -> Response:
    return await _ask(visit, "end")


async def ask_erase(visit: Visit) -> Response:
    return await _ask(visit, "erase")


async def _ask(visit: Visit, what: str) -> Response:
    found = await wanted(visit)
    return visit.page(
        "sure.html",
        section="conversations",
        question=f"sure_{what}",
        name=found.id,
        facts=(),
        action=f"{TOP}/conversations/{found.id}/{what}",
        back=f"{TOP}/conversations/{found.id}",
        fields=(),
        grave=what == "erase",
    )


async def end(visit: Visit) -> Response:
    """It ends as it stands; what was said stays, and the person is told that it is over."""
    found = await wanted(visit)
    if not found.ended:
        await visit.did("ended the conversation", subject(found))
        await visit.house.conversations.end(found.id)
    return visit.go(f"{TOP}/conversations/{found.id}", "ended")


async def erase(visit: Visit) -> Response:
    """What it kept is deleted, as with a quick exit; what others were promised stays."""
    found = await wanted(visit)
    await visit.did("erased the conversation", subject(found))
    await visit.house.conversations.leave(found.id)
    return visit.go(f"{TOP}/conversations/{found.id}", "erased")
