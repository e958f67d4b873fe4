"""A bounded number of connections that are opened when they are wanted, and given back.

A database that is away is asked again by whoever comes next, so that it is used the moment it is
back; whom it does not answer is told so at once. (psycopg's own pool asks again after seconds that
double, and lets everybody wait meanwhile.)
"""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager, suppress
from typing import TYPE_CHECKING, TypeAlias

import psycopg
from psycopg import AsyncConnection
from psycopg.pq import TransactionStatus

from flowengine.store.postgresql.dialect import Values
from flowengine.store.postgresql.words import told, unreachable
from flowengine.store.verbs import StoreError

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from psycopg.rows import TupleRow

Connection: TypeAlias = "AsyncConnection[TupleRow]"

OPENED = 10  # connections of a process: PostgreSQL allows 100 unless it is told otherwise
PATIENCE = 10.0  # seconds for a connection: to be opened, or for others to give one back
PREPARED = 300  # statements that the database keeps planned, for each connection
# A node that stands still must not hold rows for ever, nor one statement keep all others waiting;
# and what a turn promised is on the disk, also where the database is used to less.
_MANNERS = (
    b"SELECT set_config('idle_in_transaction_session_timeout', '10s', false),"
    b" set_config('statement_timeout', '30s', false),"
    b" set_config('lock_timeout', '10s', false),"
    b" set_config('synchronous_commit', CASE current_setting('synchronous_commit')"
    b" WHEN 'off' THEN 'on' ELSE current_setting('synchronous_commit') END, false)"
)


async def connected(dsn: str) -> Connection:
    """One that commits each statement by itself unless BEGIN is said. Raises StoreError."""
    try:
        async with asyncio.timeout(PATIENCE):
            connection = await AsyncConnection.connect(
                dsn, autocommit=True, context=Values(), fallback_application_name="flowengine"
            )
            await connection.execute(_MANNERS)
    except TimeoutError:
        raise unreachable() from None
    except psycopg.Error as error:
        raise told(error) from error
    connection.prepared_max = PREPARED
    return connection


async def closed(connection: Connection) -> None:
    with suppress(psycopg.Error, OSError):
        await connection.close()


class Connections:
    """Up to OPENED connections to `dsn`."""

    def __init__(self, dsn: str) -> None:
        self._dsn = dsn
        self._free: list[Connection] = []
        self._turn = asyncio.Semaphore(OPENED)

    @asynccontextmanager
    async def one(self) -> AsyncIterator[Connection]:
        """Given back when it is whole and in no transaction, else closed. Raises StoreError."""
        await self._wait()
        try:
            connection = self._free.pop() if self._free else await connected(self._dsn)
            try:
                yield connection
            finally:
                await self._back(connection)
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

    async def _back(self, connection: Connection) -> None:
        idle = connection.pgconn.transaction_status == TransactionStatus.IDLE
        if idle and not connection.closed:
            self._free.append(connection)
        else:
            await closed(connection)

    async def forget(self) -> None:
        """One was found dead: the others that nobody uses may be dead too."""
        while self._free:
            await closed(self._free.pop())

    async def close(self) -> None:
        """Wait for all to be given back, then close them."""
        for _ in range(OPENED):
            await self._turn.acquire()
        await self.forget()
