"""The store under the shift fails, and comes back: PostgreSQL dies as by a power cut and begins
again, or stands still and breaks no connection; a SQLite file is held by somebody else who writes
for seconds.
"""

from __future__ import annotations

import asyncio
import sqlite3
import subprocess
import time
from contextlib import closing, suppress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.database import Server as Postgres
    from tests.desk_chaos.world import World

STARTS = 5  # times that a start is tried on a machine that has much to do
STILL = 0.4  # of the times that PostgreSQL fails it only stands still


class Storing:
    """`server` is the PostgreSQL, None where the store is the file `address`."""

    def __init__(self, world: World, address: str, server: Postgres | None) -> None:
        self._world = world
        self._address = address
        self._server = server
        self.failed = 0

    @property
    def possible(self) -> bool:
        """Not while it is away already, and not a server that is somebody else's."""
        alone = self._server is not None or "://" not in self._address
        return alone and self._world.stored > 0

    async def fail(self, seconds: float) -> None:
        """Away for about so long; at the end it is there."""
        self._world.stored = 0.0
        self.failed += 1
        self._world.note(f"the store fails for {seconds:.0f} s")
        try:
            if self._server is None:
                await asyncio.to_thread(self._held, seconds)
            elif self._world.chance.random() < STILL:
                await self._still(self._server, seconds)
            else:
                await asyncio.to_thread(self._server.kill)
                await asyncio.sleep(seconds)
                await self._begun(self._server)
        finally:
            self._world.stored = time.time()
            self._world.note("the store is there")

    async def _still(self, server: Postgres, seconds: float) -> None:
        server.freeze()
        try:
            await asyncio.sleep(seconds)
        finally:
            server.thaw()

    def _held(self, seconds: float) -> None:
        """A node that was frozen in the middle of writing holds it itself, and for longer."""
        base = sqlite3.connect(self._address, timeout=20, isolation_level=None)
        with closing(base), suppress(sqlite3.OperationalError):
            base.execute("BEGIN IMMEDIATE")
            time.sleep(seconds)
            base.execute("ROLLBACK")

    async def _begun(self, server: Postgres) -> None:
        for left in reversed(range(STARTS)):
            try:
                await asyncio.to_thread(server.start)
            except subprocess.SubprocessError:
                if not left:
                    raise
            else:
                return
