"""The process that carries calls: `python -m flowengine.channels.calls.carrying CONTROL DOOR`.

CONTROL and DOOR are sockets that it inherits. By the first it is told what to do and tells what
happens (`wire`); by the second it gets the connections of pages that call, each with its request.
It ends when the first closes, so it never outlives the server. Nothing here may wait: what takes
more than a moment is done by threads and by other processes.
"""

from __future__ import annotations

import asyncio
import gc
import hmac
import os
import secrets
import signal
import socket
import sys
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, cast

from flowengine.channels.calls import wire
from flowengine.channels.calls.browser import BrowserCall
from flowengine.channels.calls.carried import Carried
from flowengine.channels.calls.pacer import Pacer
from flowengine.channels.calls.page import TRY_LATER, Page
from flowengine.channels.calls.shelf import Shelf
from flowengine.speech.duplex.conference import Rooms
from flowengine.speech.duplex.reports import Gone
from flowengine.speech.framing import framed

if TYPE_CHECKING:
    from collections.abc import Callable

    from flowengine.channels.calls.page import Callee
    from flowengine.speech.duplex.reports import AnyReport
    from flowengine.speech.recognition.workers import Workers

HEAD = 65_536  # bytes of a request at most
PULSE = 1.0  # seconds between two signs of life
ANSWER_WITHIN = 20.0  # seconds that a caller waits for the server
SPARE = 50  # connections without a call: those that have not said hello, or are being refused
EACH = 3  # legs that a call may have in all: agents are let in where no further caller is
PRIORITY = -10  # of the system's -20 to 19
SWITCH = 0.0005  # seconds after which a thread that works lets the clock have its turn
BUSY = "All lines are busy. Please try again in a few minutes, or go on by typing."
NO_ANSWER = "The call could not be answered. Please try again, or go on by typing."


class Carrying(asyncio.Protocol):
    """Reception of all pages, and the server's other end."""

    def __init__(self, loop: asyncio.AbstractEventLoop, door: socket.socket) -> None:
        self._loop = loop
        self._door = door
        self._unpacker = wire.told()
        self._transport: asyncio.WriteTransport
        self._begin = wire.Begin()
        self._recognisers: Workers | None = None
        self._shelf = Shelf(loop.call_soon_threadsafe)
        self._pacer = Pacer(loop)
        self._rooms = Rooms()
        self._calls: dict[str, Carried] = {}
        self._arriving: dict[str, asyncio.TimerHandle] = {}
        self._without_call: dict[Page, None] = {}  # who have no call, in the order they came
        self.over = asyncio.Event()

    # ------------------------------------------------------------ the server

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast("asyncio.WriteTransport", transport)

    def data_received(self, data: bytes) -> None:
        for envelope in self._unpacker.feed(data):
            self._obey(envelope)

    def connection_lost(self, exc: Exception | None) -> None:  # noqa: ARG002 - asyncio's
        self.over.set()

    def close(self) -> None:
        self._loop.remove_reader(self._door.fileno())
        self._shelf.close()
        if self._recognisers is not None:
            self._recognisers.close()

    def _tell(self, envelope: wire.Telling) -> None:
        if not self._transport.is_closing():  # the server is gone, and so are we in a moment
            self._transport.write(framed(envelope))

    def _obey(self, envelope: wire.Told) -> None:
        match envelope:
            case wire.Begin():
                self._open(envelope)
            case wire.Prepare(language) if self._recognisers is not None:
                self._loop.run_in_executor(None, self._recognisers.prepare, language)
            case wire.Answer(call, language) if call in self._arriving:
                self._answer(call, language)
            case wire.Reject(call, code, text) if call in self._calls:
                self._calls[call].call.reject(code, text)
                self._forget(call)
            case wire.Ordered(call, order) if call in self._calls:
                self._calls[call].order(order)
            case wire.Sign(call, kind, on, text) if call in self._calls:
                self._browser(call).sign(kind, text, on=on)
            case wire.Caption(call, side, text, final) if call in self._calls:
                self._browser(call).caption(side, text, final=final)

    def _open(self, begin: wire.Begin) -> None:
        self._begin = begin
        if begin.recognises:
            try:
                self._recognisers = _recognisers(self._loop, begin.models)
            except (ImportError, OSError) as error:  # keys work without
                self._tell(wire.Note("ERROR", f"nobody's words are understood: {error}"))
        self._loop.add_reader(self._door.fileno(), self._adopt)
        self._pulse()
        self._tell(wire.Ready())

    def _pulse(self) -> None:
        late, missed = self._pacer.lateness()
        self._tell(wire.Pulse(len(self._calls), late, missed))
        self._loop.call_later(PULSE, self._pulse)

    # ------------------------------------------------------------ connections

    def _adopt(self) -> None:
        """A page's connection, handed over by the server."""
        try:
            head, files, _, _ = socket.recv_fds(self._door, HEAD, 1)
        except BlockingIOError:
            return
        for file in files:
            self._loop.create_task(self._connect(socket.socket(fileno=file), head))

    async def _connect(self, connection: socket.socket, head: bytes) -> None:
        connection.setblocking(False)
        try:
            await self._loop.connect_accepted_socket(
                lambda: Page(head, self, self._loop), connection
            )
        except OSError:  # it is gone already
            connection.close()

    def knocked(self, page: Page) -> None:
        """Whoever has been silent for longest makes room: a page says hello at once, and those that
        never do keep nobody out."""
        self._without_call[page] = None
        if len(self._without_call) > SPARE:
            next(iter(self._without_call)).cut_off()

    def ended(self, page: Page) -> None:
        self._without_call.pop(page, None)

    def greeted(self, page: Page, token: str) -> Callee | None:
        """A call that goes on, or a new one."""
        before = self._known(page, token)
        if before is not None:
            self._without_call.pop(page, None)
            before.comes_back(page)
            return before
        if len(self._calls) >= self._begin.most * (EACH if page.desk else 1):
            page.refuse("busy", BUSY, TRY_LATER)
            return None
        return self._arrive(page, token)

    def _known(self, page: Page, token: str) -> BrowserCall | None:
        for carried in self._calls.values():
            call = carried.call
            if (
                isinstance(call, BrowserCall)
                and (call.desk, call.conversation) == (page.desk, page.conversation)
                and hmac.compare_digest(call.token.encode(), token.encode())
            ):
                return call
        return None

    # ------------------------------------------------------------ calls

    def _arrive(self, page: Page, token: str) -> BrowserCall:
        self._without_call.pop(page, None)
        call = BrowserCall(secrets.token_hex(8), page, token, self._loop)
        self._calls[call.id] = Carried(
            call,
            self._reporting(call.id),
            recognisers=self._recognisers,
            sounds=self._shelf,
            caption=lambda text: call.caption("flow", text, final=True),
            rooms=self._rooms,
        )
        self._arriving[call.id] = self._loop.call_later(ANSWER_WITHIN, self._unanswered, call.id)
        self._tell(wire.Arriving(call.id, page.conversation, token, page.desk))
        return call

    def _reporting(self, id_: str) -> Callable[[AnyReport], None]:
        def report(report: AnyReport) -> None:
            self._tell(wire.Reported(id_, report))
            if isinstance(report, Gone):
                self._forget(id_)

        return report

    def _answer(self, id_: str, language: str) -> None:
        self._arriving.pop(id_).cancel()
        carried = self._calls[id_]
        carried.answer(language)
        self._pacer.add(carried)

    def _unanswered(self, id_: str) -> None:
        self._browser(id_).reject("not-now", NO_ANSWER)
        self._calls[id_].end("fault")

    def _forget(self, id_: str) -> None:
        waiting = self._arriving.pop(id_, None)
        if waiting is not None:
            waiting.cancel()
        self._pacer.remove(self._calls.pop(id_))

    def _browser(self, id_: str) -> BrowserCall:
        return cast("BrowserCall", self._calls[id_].call)


def _recognisers(loop: asyncio.AbstractEventLoop, models: str) -> Workers:
    from flowengine.speech.recognition.workers import Workers

    return Workers(loop.call_soon_threadsafe, models=Path(models) if models else None)


async def _carry(control: int, door: int) -> None:
    loop = asyncio.get_running_loop()
    handed = socket.socket(fileno=door)
    handed.setblocking(False)
    carrying = Carrying(loop, handed)
    await loop.create_unix_connection(lambda: carrying, sock=socket.socket(fileno=control))
    # What is loaded now stays: no collection has to walk through it while somebody listens.
    gc.collect()
    gc.freeze()
    await carrying.over.wait()
    carrying.close()


def _go_first() -> None:
    """Before others, where the system lets us (CAP_SYS_NICE); the recognisers that we start are not
    to inherit that."""
    with suppress(OSError, AttributeError):
        os.setpriority(os.PRIO_PROCESS, 0, PRIORITY)
        policy = os.SCHED_OTHER | os.SCHED_RESET_ON_FORK
        os.sched_setscheduler(0, policy, os.sched_param(0))


def main() -> None:
    import uvloop

    # A terminal and a service manager tell the whole group. The server decides when calls end.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    sys.setswitchinterval(SWITCH)
    _go_first()
    control, door = map(int, sys.argv[1:3])
    uvloop.run(_carry(control, door))


if __name__ == "__main__":
    main()
