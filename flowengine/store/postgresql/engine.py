"""Scripts as transactions of PostgreSQL, several at a time, each on one connection.

A script that met somebody else's rows too early (a deadlock, a key that was taken just now) is run
again, and so is one whose connection ended before COMMIT was sent. When it ended between COMMIT and
its answer nobody knows what became of it: that raises StoreError and is not repeated here. The
caller may repeat it: a turn that was written after all is told by its `message_id` (Replayed) or by
its revision (Stale).
"""

from __future__ import annotations

import asyncio
import random
from typing import TYPE_CHECKING, TypeVar

import psycopg

from flowengine.store.postgresql.connections import Connections
from flowengine.store.postgresql.dialect import statement
from flowengine.store.postgresql.link import closed, connected
from flowengine.store.postgresql.news import Wire
from flowengine.store.postgresql.opening import newer, upgrade
from flowengine.store.postgresql.transaction import Longer, Lost, only, run
from flowengine.store.postgresql.words import AGAIN, told
from flowengine.store.script import Ask
from flowengine.store.verbs import StoreError

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
    from pathlib import Path

    from flowengine.store.postgresql.link import Link
    from flowengine.store.script import Row, Script

T = TypeVar("T")

TRIES = 6  # times that a script is run while others are quicker
PAUSE = 0.01  # seconds, at most, before the second time; doubled each time
HEAVY = 3  # connections that what takes long may have
PAGE = 500  # rows that are fetched at once where all are wanted
ROOM = 1 << 62  # bytes: how full its disk is a database does not say

_BEGIN = b"BEGIN"
_SNAPSHOT = b"BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"
_HASTY = b"SET LOCAL synchronous_commit TO off"
_UNHURRIED = b"SET LOCAL statement_timeout TO 0"
_AT_LEISURE = b"SET LOCAL idle_in_transaction_session_timeout TO 0"  # it holds nobody's rows
_NUMBERED = ("fact", "consent", "audit", "remark", "desk_log")


class PostgresqlEngine:
    """An `Engine` on the database `dsn`, in the first schema of its search path.

    Raises StoreError when it cannot be reached, used, or is newer than this program.
    """

    alone = False

    def __init__(self, dsn: str) -> None:
        self._wire = Wire(dsn, upgrade(dsn), self._send)
        self._dsn = dsn
        self._open = False

    async def start(self) -> None:
        self._connections = Connections(self._dsn)
        self._heavy = asyncio.Semaphore(HEAVY)
        self._open = True
        await self._wire.start()

    async def close(self) -> None:
        if self._open:
            await self._wire.close()
            self._open = False
            await self._connections.close()

    def tell(self, news: Callable[[str, str], None]) -> None:
        self._wire.told = news

    def news(self, kind: str, key: str) -> None:
        self._wire.say(kind, key)

    async def _send(self, script: Callable[[], Script[None]]) -> None:
        await self.write(script, lasting=False)

    # ------------------------------------------------------------ transactions

    async def read(self, script: Callable[[], Script[T]], *, heavy: bool = False) -> T:
        if heavy:
            return await self._slowly((_SNAPSHOT, _UNHURRIED), script)
        try:
            return await self._through(lambda link: only(link, script()))
        except Longer:
            return await self._together((_SNAPSHOT,), script)

    async def write(
        self, script: Callable[[], Script[T]], *, heavy: bool = False, lasting: bool = True
    ) -> T:
        begin = (_BEGIN,) if lasting else (_BEGIN, _HASTY)
        if heavy:
            return await self._slowly((*begin, _UNHURRIED), script)
        return await self._together(begin, script)

    async def _slowly(self, begin: Sequence[bytes], script: Callable[[], Script[T]]) -> T:
        self._refuse_closed()
        async with self._heavy:
            return await self._together(begin, script)

    async def _together(self, begin: Sequence[bytes], script: Callable[[], Script[T]]) -> T:
        return await self._through(lambda link: run(link, begin, script()))

    async def _through(self, work: Callable[[Link], Awaitable[T]]) -> T:
        """Do it, again where that is known to be safe and worth it. Raises StoreError."""
        number = 0
        while True:
            number += 1
            self._refuse_closed()
            try:
                async with self._connections.one() as link:
                    return await work(link)
            except AGAIN as error:
                if number == TRIES:
                    raise told(error) from error
                await asyncio.sleep(random.uniform(0, PAUSE * 2**number))  # noqa: S311
            except Lost as lost:
                await self._connections.forget()
                if number == TRIES:
                    raise told(lost.why) from lost.why
            except psycopg.Error as error:
                raise told(error) from error

    def _refuse_closed(self) -> None:
        if not self._open:
            raise StoreError("The store is closed. Start the server again.")

    # ------------------------------------------------------------ for those who keep house

    async def room(self) -> int:
        self._refuse_closed()
        return ROOM

    async def fits(self) -> None:
        if newer(await self.read(_version)):
            raise StoreError(
                "The database was brought up to date by a newer flowengine meanwhile. Install it"
                " here too."
            )

    async def inspect(self) -> tuple[str, ...]:
        """PostgreSQL looks over itself; what we can tell is whether we still know its tables."""
        self._refuse_closed()
        try:
            await self.fits()
        except StoreError as error:
            return (str(error),)
        return ()

    async def backup(self, path: Path) -> None:
        raise StoreError(
            f"A PostgreSQL store is not copied to {path.name} from here. Use pg_dump, or"
            " `flowengine store export`."
        )

    async def rows(
        self, queries: Sequence[tuple[str, str]]
    ) -> AsyncIterator[tuple[str, list[Row]]]:
        self._refuse_closed()
        async with self._heavy:
            connection = await connected(self._dsn)
            try:
                for word in (_SNAPSHOT, _UNHURRIED, _AT_LEISURE):
                    await connection.execute(word)
                for name, sql in queries:
                    async with connection.cursor("rows") as cursor:
                        await cursor.execute(statement(sql).sql)
                        while found := await cursor.fetchmany(PAGE):
                            yield name, found
            except psycopg.Error as error:
                raise told(error) from error
            finally:
                await closed(connection)

    def scrub(self) -> None:
        """The database's own VACUUM overwrites what was erased."""

    async def loaded(self) -> None:
        await self.write(_count_on)


def _version() -> Script[int]:
    rows = yield Ask("SELECT version FROM schema_version")
    return int(rows[0][0])


def _count_on() -> Script[None]:
    for table in _NUMBERED:
        yield Ask(
            f"SELECT setval(pg_get_serial_sequence('{table}', 'number'),"
            f" (SELECT coalesce(max(number), 0) + 1 FROM {table}), false)"
        )
