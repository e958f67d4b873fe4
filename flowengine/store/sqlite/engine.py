"""SQLite under the verbs: all turns that wait run in one transaction, on the event loop itself.

A statement takes microseconds there, and threads that take turns at the interpreter's lock would
take longer. Only the COMMIT, which waits for the disk (`synchronous=FULL`), has a thread; the next
turns gather meanwhile. Readers work beside it (WAL). What takes long has a thread, too.

A file that somebody took away is written no more: SQLite would go on, and a restart would find
nothing of what was promised.
"""

from __future__ import annotations

import asyncio
import os
import shutil
import sqlite3
from collections import deque
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

from flowengine.store.sqlite import copying
from flowengine.store.sqlite.group import Job, again, attempt
from flowengine.store.sqlite.opening import (
    BUSY_SECONDS,
    claim,
    open_beside,
    open_claimed,
    reading,
)
from flowengine.store.sqlite.readers import Readers, ask
from flowengine.store.sqlite.trouble import failed
from flowengine.store.verbs import StoreError

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Sequence
    from pathlib import Path

    from flowengine.store.script import Row, Script

GROUP = 256  # turns in one transaction: more make the first wait without making the last faster
NEW, STARTED, CLOSED = "new", "started", "closed"
LOOK = 0.5  # seconds between two looks whether another process has written
CHANGED = ("conversation", "timer", "outgoing", "errand", "publication", "desk")

T = TypeVar("T")


@dataclass(slots=True, kw_only=True)
class _Waiting(Job):
    done: asyncio.Future[Any]
    heavy: bool


class SqliteEngine:
    """An `Engine` on the file `path`; its folder is made when it is missing.

    With `beside` a server may be using the file already. Raises StoreError as `sqlite.opening`.
    """

    def __init__(self, path: Path, *, beside: bool = False) -> None:
        self.alone = not beside
        self._path = path
        self._claim = -1 if beside else claim(path)
        self._readers = Readers(path)
        try:
            self._writer = open_beside(path) if beside else open_claimed(path, self._claim)
            self._reader = reading(path)
            self._file = path.stat()
            (self._seen,) = self._writer.execute("PRAGMA data_version").fetchone()
        except BaseException:
            self._let_go()
            raise
        self._waiting: deque[_Waiting] = deque()
        self._busy = False  # the writer's connection is in a thread
        self._called = False  # `_write_on` will be called by the loop
        self._scrub = False  # what was deleted may still be read in the log beside the file
        self._state = NEW
        self._loop: asyncio.AbstractEventLoop
        self._idle: asyncio.Event
        self._look: asyncio.TimerHandle
        self._news: Callable[[str, str], None] = _nobody
        self._writers = ThreadPoolExecutor(1, thread_name_prefix="store-writer")

    async def start(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._idle = asyncio.Event()
        self._idle.set()
        self._look = self._loop.call_later(LOOK, self._look_around)
        self._state = STARTED

    async def close(self) -> None:
        """What waits is written first."""
        before, self._state = self._state, CLOSED
        if before == STARTED:
            self._look.cancel()
            await self._idle.wait()
            await asyncio.to_thread(self._readers.shutdown)
        if before != CLOSED:
            self._writers.shutdown()
            self._readers.shutdown()
            self._let_go()

    def _let_go(self) -> None:
        self._readers.close()
        for connection in (getattr(self, "_reader", None), getattr(self, "_writer", None)):
            if connection is not None:
                connection.close()
        if self._claim >= 0:
            os.close(self._claim)

    def _running(self) -> asyncio.AbstractEventLoop:
        if self._state != STARTED:
            raise StoreError("The store is closed. Start the server again.")
        return self._loop

    # ------------------------------------------------------------ reading

    async def read(self, script: Callable[[], Script[T]], *, heavy: bool = False) -> T:
        self._running()
        if heavy:
            return await self._readers.ask(script)
        return ask(self._reader, script)

    # ------------------------------------------------------------ writing

    async def write(
        self,
        script: Callable[[], Script[T]],
        *,
        heavy: bool = False,
        lasting: bool = True,  # noqa: ARG002 - the others of its group are
    ) -> T:
        loop = self._running()
        done: asyncio.Future[T] = loop.create_future()
        self._waiting.append(_Waiting(script, done=done, heavy=heavy))
        self._call(loop)
        return await done

    def _call(self, loop: asyncio.AbstractEventLoop) -> None:
        if not (self._called or self._busy):
            self._called = True
            self._idle.clear()
            loop.call_soon(self._write_on)

    def _write_on(self) -> None:
        """Take up all that waits now; what comes until it is on the disk waits for its turn."""
        self._called = False
        group = self._next_group()
        if not group:
            self._rest()
            return
        try:
            if group[0].heavy:
                self._in_thread(self._whole, group)
            elif self._begun(wait=False):
                self._run(group)
                self._in_thread(self._commit, group)
            else:
                self._in_thread(self._whole, group)
        except Exception as error:  # noqa: BLE001 - it is told to all who wait
            self._give_up(group, error)
            self._report(group)

    def _rest(self) -> None:
        """Nothing waits."""
        if self._scrub:
            self._scrub = False
            self._in_thread(self._empty_log, [])
        else:
            self._idle.set()

    def _next_group(self) -> list[_Waiting]:
        """Nobody waits any more for one that was cancelled: nothing is written of it."""
        group: list[_Waiting] = []
        while self._waiting and len(group) < GROUP:
            if group and (self._waiting[0].heavy or group[0].heavy):
                break
            job = self._waiting.popleft()
            if not job.done.cancelled():
                group.append(job)
        return group

    def _begun(self, *, wait: bool) -> bool:
        """Begin a transaction. False when another process holds the file and we do not `wait`."""
        self._refuse_lost()
        base = self._writer
        if wait:
            base.execute(f"PRAGMA busy_timeout = {int(BUSY_SECONDS * 1000)}")
        try:
            base.execute("BEGIN IMMEDIATE")
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode == sqlite3.SQLITE_BUSY and not wait:
                return False
            raise
        finally:
            if wait:
                base.execute("PRAGMA busy_timeout = 0")
        return True

    def _run(self, group: Sequence[Job]) -> None:
        if not attempt(self._writer, group):
            again(self._writer, group)

    def _whole(self, group: Sequence[Job]) -> None:
        self._begun(wait=True)
        self._run(group)
        self._commit(group)

    def _commit(self, _group: Sequence[Job]) -> None:
        self._writer.execute("COMMIT")

    def _empty_log(self, _group: Sequence[Job]) -> None:
        """What was deleted is gone from the file, but the log still has it until it is cut off."""
        with suppress(sqlite3.Error):
            ((busy, _, _),) = self._writer.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
            self._scrub = bool(busy)  # a reader still needs it: at the next look

    def _in_thread(self, work: Callable[[Sequence[Job]], None], group: list[_Waiting]) -> None:
        self._busy = True
        self._loop.run_in_executor(self._writers, work, group).add_done_callback(
            lambda done: self._written(done, group)
        )

    def _written(self, done: asyncio.Future[None], group: list[_Waiting]) -> None:
        self._busy = False
        error = done.exception()
        if isinstance(error, Exception):
            self._give_up(group, error)
        if group:
            self._report(group)
        else:
            self._idle.set()
            if self._waiting:
                self._call(self._loop)

    def _give_up(self, group: Sequence[Job], error: Exception) -> None:
        """Nothing of the group is kept."""
        with suppress(sqlite3.Error):
            if self._writer.in_transaction:
                self._writer.execute("ROLLBACK")
        for job in group:
            job.error = failed(error)

    def _report(self, group: Sequence[_Waiting]) -> None:
        for job in group:
            if job.done.done():
                continue  # written all the same; only nobody waits for the answer any more
            if job.error is not None:
                job.done.set_exception(job.error)
            else:
                job.done.set_result(job.result)
        self._notice()
        # Those who were answered come first: what they write next is in the next group.
        self._call(self._loop)

    def _refuse_lost(self) -> None:
        """Raises StoreError when our file no longer has its name."""
        try:
            if os.path.samestat(self._file, os.stat(self._path)):  # noqa: PTH116 - it is fast
                return
        except OSError:
            pass
        raise StoreError(
            f"{self._path} was removed or replaced while it was in use, so nothing can be kept."
            " Stop the server, put the file back and start again."
        )

    # ------------------------------------------------------------ others

    def tell(self, news: Callable[[str, str], None]) -> None:
        self._news = news

    def scrub(self) -> None:
        self._scrub = True
        self._call(self._loop)

    def news(self, kind: str, key: str) -> None:
        """Whoever else has the file open sees by itself that it has changed."""

    def _look_around(self) -> None:
        if not self._busy:
            self._notice()
            if self._scrub:
                self._call(self._loop)
        self._look = self._loop.call_later(LOOK, self._look_around)

    def _notice(self) -> None:
        """Tell when another process has written; our own writes do not count."""
        with suppress(sqlite3.Error):
            (seen,) = self._writer.execute("PRAGMA data_version").fetchone()
            if seen != self._seen:
                self._seen = seen
                for kind in CHANGED:
                    self._news(kind, "")

    # ------------------------------------------------------------ the file

    async def room(self) -> int:
        self._running()
        return (await asyncio.to_thread(shutil.disk_usage, self._path.parent)).free

    async def fits(self) -> None:
        """Nobody changes the tables of a file that is in use: `opening` refuses it."""

    async def inspect(self) -> tuple[str, ...]:
        self._running()
        return await self._readers.run(copying.inspect, self._path)

    async def backup(self, path: Path) -> None:
        self._running()
        await self._readers.run(copying.backup, self._path, path)

    async def rows(
        self, queries: Sequence[tuple[str, str]]
    ) -> AsyncIterator[tuple[str, list[Row]]]:
        self._running()
        bits = copying.rows(self._path, queries)
        try:
            while (bit := await self._readers.run(next, bits, None)) is not None:
                yield bit
        finally:
            bits.close()

    async def loaded(self) -> None:
        """SQLite's own counters follow what is written."""


def _nobody(kind: str, key: str) -> None:
    """Until somebody wants to be told."""
