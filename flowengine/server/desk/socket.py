"""An agent's page over a WebSocket: presence, what they have before them, and what they do.

The lease of their presence is renewed when the page answers a ping of ours: a hidden page's clocks
are slowed by its browser, its answers are not, and a page that is gone without a word answers
nothing. A page that closes is not taken for somebody who leaves: it may be loading again.
"""

from __future__ import annotations

import asyncio
import logging
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from starlette.websockets import WebSocket, WebSocketDisconnect

from flowengine.desk.people import AGENT, SUPERVISOR
from flowengine.host import measures
from flowengine.host.refusal import Refusal
from flowengine.server.desk import wire
from flowengine.server.desk.following import Following
from flowengine.server.desk.guard import whoever
from flowengine.server.desk.orders import obey
from flowengine.server.desk.seen import Sections, change, sections
from flowengine.server.logs import place
from flowengine.server.rates import Rate, knock
from flowengine.server.socket import FORBIDDEN, NOT_UNDERSTOOD, RESTART, TRY_LATER, foreign
from flowengine.store.verbs import StoreError

if TYPE_CHECKING:
    from flowengine.desk.people import Presence, User
    from flowengine.host.house import House

SIGNED_OUT, REPLACED, LEFT = 4401, 4409, 4000  # close codes of ours, beside the chat's
HELLO_WITHIN = 10.0  # seconds
PING = 10.0  # seconds between two pings; the lease is several times that
REST = 0.2  # seconds between two changes told, so that a busy minute is not a hundred of them
LOOK = 15.0  # seconds after which a page is told what nobody rang for
SLOWED = 0.5  # seconds that nothing is read from a page that was too fast

_log = logging.getLogger(__name__)


def rates() -> dict[str, Rate]:
    """By agent: what they do, and how often a page says that somebody is typing."""
    return {"deeds": Rate(burst=40, per_second=5), "signs": Rate(burst=20, per_second=3)}


async def desk(socket: WebSocket) -> None:
    if foreign(socket):
        await socket.close(FORBIDDEN)  # before it is accepted: an HTTP answer of 403
        return
    await socket.accept()
    with suppress(WebSocketDisconnect):
        try:
            knock(socket)
            user = await whoever(socket)
            if user is None:
                await socket.close(SIGNED_OUT)
                return
            if not answers(user):
                raise Refusal("forbidden", "This page is not for your role.")
            async with asyncio.timeout(HELLO_WITHIN):
                hello = wire.hello(await _frame(socket))
            await Station(socket, user).serve(hello)
        except TimeoutError:
            await _close(socket, Refusal("not-understood", "The page did not say who it is."))
        except Refusal as refusal:
            await _close(socket, refusal)
        except StoreError as error:
            measures.store_failures_total.inc()
            _log.error("desk's connection given up: %s", error)
            await socket.close(TRY_LATER)


def answers(user: User) -> bool:
    """Whether the console is for them."""
    return AGENT in user.roles or SUPERVISOR in user.roles


class Over(Exception):
    """This connection ends, with a close code that tells the page what to do."""

    def __init__(self, code: int) -> None:
        super().__init__(str(code))
        self.code = code


class Station:
    """One page of one agent."""

    def __init__(self, socket: WebSocket, user: User) -> None:
        self._socket = socket
        self._house: House = socket.app.state.house
        self._desk = self._house.desk
        self._rates: dict[str, Rate] = socket.app.state.desk_rates
        self._user = user
        self._told: Sections = {}
        self._number = 0
        self._again = asyncio.Event()
        self._following = Following(self._house, lambda: self._user, self._send)

    async def serve(self, hello: wire.Hello) -> None:
        """Until the page goes, the sign-in ends or this node does."""
        there = await self._desk.arrive(self._user.id, hello.device)
        try:
            with measures.pages_connected.track_inprogress():
                await self._all(there)
        except Over as over:
            await self._socket.close(over.code)
        finally:
            await self._following.close()

    async def _all(self, there: Presence) -> None:
        """Hear, tell and ping at once; whichever ends first ends all, and its reason is raised."""
        works = (self._hear(there), self._tell(), self._ping(), self._ending())
        tasks: list[asyncio.Task[Any]] = [asyncio.create_task(one) for one in works]
        try:
            done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.wait(tasks)
        for task in done:
            task.result()

    async def _ending(self) -> None:
        await self._house.draining.wait()
        raise Over(RESTART)

    # ------------------------------------------------------------ presence

    async def _ping(self) -> None:
        while True:
            await asyncio.sleep(PING)
            await self._send({"type": "ping"})

    async def _beat(self, there: Presence) -> None:
        """The page has answered: its lease begins anew, and whose it is is looked at again."""
        user = await whoever(self._socket)
        if user is None or user.id != self._user.id or not answers(user):
            raise Over(SIGNED_OUT)
        self._user = user
        if not await self._desk.beat(there):
            raise Over(REPLACED)

    async def _leave(self, there: Presence) -> None:
        await self._desk.depart(there)
        raise Over(LEFT)

    # ------------------------------------------------------------ telling

    async def _tell(self) -> None:
        """A snapshot, then what changes in it, numbered without a gap."""
        bell = self._desk.bell
        with bell.listening("desk") as one, bell.listening(f"agent/{self._user.id}") as other:
            await self._snapshot()
            while True:
                await _rung(one, other, self._again)
                one.clear()
                other.clear()
                if self._again.is_set():
                    self._again.clear()
                    await self._snapshot()
                else:
                    await self._change()
                await asyncio.sleep(REST)

    async def _look(self) -> tuple[float, Sections]:
        view = await self._desk.view(self._user)
        found = sections(view, self._desk.queues, self._desk.calls.calling)
        self._following.keep(found["items"])
        return view.at, found

    async def _snapshot(self) -> None:
        at, self._told = await self._look()
        await self._numbered({"type": "snapshot", "at": at, "held": self._told})

    async def _change(self) -> None:
        at, found = await self._look()
        if changed := change(self._told, found):
            self._told = found
            await self._numbered({"type": "change", "at": at, **changed})

    async def _numbered(self, frame: dict[str, Any]) -> None:
        self._number += 1
        await self._send({**frame, "number": self._number})

    # ------------------------------------------------------------ hearing

    async def _hear(self, there: Presence) -> None:
        while True:
            message = wire.message(await _frame(self._socket))
            match message:
                case wire.Pong():
                    await self._beat(there)
                case wire.Typing():
                    await self._types(message)
                case wire.Leave():
                    await self._leave(there)
                case _:
                    await self._answer(message)

    async def _types(self, message: wire.Typing) -> None:
        """Nobody waits for an answer to it; what is too much, or too late, is nothing."""
        with suppress(Refusal):
            self._rates["signs"].take(self._user.id)
            await self._desk.talk.typing(self._user, message.item)

    async def _answer(self, order: wire.Order) -> None:
        try:
            self._rates["deeds"].take(self._user.id)
            more = await self._done(order)
        except Refusal as refusal:
            measures.refused_total.labels(code=refusal.code).inc()
            await self._send(wire.refused(refusal, order.id))
            if refusal.code == "too-fast":
                await asyncio.sleep(SLOWED)
        else:
            await self._send(wire.took(order.id, more))

    async def _done(self, order: wire.Order) -> dict[str, Any]:
        """Raises Refusal, whatever goes wrong."""
        try:
            match order:
                case wire.Sync():
                    self._again.set()
                case wire.Open():
                    await self._following.open(order.item, order.since)
                case wire.Shut():
                    self._following.shut(order.item)
                case _:
                    return await obey(self._desk, self._user, order)
        except Refusal:
            raise
        except StoreError as error:
            measures.store_failures_total.inc()
            _log.error("deed not done: %s", error)
            raise Refusal("busy", "One moment, please. Then try it again.") from error
        except Exception as error:
            _log.error("deed not done: %s", place(error))  # its text could quote what was said
            raise Refusal("failed", "Something went wrong here. Please try again.") from error
        return {}

    async def _send(self, value: dict[str, Any]) -> None:
        await self._socket.send_text(wire.encoded(value))


async def _rung(*bells: asyncio.Event) -> None:
    """Until one of them rings, or it is time to look anyway."""
    waits = [asyncio.create_task(bell.wait()) for bell in bells]
    try:
        await asyncio.wait(waits, timeout=LOOK, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for one in waits:
            one.cancel()
        await asyncio.gather(*waits, return_exceptions=True)


async def _frame(socket: WebSocket) -> str | bytes:
    message = await socket.receive()
    if message["type"] == "websocket.disconnect":
        raise WebSocketDisconnect(message.get("code", 1005))
    text: str | None = message.get("text")
    return text if text is not None else message.get("bytes", b"")


async def _close(socket: WebSocket, refusal: Refusal) -> None:
    if refusal.code in ("too-fast", "busy"):
        await socket.close(TRY_LATER, refusal.code)
        return
    await socket.send_text(wire.encoded(wire.refused(refusal)))
    await socket.close(FORBIDDEN if refusal.code == "forbidden" else NOT_UNDERSTOOD, refusal.code)
