"""The process that carries calls, as the server sees it: begun, told, listened to, begun again.

No sound passes here. A page's socket is handed over with its request (`adopt`) and never comes
back; what the caller does comes as `Arriving` and reports, what shall happen goes as orders. When
the process dies its calls are over and nothing else is: each is told as gone, and it begins again.
"""

from __future__ import annotations

import asyncio
import logging
import socket
import subprocess
from contextlib import suppress
from typing import TYPE_CHECKING, cast

from flowengine.channels.calls import wire
from flowengine.channels.calls.call import Unable
from flowengine.speech.child import command, environment
from flowengine.speech.duplex.reports import CUT_OFF, Gone
from flowengine.speech.framing import framed

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from flowengine.speech.duplex.orders import AnyOrder
    from flowengine.speech.duplex.reports import AnyReport

MOST_CALLS = 100
LEAST_PAUSE, MOST_PAUSE = 0.5, 30.0  # seconds until a process that died is begun again
STEADY = 60.0  # seconds after which its death counts as its first
WELL_WITHIN = 15.0  # seconds without a sign of life until it is killed
END_WITHIN = 5.0  # seconds that it has to end by itself
LATE = 0.1  # seconds that a frame may be late before the log tells of it

_log = logging.getLogger(__name__)


class Exchange:
    """`arrived` is told of each caller, `reported` of what happens in each call that was answered;
    both in the loop of `start`, and neither may block. The last report of a call is `Gone`.

    A call that arrived must get `answer` or `reject`. What is said to a call that is over is
    silently dropped: its `Gone` is on the way.
    """

    def __init__(
        self,
        arrived: Callable[[wire.Arriving], None],
        reported: Callable[[str, AnyReport], None],
        *,
        models: Path | None = None,
        recognises: bool = True,
        most: int = MOST_CALLS,
    ) -> None:
        self._arrived = arrived
        self._reported = reported
        self._begin = wire.Begin("" if models is None else str(models), recognises, most)
        self._prepared: list[str] = []
        self._calls: set[str] = set()
        self._process: _Process | None = None
        self._keeping: asyncio.Task[None] | None = None
        self._ready = asyncio.Event()

    @property
    def calls(self) -> int:
        """How many are carried, or wait for an answer."""
        return len(self._calls)

    @property
    def ready(self) -> bool:
        """A caller would be heard at once."""
        return self._ready.is_set()

    async def start(self) -> None:
        """Begin the process; calls are adopted from now on, though it needs a moment (`wait`)."""
        if self._keeping is None:
            self._keeping = asyncio.create_task(self._keep())

    def prepare(self, language: str) -> None:
        """Whoever calls will probably speak it: have its recogniser there by then, always."""
        if language not in self._prepared:
            self._prepared.append(language)
            if self._process is not None:
                self._process.tell(wire.Prepare(language))

    async def wait(self) -> None:
        """Until calls are carried."""
        await self._ready.wait()

    async def stop(self) -> None:
        """Whoever is still calling is cut off."""
        keeping, self._keeping = self._keeping, None
        if keeping is not None:
            keeping.cancel()
            await asyncio.gather(keeping, return_exceptions=True)

    # ------------------------------------------------------------ calls

    def adopt(self, connection: int, head: bytes) -> None:
        """Hand over a page's connection and its request, which has not been answered yet.

        `connection` is a file descriptor, which stays the caller's to close. Raises Unable.
        """
        if self._process is None:
            raise Unable("the process that carries calls does not run")
        try:
            socket.send_fds(self._process.door, [head], [connection])
        except OSError as error:
            raise Unable("the process that carries calls takes no more") from error

    def answer(self, call: str, language: str = "") -> None:
        self._tell(call, wire.Answer(call, language))

    def reject(self, call: str, code: str, text: str) -> None:
        """Instead of an answer; nothing is reported of it."""
        self._tell(call, wire.Reject(call, code, text))
        self._calls.discard(call)

    def order(self, call: str, order: AnyOrder) -> None:
        self._tell(call, wire.Ordered(call, order))

    def sign(self, call: str, kind: str, *, on: bool = True, text: str = "") -> None:
        """Something that the call's page shows; see `wire.Sign`."""
        self._tell(call, wire.Sign(call, kind, on, text))

    def caption(self, call: str, side: str, text: str, *, final: bool = True) -> None:
        self._tell(call, wire.Caption(call, side, text, final))

    def _tell(self, call: str, envelope: wire.Told) -> None:
        if call in self._calls and self._process is not None:
            self._process.tell(envelope)

    # ------------------------------------------------------------ the process

    async def _keep(self) -> None:
        """One process after another, until it is cancelled."""
        loop = asyncio.get_running_loop()
        pause = LEAST_PAUSE
        while True:
            began = loop.time()
            try:
                await self._once()
            except OSError as error:
                _log.error("the process that carries calls could not be begun: %s", error)
            pause = LEAST_PAUSE if loop.time() - began > STEADY else pause
            _log.error("the process that carries calls is gone; it begins again in %.1f s", pause)
            await asyncio.sleep(pause)
            pause = min(2 * pause, MOST_PAUSE)

    async def _once(self) -> None:
        process = await _Process.begun(self._heard)
        process.tell(self._begin)
        for language in self._prepared:
            process.tell(wire.Prepare(language))
        self._process = process
        try:
            await process.until_gone()
        finally:
            self._process = None
            self._ready.clear()
            self._cut_off("fault" if self._keeping is None else CUT_OFF)  # stopped, or dead
            await process.end()

    def _cut_off(self, why: str) -> None:
        calls, self._calls = self._calls, set()
        for call in calls:
            self._reported(call, Gone(at=0.0, why=why))

    def _heard(self, envelope: wire.Telling) -> None:
        match envelope:
            case wire.Ready():
                self._ready.set()
            case wire.Arriving():
                self._calls.add(envelope.call)
                self._arrived(envelope)
            case wire.Reported(call, report) if call in self._calls:
                if isinstance(report, Gone):
                    self._calls.discard(call)
                self._reported(call, report)
            case wire.Note(level, text, call):
                extra = {"call": call} if call else None
                _log.log(logging.getLevelNamesMapping()[level], "%s", text, extra=extra)
            case wire.Pulse(_, late, missed) if late > LATE:
                _log.warning(
                    "the clock of calls was %.0f ms late; %d frames were left out",
                    1000 * late, missed,
                )  # fmt: skip


class _Process(asyncio.Protocol):
    """One run of `carrying`. It ends by itself when our end of the control socket closes, so it
    does not outlive us however we end."""

    def __init__(self, heard: Callable[[wire.Telling], None]) -> None:
        self._heard = heard
        self._unpacker = wire.telling()
        self._gone = asyncio.Event()
        self._sign_of_life: asyncio.TimerHandle | None = None
        self._transport: asyncio.WriteTransport
        self._child: subprocess.Popen[bytes]
        self.door: socket.socket

    @classmethod
    async def begun(cls, heard: Callable[[wire.Telling], None]) -> _Process:
        process = cls(heard)
        control, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_STREAM)
        process.door, door = socket.socketpair(socket.AF_UNIX, socket.SOCK_DGRAM)
        process.door.setblocking(False)
        with theirs, door:
            process._child = _spawned(theirs.fileno(), door.fileno())
        loop = asyncio.get_running_loop()
        try:
            await loop.create_unix_connection(lambda: process, sock=control)
        except BaseException:  # we are being stopped
            control.close()
            process.door.close()
            process._child.kill()
            process._child.wait()
            raise
        return process

    def tell(self, envelope: wire.Told) -> None:
        self._transport.write(framed(envelope))

    async def until_gone(self) -> None:
        await self._gone.wait()

    async def end(self) -> None:
        """Closing is the sign; whoever does not see it is killed."""
        if self._sign_of_life is not None:
            self._sign_of_life.cancel()
        self._transport.close()
        self.door.close()
        reaped = asyncio.get_running_loop().run_in_executor(None, self._reap)
        try:
            await asyncio.shield(reaped)
        except asyncio.CancelledError:  # stopped just when it had died by itself
            await reaped
            raise

    def _reap(self) -> None:
        with suppress(subprocess.TimeoutExpired):
            self._child.wait(END_WITHIN)
            return
        self._child.kill()
        self._child.wait()

    def _kill(self) -> None:
        _log.error("the process that carries calls does not move and is killed")
        self._child.kill()

    def _lives(self) -> None:
        if self._sign_of_life is not None:
            self._sign_of_life.cancel()
        loop = asyncio.get_running_loop()
        self._sign_of_life = loop.call_later(WELL_WITHIN, self._kill)

    # ------------------------------------------------------------ asyncio.Protocol

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast("asyncio.WriteTransport", transport)

    def data_received(self, data: bytes) -> None:
        self._lives()
        for envelope in self._unpacker.feed(data):
            try:
                self._heard(envelope)
            except Exception:  # noqa: BLE001 - one call's trouble is not the others'
                _log.exception("what a call told could not be taken")

    def connection_lost(self, exc: Exception | None) -> None:  # noqa: ARG002 - asyncio's
        self._gone.set()


def _spawned(control: int, door: int) -> subprocess.Popen[bytes]:
    # A program and not a fork: it has none of our threads, locks and connections, and, unlike a
    # child of multiprocessing, it may be begun by a worker that is itself a child.
    return subprocess.Popen(  # noqa: S603 - ourselves, with numbers of our own
        command("flowengine.channels.calls.carrying", str(control), str(door)),
        stdin=subprocess.DEVNULL,
        env=environment(),
        pass_fds=(control, door),
    )
