"""Files that people send: taken whole or not at all, looked into, kept with their turn, and given
back to whoever holds the token.

A body waits on the disk in a file without a name, so that a hundred slow senders fill no memory.
Only so many of one neighbourhood are received at once; the others wait their turn unread. No name
of a file is logged: it can say more of a person than they would.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from tempfile import SpooledTemporaryFile
from typing import TYPE_CHECKING, BinaryIO, cast
from urllib.parse import quote
from weakref import WeakValueDictionary

from starlette.exceptions import HTTPException
from starlette.responses import Response

from flowengine.host.calls.recordings import Unopened
from flowengine.host.media import Media, checked
from flowengine.host.refusal import Refusal
from flowengine.server import chat
from flowengine.server.pages import house
from flowengine.server.rates import sender
from flowengine.store.verbs import Replayed

if TYPE_CHECKING:
    from starlette.requests import Request

    from flowengine.host.house import House
    from flowengine.server.rates import Rate
    from flowengine.store.records import Conversation, Upload

IN_MEMORY = 256 * 1024  # bytes of one body; more waits on the disk
OF_ONE = 16  # bodies of one neighbourhood that are received at once
OF_ALL = 64
CHECKED = 2  # files that are looked into and stored at once
TURN_WITHIN = 60.0  # seconds until it is a body's turn
RESERVE = 200 * 1024 * 1024  # bytes of the disk that stay free for words
SANDBOX = "default-src 'none'; sandbox; frame-ancestors 'none'"


class Doors:
    """How many may come in at once: of one neighbourhood, of all, and to be looked into."""

    def __init__(self) -> None:
        self._all = asyncio.Semaphore(OF_ALL)
        self._one: WeakValueDictionary[str, asyncio.Semaphore] = WeakValueDictionary()
        self.checking = asyncio.Semaphore(CHECKED)

    @asynccontextmanager
    async def passed(self, sender: str) -> AsyncIterator[None]:
        """Inside in turn. Raises Refusal `busy` when it takes too long."""
        mine = self._one.setdefault(sender, asyncio.Semaphore(OF_ONE))
        entered: list[asyncio.Semaphore] = []
        try:
            try:
                async with asyncio.timeout(TURN_WITHIN):
                    for door in (mine, self._all):
                        await door.acquire()
                        entered.append(door)
            except TimeoutError as error:
                raise Refusal("busy", "Too much is being sent here. Please try again.") from error
            yield
        finally:
            for door in entered:
                door.release()


async def receive(request: Request) -> Response:
    """One file as the body of the request; answers with the news since line `since`."""
    conversation = await chat.opened(request)
    name, message_id = said(request, "name", 255), said(request, "id", 64)
    if not message_id:
        raise Refusal("not-understood", "A file needs an id.")
    neighbourhood = sender(request)
    rate: Rate = request.app.state.uploads
    rate.take(neighbourhood)
    conversations = house(request).conversations
    key = conversation.id
    with suppress(Replayed):
        await conversations.admit(key, 0, message_id)
        async with checked_body(request, name, neighbourhood) as media:
            await chat.told(key, conversations.receive(key, media, message_id))
    return await chat.news(request, key)


@asynccontextmanager
async def checked_body(request: Request, name: str, neighbourhood: str) -> AsyncIterator[Media]:
    """The body of the request as the file it is. What is done with it is done inside: no more than
    a few whole files are in memory, or before the store. Raises Refusal."""
    await _demand_room(request)
    doors: Doors = request.app.state.doors
    async with doors.passed(neighbourhood), _body(request) as body, doors.checking:
        yield await asyncio.to_thread(_looked_into, body, name)


def said(request: Request, name: str, longest: int) -> str:
    """A value of the address. Raises Refusal."""
    found = request.query_params.get(name, "")
    if len(found) > longest:
        raise Refusal("not-understood", f"The {name} is too long.")
    return found


async def _demand_room(request: Request) -> None:
    if await house(request).store.room() < RESERVE:
        raise Refusal("no-room", "Files cannot be taken at the moment. Please try again later.")


@asynccontextmanager
async def _body(request: Request) -> AsyncIterator[BinaryIO]:
    """The whole of it. Raises Refusal `no-room` when the disk is full."""
    with cast("BinaryIO", SpooledTemporaryFile(IN_MEMORY)) as body:
        try:
            async for chunk in request.stream():
                body.write(chunk)
        except OSError as error:
            raise Refusal("no-room", "Files cannot be taken at the moment.") from error
        yield body


def _looked_into(body: BinaryIO, name: str) -> Media:
    body.seek(0)
    return checked(body.read(), name)


async def give(request: Request) -> Response:
    """A file that was sent in this conversation, to be saved and never to be run."""
    conversation = await chat.opened(request)
    store = house(request).store
    found = await store.upload(conversation.id, request.path_params["upload"])
    if found is None:
        raise HTTPException(404)
    return unsealed(house(request), conversation, found)


def unsealed(house: House, conversation: Conversation, found: Upload) -> Response:
    """The file; recordings lie sealed, and one that cannot be opened any more is gone (410)."""
    try:
        body = house.recordings.opened(conversation.id, found.id, found.body)
    except Unopened as error:
        raise HTTPException(410) from error
    return saved(found.name, found.type, body)


def saved(name: str, kind: str, body: bytes) -> Response:
    """A file that is to be saved and never to be run, whatever it claims to be."""
    plain = name.encode("ascii", "replace").decode().replace("?", "_").replace('"', "_")
    headers = {
        "Cache-Control": "no-store",
        "Content-Disposition": f"attachment; filename=\"{plain}\"; filename*=UTF-8''"
        + quote(name, safe=""),
        "Content-Security-Policy": SANDBOX,
        "Content-Type": kind,
    }
    return Response(body, 200, headers)
