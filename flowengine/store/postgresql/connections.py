"""A bounded number of connections that are opened when they are wanted, and given back.

A database that is away is asked again by whoever comes next, so that it is used the moment it is
back; whom it does not answer is told so at once. (psycopg's own pool asks again after seconds that
double, and lets everybody wait meanwhile.)
"""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager, suppress
from typing import TYPE_CHECKING

from flowengine.store.postgresql.link import PATIENCE, Link, connected
from flowengine.store.verbs import StoreError

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

OPENED = 10  # connections of a process: PostgreSQL allows 100 unless it is told otherwise
GIVEN_BACK = 3.0  # seconds at the end until those that are not given back are closed all the same


class Connections:
    """Up to OPENED connections to `dsn`."""

    def __init__(self, dsn: str) -> None:
        self._dsn = dsn
        self._free: list[Link] = []
        self._used: set[Link] = set()
        self._turn = asyncio.Semaphore(OPENED)
        self._closed = False

    @asynccontextmanager
    async def one(self) -> AsyncIterator[Link]:
        """Given back when it is whole and in no transaction, else closed. Raises StoreError."""
        await self._wait()
        try:
            link = await self._some()
            self._used.add(link)
            try:
                yield link
            finally:
                self._used.discard(link)
                if link.idle and not self._closed:
                    self._free.append(link)
                else:
                    await link.close()
        finally:
            self._turn.release()

    async def _wait(self) -> None:
        if not self._turn.locked():
            await self._turn.acquire()
            return
        try:
            async with asyncio.timeout(PATIENCE):
                await self._turn.acquire()
        except TimeoutError:
            raise StoreError(
                "The database has too much to do, and nothing was written. Try again."
            ) from None

    async def _some(self) -> Link:
        while self._free:
            link = self._free.pop()
            if link.idle:
                return link
            await link.close()
        return Link(await connected(self._dsn))

    async def forget(self) -> None:
        """One was found dead: the others that nobody uses may be dead too."""
        while self._free:
            await self._free.pop().close()

    async def close(self) -> None:
        """Wait for all to be given back, then close them; a database that does not answer is not
        waited for, and whoever still asked it is told so."""
        with suppress(TimeoutError):
            async with asyncio.timeout(GIVEN_BACK):
                for _ in range(OPENED):
                    await self._turn.acquire()
        self._closed = True
        await self.forget()
        for link in tuple(self._used):
            await link.close()
