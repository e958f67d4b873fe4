"""What every live page of the desk shares: who may connect, one thing after the other, and telling
tables whole and then by numbered changes, so that a page notices what it has missed.

What the tables hold is not known here, nor what a page may do.
"""

from __future__ import annotations

import asyncio
import logging
from collections import Counter
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any

from starlette.websockets import WebSocket, WebSocketDisconnect, WebSocketDisconnected

from flowengine.host import measures
from flowengine.host.refusal import Refusal
from flowengine.server import users
from flowengine.server.desk import wire
from flowengine.server.desk.pages import reads
from flowengine.server.desk.seen import Sections, change
from flowengine.server.desk.words import words
from flowengine.server.rates import knock
from flowengine.server.socket import FORBIDDEN, NOT_UNDERSTOOD, TRY_LATER, foreign, frame
from flowengine.store.verbs import StoreError

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Coroutine, Iterator

    from flowengine.desk.people import User
    from flowengine.host.house import House
    from flowengine.server.users import Signed

SIGNED_OUT, REPLACED, LEFT = 4401, 4409, 4000  # close codes of ours, beside the chat's
HELLO_WITHIN = 10.0  # seconds
PAGES = 20  # of one user at once: windows of theirs, and a wall
PING = 10.0  # seconds between two pings; the lease is several times that

_log = logging.getLogger(__name__)


class Over(Exception):
    """This connection ends, with a close code that tells the page what to do."""

    def __init__(self, code: int) -> None:
        super().__init__(str(code))
        self.code = code


async def received(
    socket: WebSocket,
    may: Callable[[User], bool],
    serve: Callable[[Known, wire.Hello], Coroutine[Any, Any, None]],
) -> None:
    """Serve a page of ours whose user `may` have it, until it ends; others are told why not."""
    if foreign(socket):
        await socket.close(FORBIDDEN)  # before it is accepted: an HTTP answer of 403
        return
    await socket.accept()
    # The second is what everybody hears who writes after the one who found the connection broken.
    with suppress(WebSocketDisconnect, WebSocketDisconnected):
        try:
            await _greeted(socket, may, serve)
        except TimeoutError:
            await _close(socket, Refusal("not-understood", "The page did not say who it is."))
        except Refusal as refusal:
            await _close(socket, refusal)
        except Over as over:
            await socket.close(over.code)
        except StoreError as error:
            measures.store_failures_total.inc()
            _log.error("desk's connection given up: %s", error)
            await socket.close(TRY_LATER)


async def _greeted(
    socket: WebSocket,
    may: Callable[[User], bool],
    serve: Callable[[Known, wire.Hello], Coroutine[Any, Any, None]],
) -> None:
    knock(socket)
    signed = await users.signed(socket)
    if signed is None:
        raise Over(SIGNED_OUT)
    if not may(signed.user):
        raise Refusal("forbidden", "This page is not for your role.", about="role")
    known = Known(socket, signed, may)
    with _open(socket, signed.user), known.listening(), measures.pages_connected.track_inprogress():
        async with asyncio.timeout(HELLO_WITHIN):
            hello = wire.hello(await frame(socket))
        await known.again()  # nobody watched until now
        await together(serve(known, hello), known.watch())


@contextmanager
def _open(socket: WebSocket, user: User) -> Iterator[None]:
    """One page more of a user's, as long as it lasts. Raises Refusal `too-fast`: each is work at
    every change, so a program that opens them by the thousand would stop the desk for all."""
    state = socket.app.state
    if not hasattr(state, "desk_pages"):
        state.desk_pages = Counter()
    pages: Counter[str] = state.desk_pages
    if pages[user.id] >= PAGES:
        raise Refusal("too-fast", "Too many pages are open. Close some.")
    pages[user.id] += 1
    try:
        yield
    finally:
        pages[user.id] -= 1


async def _close(socket: WebSocket, refusal: Refusal) -> None:
    if refusal.code in ("too-fast", "busy"):
        await socket.close(TRY_LATER, refusal.code)
        return
    await socket.send_text(wire.encoded(wire.refused(refusal, told=words(reads(socket)))))
    await socket.close(FORBIDDEN if refusal.code == "forbidden" else NOT_UNDERSTOOD, refusal.code)


class Known:
    """Whose page it is, as they are now. `again` asks anew, and not only when a page answers: one
    that answers nothing would else keep for ever what its user may no longer see or do.

    `over` is set when they have signed out, are disabled or have another role.
    """

    def __init__(self, socket: WebSocket, signed: Signed, may: Callable[[User], bool]) -> None:
        self.user = signed.user
        self.over = False
        self._session = signed.session
        self._socket = socket
        self._may = may
        self._bells: tuple[asyncio.Event, ...] = ()
        self._asking = 0

    @contextmanager
    def listening(self) -> Iterator[None]:
        """From here on no change of the user or of the session is missed."""
        house: House = self._socket.app.state.house
        bell = house.admission.bell
        with bell.listening(self.user.id) as one, bell.listening(self._session) as other:
            self._bells = (one, other)
            yield

    async def watch(self) -> None:
        """Until they may not be here any more. Raises Over; StoreError."""
        while True:
            await rung(*self._bells)
            await self.again()

    async def now(self) -> User:
        """As `again`, which is asked only where something has changed, or may have."""
        changed = self._asking or any(one.is_set() for one in self._bells)
        return await self.again() if changed or self.over else self.user

    async def again(self) -> User:
        """Raises Over for who has signed out, is disabled or has another role; StoreError."""
        for one in self._bells:
            one.clear()
        self._asking += 1
        try:
            user = await users.whoever(self._socket)
        finally:
            self._asking -= 1
        if user is None or user.id != self.user.id or not self._may(user):
            self.over = True
            raise Over(SIGNED_OUT)
        self.user = user
        return user


async def together(*works: Coroutine[Any, Any, None]) -> None:
    """All at once; whichever ends first ends all, and its reason is raised."""
    tasks = [asyncio.create_task(one) for one in works]
    try:
        done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.wait(tasks)
    for task in done:
        task.result()


async def rung(*bells: asyncio.Event, within: float | None = None) -> None:
    """Until one of them rings, or `within` seconds are over: it is time to look anyway."""
    waits = [asyncio.create_task(bell.wait()) for bell in bells]
    try:
        await asyncio.wait(waits, timeout=within, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for one in waits:
            one.cancel()
        await asyncio.gather(*waits, return_exceptions=True)


class Telling:
    """Tables by section and key, told whole, then what changes in them; numbered without a gap."""

    def __init__(self, send: Callable[[dict[str, Any]], Awaitable[None]]) -> None:
        self._send = send
        self._told: Sections = {}
        self._number = 0

    async def whole(self, at: float, found: Sections) -> None:
        self._told = found
        await self._numbered({"type": "snapshot", "at": at, "held": found})

    async def change(self, at: float, found: Sections) -> None:
        """Nothing where nothing is new."""
        if changed := change(self._told, found):
            self._told = found
            await self._numbered({"type": "change", "at": at, **changed})

    async def ping(self) -> None:
        """Again and again, until cancelled."""
        while True:
            await asyncio.sleep(PING)
            await self._send({"type": "ping"})

    async def _numbered(self, told: dict[str, Any]) -> None:
        self._number += 1
        await self._send({**told, "number": self._number})
