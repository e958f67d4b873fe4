"""Uvicorn's server, ended in good order: who is being served is served, nobody new is taken.

The first signal drains: this process listens no more, so that others on the same socket, or a
restarted one, have the next visitor; turns that began are finished; then open pages are told to
connect again (RFC 6455 close code 1012). All of it has bounded time: DRAIN and what calls need,
GRACE, then `House.stop` with bounds of its own; where even the interpreter does not come to its end
(a thread that waits for a name server, a library that does not let go), the process is ended after
LAST more. A second signal ends at once, which loses nothing that was accepted: that is the store's
promise. A worker is ended at once by its parent only, and drains by itself when that is gone.
"""

from __future__ import annotations

import asyncio
import logging
import os
import signal
import threading
from collections.abc import Callable
from typing import TYPE_CHECKING

import uvicorn

from flowengine.host.house import CUT_OFF, ENDS
from flowengine.host.within import within
from flowengine.server.logs import unhandled

if TYPE_CHECKING:
    import socket
    from types import FrameType

    from starlette.applications import Starlette

DRAIN = 10.0  # seconds that turns in hand have to be finished
GRACE = 3  # seconds that open pages then have to let go
LAST = 20.0  # seconds beyond all bounds, after which the process is ended
AT_ONCE = 130  # the exit code after a second signal
STUCK = 1  # and of one that did not come to its end

_log = logging.getLogger(__name__)


class Server(uvicorn.Server):
    """`ready` is called once when people are served. `parent` is a file that can be read when the
    parent process is gone; None where this process has none, and Ctrl+C is then meant for it."""

    def __init__(
        self, config: uvicorn.Config, *, ready: Callable[[], None], parent: int | None = None
    ) -> None:
        super().__init__(config)
        self.ready = ready
        self._parent = parent
        self._whole = False  # the process is ours to end
        self._last: threading.Timer | None = None

    @property
    def _app(self) -> Starlette:
        app: Starlette = self.config.app  # type: ignore[assignment]
        return app

    def run(self, sockets: list[socket.socket] | None = None) -> None:
        """Until a signal, and until all has come to its end."""
        self._whole = True
        try:
            super().run(sockets)
        finally:
            if self._last is not None:
                self._last.cancel()

    async def _serve(self, sockets: list[socket.socket] | None = None) -> None:
        """The application's lifespan is ours, not Uvicorn's, which would print a trace for a
        database that does not answer; here its error reaches who called `run`."""
        loop = asyncio.get_running_loop()
        loop.set_exception_handler(unhandled)
        if self._parent is not None:
            loop.add_reader(self._parent, self._orphaned, loop, self._parent)
        async with self._app.router.lifespan_context(self._app):
            await super()._serve(sockets)

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        _log.info("serving")
        self.ready()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        _log.info("draining")
        for server in self.servers:
            server.close()
        house = self._app.state.house
        self._bound(DRAIN + house.patience + GRACE + CUT_OFF + ENDS + LAST)
        if not await within(DRAIN + house.patience, house.drain()):
            _log.warning("turns in hand took longer than %d seconds and are given up", DRAIN)
        await super().shutdown(sockets)
        _log.info("ended")

    def _bound(self, seconds: float) -> None:
        if self._whole:
            self._last = threading.Timer(seconds, _ended_at_last)
            self._last.daemon = True
            self._last.start()

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:  # noqa: ARG002 - Uvicorn's
        if self._parent is not None and (sig == signal.SIGINT or self.should_exit):
            return  # a terminal, and systemd, tell the whole group; the parent knows what to do
        if self.should_exit:
            os._exit(AT_ONCE)
        self.should_exit = True

    def _orphaned(self, loop: asyncio.AbstractEventLoop, parent: int) -> None:
        loop.remove_reader(parent)
        _log.error("the parent process is gone; this worker ends too")
        self.should_exit = True


def _ended_at_last() -> None:
    _log.error("this process did not come to its end and is ended; what was accepted is kept")
    os._exit(STUCK)
