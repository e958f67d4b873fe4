"""A house served as it is in earnest: uvicorn at a port of this machine, in the test's own loop."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import uvicorn

from flowengine.host.house import House
from flowengine.server.app import application
from flowengine.server.calls import Door
from flowengine.server.patience import Patient


@asynccontextmanager
async def served(house: House) -> AsyncIterator[int]:
    """The port. The server has come to its end when the block is left."""
    app = application(house, watch=False)
    listener = socket.create_server(("127.0.0.1", 0))
    config = uvicorn.Config(
        app, http=Patient, ws=Door, lifespan="off", log_config=None, access_log=False
    )
    server = uvicorn.Server(config)
    started = asyncio.Event()
    startup = server.startup

    async def told(sockets: list[socket.socket] | None = None) -> None:
        await startup(sockets)
        started.set()

    server.startup = told  # type: ignore[method-assign]
    async with app.router.lifespan_context(app):
        serving = asyncio.create_task(server.serve([listener]))
        await started.wait()
        try:
            yield listener.getsockname()[1]
        finally:
            server.should_exit = True
            await serving
