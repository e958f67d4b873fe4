"""Uvicorn's server, ended in good order: who is being served is served, nobody new is taken.

The first signal drains: this process listens no more, so that others on the same socket, or a
restarted one, have the next visitor; turns that began are finished; then open pages are told to
connect again (RFC 6455 close code 1012). All of it has bounded time. A second signal ends at once,
which loses nothing that was accepted: that is the store's promise. A worker is ended at once by its
parent only, and drains by itself when that is gone.
"""

from __future__ import annotations

import asyncio
import logging
import os
import signal
from collections.abc import Callable
from typing import TYPE_CHECKING

import uvicorn

from flowengine.server.logs import unhandled

if TYPE_CHECKING:
    import socket
    from types import FrameType

    from starlette.applications import Starlette

DRAIN = 10.0  # seconds that turns in hand have to be finished
GRACE = 3  # seconds that open pages then have to let go
AT_ONCE = 130  # the exit code after a second signal

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

    @property
    def _app(self) -> Starlette:
        app: Starlette = self.config.app  # type: ignore[assignment]
        return app

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
        try:
            house = self._app.state.house
            async with asyncio.timeout(DRAIN + house.patience):
                await house.drain()
        except TimeoutError:
            _log.warning("turns in hand took longer than %d seconds and are given up", DRAIN)
        await super().shutdown(sockets)
        _log.info("ended")

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
