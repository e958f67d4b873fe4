"""Reading of the file that takes long: in threads, each with a connection of its own.

It writes nothing, and what it reads is one state of the file, whoever writes meanwhile.
"""

from __future__ import annotations

import asyncio
import sqlite3
import threading
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any, TypeVar

from flowengine.store.sqlite.group import run
from flowengine.store.sqlite.opening import reading
from flowengine.store.sqlite.trouble import failed

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from flowengine.store.script import Script

READERS = 2  # threads

T = TypeVar("T")


def ask(base: sqlite3.Connection, script: Callable[[], Script[T]]) -> T:
    """Run a script that only reads. Raises StoreError."""
    try:
        base.execute("BEGIN")
        try:
            return run(base, script())
        finally:
            if base.in_transaction:
                base.execute("ROLLBACK")
    except (sqlite3.Error, UnicodeError, OverflowError) as error:
        raise failed(error) from error


class Readers:
    """Each thread opens its connection to `path` when it is first needed."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._local = threading.local()
        self._opened: list[sqlite3.Connection] = []
        self._threads = ThreadPoolExecutor(READERS, thread_name_prefix="store-reader")

    async def ask(self, script: Callable[[], Script[T]]) -> T:
        """Raises StoreError."""
        return await self.run(self._ask, script)

    async def run(self, work: Callable[..., T], *arguments: Any) -> T:
        """Anything else that takes long and only reads."""
        return await asyncio.get_running_loop().run_in_executor(self._threads, work, *arguments)

    def shutdown(self) -> None:
        """Wait for what is being read; nothing more is."""
        self._threads.shutdown()

    def close(self) -> None:
        """After `shutdown`."""
        for connection in self._opened:
            connection.close()

    def _ask(self, script: Callable[[], Script[T]]) -> T:
        return ask(self._own(), script)

    def _own(self) -> sqlite3.Connection:
        connection: sqlite3.Connection | None = getattr(self._local, "connection", None)
        if connection is None:
            try:
                connection = reading(self._path)
            except sqlite3.Error as error:
                raise failed(error) from error
            self._local.connection = connection
            self._opened.append(connection)
        return connection
