"""Conversations in one SQLite file: a single writer that commits all waiting turns together.

Readers work beside it (WAL). A turn is a savepoint in the group's transaction, so one that comes
too late is undone alone; a turn counts only when the whole group is on the disk
(`synchronous=FULL`). Two servers on one file are refused, for writers would starve each other. A
file that somebody took away is written no more: SQLite would go on, and a restart would find
nothing of what was promised.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from queue import SimpleQueue
from typing import TYPE_CHECKING, Any, TypeVar

from flowengine.store import rows
from flowengine.store.interface import (
    Conversation,
    Errand,
    Fact,
    Message,
    Outgoing,
    StoreError,
    Timer,
    Turn,
    Upload,
)
from flowengine.store.old_opening import claim, connect, open_file

if TYPE_CHECKING:
    from pathlib import Path

GROUP = 256  # turns in one transaction: more make the first wait without making the last faster
READERS = 2

_T = TypeVar("_T")
_Work = Callable[[sqlite3.Connection], Any]


@dataclass(slots=True)
class _Job:
    work: _Work
    done: Future[Any]
    result: Any = None
    error: Exception | None = None


class SqliteStore:
    """A `Store` in the file `path`; its folder is made when it is missing.

    Raises StoreError when the file is newer than this program, is not a store, or is in use.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._lock = threading.Lock()
        self._closed = False
        self._jobs: SimpleQueue[_Job | None] = SimpleQueue()
        self._claim = claim(path)
        try:
            self._connection = open_file(path)
        except StoreError:
            os.close(self._claim)
            raise
        self._file = path.stat()
        self._local = threading.local()
        self._read_connections: list[sqlite3.Connection] = []
        self._readers = ThreadPoolExecutor(READERS, thread_name_prefix="store-reader")
        self._writer = threading.Thread(target=self._write_on, name="store-writer", daemon=True)
        self._writer.start()

    def commit(self, turn: Turn) -> Future[Conversation]:
        return self._write(lambda base: rows.write_turn(base, turn))

    def keep_sources(self, flow: str, digest: str, bundle: bytes) -> Future[None]:
        return self._write(lambda base: rows.write_sources(base, flow, digest, bundle))

    def edition(self, flow: str) -> Future[str]:
        return self._read(lambda base: rows.edition(base, flow))

    def conversation(self, key: str) -> Future[Conversation | None]:
        return self._read(lambda base: rows.conversation(base, key))

    def taken(self, key: str, message_id: str) -> Future[bool]:
        return self._read(lambda base: rows.taken(base, key, message_id))

    def messages(self, key: str, since: int) -> Future[tuple[Message, ...]]:
        return self._read(lambda base: rows.messages(base, key, since))

    def facts(self, key: str) -> Future[tuple[Fact, ...]]:
        return self._read(lambda base: rows.facts(base, key))

    def due(self, until: float, limit: int) -> Future[tuple[Timer, ...]]:
        return self._read(lambda base: rows.due(base, until, limit))

    def errands(self) -> Future[tuple[Errand, ...]]:
        return self._read(rows.errands)

    def forget(self, before: float, limit: int) -> Future[int]:
        return self._write(lambda base: rows.forget(base, before, limit))

    def outgoing(self, state: str, limit: int) -> Future[tuple[Outgoing, ...]]:
        return self._read(lambda base: rows.outgoing(base, state, limit))

    def upload(self, key: str, name: str) -> Future[Upload | None]:
        return self._read(lambda base: rows.upload(base, key, name))

    def uploads(self, key: str) -> Future[tuple[int, int]]:
        return self._read(lambda base: rows.uploads(base, key))

    def check(self) -> Future[None]:
        return self._write(rows.beat)

    def room(self) -> Future[int]:
        with self._lock:
            self._refuse_closed()
            return self._readers.submit(lambda: shutil.disk_usage(self._path.parent).free)

    def sources(self, digest: str) -> Future[bytes | None]:
        return self._read(lambda base: rows.sources(base, digest))

    def close(self) -> None:
        with self._lock:
            if self._closed:
                return
            self._closed = True
            self._jobs.put(None)
        self._writer.join()
        self._readers.shutdown()
        for connection in (*self._read_connections, self._connection):
            connection.close()
        os.close(self._claim)

    # ------------------------------------------------------------ reading

    def _read(self, ask: Callable[[sqlite3.Connection], _T]) -> Future[_T]:
        with self._lock:
            self._refuse_closed()
            return self._readers.submit(self._ask, ask)

    def _ask(self, ask: Callable[[sqlite3.Connection], _T]) -> _T:
        connection: sqlite3.Connection | None = getattr(self._local, "connection", None)
        try:
            if connection is None:
                connection = connect(self._path, "rw")
                connection.execute("PRAGMA query_only = 1")
                self._local.connection = connection
                self._read_connections.append(connection)
            return ask(connection)
        except sqlite3.Error as error:
            raise _failed(error) from error

    # ------------------------------------------------------------ writing

    def _write(self, work: Callable[[sqlite3.Connection], _T]) -> Future[_T]:
        done: Future[_T] = Future()
        with self._lock:
            self._refuse_closed()
            self._jobs.put(_Job(work, done))
        return done

    def _refuse_closed(self) -> None:
        if self._closed:
            raise StoreError("The store is closed. Start the server again.")

    def _write_on(self) -> None:
        more = True
        while more:
            group, more = self._group()
            if group:
                self._commit_group(group)

    def _group(self) -> tuple[list[_Job], bool]:
        """All jobs that wait now, at least one; and whether more may come."""
        group: list[_Job] = []
        while not group or not (self._jobs.empty() or len(group) >= GROUP):
            job = self._jobs.get()
            if job is None:
                return group, False
            group.append(job)
        return group, True

    def _commit_group(self, group: list[_Job]) -> None:
        base = self._connection
        try:
            self._refuse_lost()
            base.execute("BEGIN IMMEDIATE")
            for job in group:
                _run(base, job)
            base.execute("COMMIT")
        except (sqlite3.Error, StoreError) as error:
            with suppress(sqlite3.Error):
                base.execute("ROLLBACK")
            for job in group:
                job.error = _failed(error) if isinstance(error, sqlite3.Error) else error
        for job in group:
            _report(job)

    def _refuse_lost(self) -> None:
        """Raises StoreError when our file no longer has its name."""
        try:
            if os.path.samestat(self._file, self._path.stat()):
                return
        except OSError:
            pass
        raise StoreError(
            f"{self._path} was removed or replaced while it was in use, so nothing can be kept."
            " Stop the server, put the file back and start again."
        )


def _run(base: sqlite3.Connection, job: _Job) -> None:
    """Do one turn or undo it. Raises what SQLite said when it has undone the whole group."""
    base.execute("SAVEPOINT turn")
    try:
        job.result = job.work(base)
    except Exception as error:
        job.error = _failed(error) if isinstance(error, sqlite3.Error) else error
        if not base.in_transaction:
            raise
        base.execute("ROLLBACK TO turn")
    base.execute("RELEASE turn")


def _report(job: _Job) -> None:
    if not job.done.set_running_or_notify_cancel():
        return  # written all the same; only nobody waits for the answer any more
    if job.error is not None:
        job.done.set_exception(job.error)
    else:
        job.done.set_result(job.result)


def _failed(error: sqlite3.Error) -> StoreError:
    return StoreError(f"The store could not be used: {error}. Is the disk full or the file gone?")
