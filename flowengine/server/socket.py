"""The web chat over a WebSocket (RFC 6455): `hello` first, then messages one way, news the other.

A refused message leaves the connection open; a connection that begins wrongly, or speaks what is
no JSON of ours, is told why and closed. The close codes are of the private range.
"""

from __future__ import annotations

import asyncio
import logging
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from starlette.websockets import WebSocket, WebSocketDisconnect, WebSocketDisconnected

from flowengine.host import measures
from flowengine.host.refusal import Refusal
from flowengine.host.stepping import over
from flowengine.server import wire
from flowengine.server.chat import heard
from flowengine.server.rates import knock
from flowengine.store.verbs import StoreError

if TYPE_CHECKING:
    from flowengine.host.house import House
    from flowengine.server.rates import Rate

FORBIDDEN, NOT_UNDERSTOOD = 4403, 4400
TRY_LATER = 1013  # the page waits longer from try to try
RESTART = 1012  # this node ends: the page connects again at once, and reaches another
HELLO_WITHIN = 10.0  # seconds
LOOK = 15.0  # seconds after which a page is told what other nodes have not told us
SLOWED = 0.5  # seconds that nothing is read from a page that was too fast; its frames wait with it

_log = logging.getLogger(__name__)


async def talk(socket: WebSocket) -> None:
    if foreign(socket):
        await socket.close(FORBIDDEN)  # before it is accepted: an HTTP answer of 403
        return
    await socket.accept()
    house: House = socket.app.state.house
    conversations = house.conversations
    key = socket.path_params["conversation"]
    # The second is what everybody hears who writes after the one who found the connection broken.
    with suppress(WebSocketDisconnect, WebSocketDisconnected):
        try:
            knock(socket)  # whoever says hello again and again reads everything again and again
            async with asyncio.timeout(HELLO_WITHIN):
                hello = wire.hello(await frame(socket))
            await conversations.opened(key, hello.token)
            with measures.pages_connected.track_inprogress():
                await _exchange(socket, house, key, hello.since)
        except TimeoutError:
            await _close(socket, Refusal("not-understood", "The page did not say who it is."))
        except Refusal as refusal:
            await _close(socket, refusal)
        except StoreError as error:
            measures.store_failures_total.inc()
            _log.error("connection given up: %s", error, extra={"conversation": key})
            await socket.close(TRY_LATER)


def foreign(socket: WebSocket) -> bool:
    """True for a page of another site (RFC 6455, 10.2). It has no token either; so it hears less.

    Whoever is no browser tells no origin. A browser lets no page choose its own, or these others.
    """
    origin = socket.headers.get("origin")
    if origin is None:
        return False
    site = origin.lower().partition("://")[2]
    ours = (socket.headers.get(name, "").lower() for name in ("host", "x-forwarded-host"))
    return not site or site not in ours


async def _exchange(socket: WebSocket, house: House, key: str, since: int) -> None:
    """Hear and tell at once, until this node ends; whichever ends first ends all, and its reason is
    raised."""
    ending = asyncio.create_task(house.draining.wait())
    left = asyncio.Event()
    tasks: list[asyncio.Task[Any]] = [
        asyncio.create_task(_hear(socket, house, key, left)),
        asyncio.create_task(_tell(socket, house, key, since, left)),
        ending,
    ]
    try:
        done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.wait(tasks)
    for task in done:
        task.result()
    if ending in done:  # a message that is being heard is heard to its end; its line tells so
        await socket.close(RESTART)


async def _hear(socket: WebSocket, house: House, key: str, left: asyncio.Event) -> None:
    """`left` is set where the conversation is not the page's any more."""
    rate: Rate = socket.app.state.messages
    typing: Rate = socket.app.state.typing
    while True:
        message = wire.frame(await frame(socket))
        try:
            if left.is_set():
                raise over()
            if isinstance(message, wire.Typing | wire.Seen):
                typing.take(key)
                await _glimpsed(house, key, message)
                continue
            if isinstance(message, wire.Leave):
                knock(socket)  # whoever has to go waits for no rate of messages
            else:
                await rate.turn(key)
            await heard(house.conversations, key, message)
        except Refusal as refusal:
            measures.refused_total.labels(code=refusal.code).inc()
            if refusal.code == "busy":
                raise  # the page keeps its message and brings it again
            if not isinstance(message, wire.Typing | wire.Seen):
                await _send(socket, wire.refused(refusal, message.id))
            if refusal.code == "too-fast":
                await asyncio.sleep(SLOWED)
        else:
            await _send(socket, wire.took(message.id))


async def _glimpsed(house: House, key: str, message: wire.Typing | wire.Seen) -> None:
    """For one of us who talks with the person; a flow is told nothing of it."""
    found = await house.conversations.look(key)
    if isinstance(message, wire.Seen):
        await house.desk.talk.person_saw(found, message.number)
    else:
        await house.desk.talk.person_types(found)


async def _tell(socket: WebSocket, house: House, key: str, since: int, left: asyncio.Event) -> None:
    conversations = house.conversations
    look = None if house.store.alone else LOOK
    with conversations.listeners.listening(key) as bell:
        while True:
            bell.clear()
            found = await conversations.read(key, since)
            since = found[-1][0] if found else since
            talk = await conversations.look(key)
            await _send(socket, wire.news(talk, found, await house.desk.talk.stand(talk)))
            if talk.gateway:  # it goes on by messages, and the page has nothing more to read
                left.set()
                await asyncio.Event().wait()  # until the page goes
            with suppress(TimeoutError):
                async with asyncio.timeout(look):
                    await bell.wait()


async def frame(socket: WebSocket) -> str | bytes:
    """The next one. Raises WebSocketDisconnect."""
    message = await socket.receive()
    if message["type"] == "websocket.disconnect":
        raise WebSocketDisconnect(message.get("code", 1005))
    text: str | None = message.get("text")
    return text if text is not None else message.get("bytes", b"")


async def _send(socket: WebSocket, value: dict[str, object]) -> None:
    await socket.send_text(wire.encoded(value).decode())


async def _close(socket: WebSocket, refusal: Refusal) -> None:
    """A page that shall wait hears nothing, for with a word it would take us for reachable."""
    if refusal.code in ("too-fast", "busy"):
        await socket.close(TRY_LATER, refusal.code)
        return
    code = FORBIDDEN if refusal.code == "forbidden" else NOT_UNDERSTOOD
    await _send(socket, wire.refused(refusal))
    await socket.close(code, refusal.code)
