"""One conversation: what the person saw, and beside it how each turn went.

Reading it is written down. Files are given to be saved and never to be run, as everywhere.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.exceptions import HTTPException
from starlette.responses import Response

from flowengine.host import lines
from flowengine.server import given
from flowengine.server.operators.facts import Result, results
from flowengine.server.operators.seen import Seen, seen
from flowengine.server.operators.turns import turns
from flowengine.server.uploads import unsealed

if TYPE_CHECKING:
    from flowengine.server.operators.visit import Visit
    from flowengine.store.records import Conversation, Publication

LINES = 300  # of one page: the last ones
TURNS = 100


async def show(visit: Visit) -> Response:
    found = await wanted(visit)
    await visit.read("read the conversation", subject(found))
    since = given.number(visit.request, "since")
    if since is None:
        since = max(0, found.messages - LINES)
    store = visit.store
    told = (await store.messages(found.id, since))[:LINES]
    shown = [_line(visit, one.number, one.at, one.side, one.body) for one in told]
    return visit.page(
        "conversation.html",
        section="conversations",
        talk=found,
        title=_title(visit, found),
        lines=shown,
        hidden=any(lines.HIDDEN in one.text for one in shown),
        earlier=max(0, since - LINES) if since else None,
        later=since + LINES if since + LINES < found.messages else None,
        turns=turns((await store.traces(found.id))[-TURNS:]),
        results=await _results(visit, found),
        letters=await store.outgoing(conversation=found.id, limit=100),
        version=_number(await store.publications(found.flow), found.digest),
    )


async def wanted(visit: Visit) -> Conversation:
    """The one of the address. Raises HTTPException 404."""
    found = await visit.store.conversation(visit.request.path_params["conversation"])
    if found is None:
        raise HTTPException(404)
    return found


def subject(conversation: Conversation) -> str:
    return f"conversation/{conversation.id}"


def _title(visit: Visit, conversation: Conversation) -> str:
    program = visit.house.library.programs.get(conversation.flow)
    return conversation.flow if program is None else program.title


def _line(visit: Visit, number: int, at: float, side: str, body: str) -> Seen:
    return seen(number, at, side, lines.decode(body), visit.house.library.files)


async def _results(visit: Visit, conversation: Conversation) -> tuple[Result, ...]:
    return results(await visit.store.facts(conversation.id))


def _number(publications: tuple[Publication, ...], digest: str) -> int:
    """Of the newest publication with that digest, 0 where there is none."""
    return next((one.number for one in publications if one.digest == digest), 0)


async def give(visit: Visit) -> Response:
    found = await wanted(visit)
    upload = await visit.store.upload(found.id, visit.request.path_params["upload"])
    if upload is None:
        raise HTTPException(404)
    await visit.read("took the file", f"{subject(found)}/{upload.id}")
    return unsealed(visit.house, found, upload)
