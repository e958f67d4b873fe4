"""One connection, spoken to in batches: many statements go out at once, one round there and back.

psycopg opens the connection and reads values; what is between is libpq's pipeline mode (its manual,
chapter 32.5), for psycopg's own pipeline sends each statement by itself. A batch ends with a Sync,
so that the database also sees when we do nothing for too long while we hold rows.
"""

from __future__ import annotations

import asyncio
from contextlib import suppress
from typing import TYPE_CHECKING, Any

import psycopg
from psycopg import AsyncConnection
from psycopg.adapt import Transformer
from psycopg.errors import error_from_result
from psycopg.pq import ConnStatus, ExecStatus, Format, TransactionStatus

from flowengine.store.postgresql.words import told, unreachable
from flowengine.store.verbs import StoreError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from psycopg.pq.abc import PGresult
    from psycopg.rows import TupleRow

    from flowengine.store.script import Row

PATIENCE = 10.0  # seconds for a connection to be opened
SILENT = 90.0  # seconds for the answer to a batch; the database itself gives up a statement in 30
HOLDS = 3  # seconds that a node which stands still keeps others from the rows it holds
PREPARED = 500  # statements that the database keeps ready, for each connection
# A node that stands still must not hold rows for ever, nor one statement keep all others waiting;
# and what a turn promised is on the disk, also where the database is used to less. Who has waited
# for a lock sees what was written meanwhile.
_MANNERS = (
    b"SELECT set_config('idle_in_transaction_session_timeout', '%ds', false),"
    b" set_config('statement_timeout', '30s', false),"
    b" set_config('lock_timeout', '10s', false),"
    b" set_config('default_transaction_isolation', 'read committed', false),"
    b" set_config('synchronous_commit', CASE current_setting('synchronous_commit')"
    b" WHEN 'off' THEN 'on' ELSE current_setting('synchronous_commit') END, false)"
) % HOLDS
_NUL = b"\xef\xbf\xbd"

Said = tuple[bytes, "Sequence[Any]"]


class Silent(psycopg.OperationalError):
    """No answer came. To ask once more would only be to wait once more."""


async def connected(dsn: str) -> AsyncConnection[TupleRow]:
    """One that commits each statement by itself unless BEGIN is said. Raises StoreError."""
    try:
        async with asyncio.timeout(PATIENCE):
            connection = await AsyncConnection.connect(
                dsn, autocommit=True, fallback_application_name="flowengine"
            )
            try:
                await connection.execute(_MANNERS)
            except BaseException:
                await closed(connection)
                raise
    except TimeoutError:
        raise unreachable() from None
    except psycopg.Error as error:
        raise told(error) from error
    return connection


async def closed(connection: AsyncConnection[TupleRow]) -> None:
    with suppress(psycopg.Error, OSError):
        await connection.close()


class Link:
    """A connection that is ours alone, with at most one batch under way."""

    def __init__(self, connection: AsyncConnection[TupleRow]) -> None:
        self._connection = connection
        self._base = connection.pgconn
        self._base.nonblocking = 1
        self._base.enter_pipeline_mode()
        self._values = Transformer(connection)
        self._names: dict[bytes, bytes] = {}
        self._prepared = 0
        self._results: list[PGresult] = []
        self._done: asyncio.Future[None] | None = None
        self._writing = False
        self._loop = asyncio.get_running_loop()
        self._file = self._base.socket
        self._loop.add_reader(self._file, self._readable)
        self._listens = True

    @property
    def idle(self) -> bool:
        """Whole, and in no transaction. libpq may hold one for whole that failed us: nobody listens
        to it any more, so whoever used it would wait for ever."""
        return (
            self._listens
            and not self._connection.closed
            and self._base.transaction_status == TransactionStatus.IDLE
            and self._done is None
        )

    @property
    def ended(self) -> bool:
        """Nothing will come by it any more."""
        return not self._listens or self._connection.closed

    async def close(self) -> None:
        """Whoever waits for an answer is told that none will come."""
        self._fail(psycopg.OperationalError("the connection was closed here"))
        await closed(self._connection)

    async def exchange(self, batch: Sequence[Said]) -> list[Row]:
        """Say all of it; gives the rows of the last one. Raises what the first one that failed
        says; none behind it was done."""
        if not self._listens:  # whoever said something here would wait for ever
            raise psycopg.OperationalError("the connection ended")
        fresh: list[bytes] = []
        ready = [(sql, [_dumped(value) for value in values], values) for sql, values in batch]
        self._results = []
        for sql, words, values in ready:
            self._say(sql, words, values, fresh)
        self._base.pipeline_sync()
        self._done = done = self._loop.create_future()
        # Of a machine that vanished, or a network that was cut, TCP itself tells after hours.
        silent = self._loop.call_later(SILENT, self._fail, Silent("the database does not answer"))
        try:
            self._writable()
            await done
            return self._rows()
        except BaseException:
            for sql in fresh:
                self._names.pop(sql, None)
            raise
        finally:
            silent.cancel()
            self._done = None

    def _say(
        self, sql: bytes, words: list[bytes | None], values: Sequence[Any], fresh: list[bytes]
    ) -> None:
        formats = [Format.BINARY if isinstance(value, bytes) else Format.TEXT for value in values]
        name = self._names.get(sql)
        if name is None and self._prepared < PREPARED:
            self._prepared += 1
            name = self._names[sql] = b"flowengine_%d" % self._prepared
            fresh.append(sql)
            self._base.send_prepare(name, sql)
        if name is None:
            self._base.send_query_params(sql, words, None, formats, Format.BINARY)
        else:
            self._base.send_query_prepared(name, words, formats, Format.BINARY)

    def _rows(self) -> list[Row]:
        error = _first(self._results)
        if error is not None:
            raise error
        last = self._results[-1]
        if last.status != ExecStatus.TUPLES_OK:
            return []
        self._values.set_pgresult(last)
        return self._values.load_rows(0, last.ntuples, tuple)

    # ------------------------------------------------------------ called by the loop

    def _writable(self) -> None:
        try:
            more = self._base.flush()
        except psycopg.Error as error:
            self._fail(error)
            return
        if more:
            self._loop.add_writer(self._file, self._writable)
        elif self._writing:
            self._loop.remove_writer(self._file)
        self._writing = bool(more)

    def _readable(self) -> None:
        try:
            self._base.consume_input()
            self._gather()
        except psycopg.Error as error:
            self._fail(error)
            return
        if self._base.status == ConnStatus.BAD:
            self._fail(psycopg.OperationalError("the connection ended"))

    def _gather(self) -> None:
        """What has come in. None stands between the results of two statements; two of them say
        that there is nothing more just now."""
        nothing = 0
        while self._done is not None and nothing < 2 and not self._base.is_busy():
            result = self._base.get_result()
            if result is None:
                nothing += 1
                continue
            nothing = 0
            if result.status == ExecStatus.PIPELINE_SYNC:
                self._finish()
            else:
                self._results.append(result)

    def _finish(self) -> None:
        done, self._done = self._done, None
        if done is not None and not done.done():
            done.set_result(None)

    def _stop(self) -> None:
        """Listen no more. Once: libpq closes the socket of a connection that ended, and soon its
        number is another connection's, which would never hear again."""
        if self._listens:
            self._listens = False
            self._loop.remove_reader(self._file)
            self._loop.remove_writer(self._file)

    def _fail(self, error: psycopg.Error) -> None:
        self._stop()
        done, self._done = self._done, None
        if done is not None and not done.done():
            done.set_exception(_first(self._results) or error)


def _first(results: Sequence[PGresult]) -> psycopg.Error | None:
    """What the first of them that failed says."""
    failed = (one for one in results if one.status == ExecStatus.FATAL_ERROR)
    return next((error_from_result(one) for one in failed), None)


def _dumped(value: object) -> bytes | None:
    """As the database reads it; what it is for says of which type it is.

    Yes and no go as 1 and 0, for SQLite has no other. PostgreSQL keeps NUL in no text: it goes as
    U+FFFD, so that whoever looks for it finds it under the same name.
    """
    if isinstance(value, str):
        try:
            return value.encode().replace(b"\0", _NUL)
        except UnicodeEncodeError:
            raise StoreError(
                "A text holds half a character, which no store can keep. Nothing was written."
            ) from None
    if value is None or isinstance(value, bytes):
        return value
    if isinstance(value, int):
        return b"%d" % value
    if isinstance(value, float):
        return repr(value).encode()
    raise TypeError(f"The store keeps no {type(value).__name__}.")
