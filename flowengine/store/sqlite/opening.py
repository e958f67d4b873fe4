"""A file made ready to be a store: claimed for one server, opened, brought to today's schema.

Raises StoreError, in words for whoever runs the server, when the file is in use, cannot be written,
is damaged, is newer than this program, or belongs to another one; such a file is left as it is.
"""

from __future__ import annotations

import fcntl
import os
import sqlite3
from importlib import resources
from typing import TYPE_CHECKING

from flowengine.store.sqlite.trouble import in_words
from flowengine.store.verbs import StoreError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

BUSY_SECONDS = 5.0
STATEMENTS = 512  # prepared ones that a connection keeps
CACHE = 32_000  # KiB of pages that a connection keeps
LOG = 8_000  # pages after which the log is written back: seldom, for each time costs two waits
_USED = b"A store of flowengine. Its lock stays when the store is closed.\n"


def claim(path: Path) -> int:
    """A lock beside the store that dies with its process, so that a killed server leaves none."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        lock = os.open(path.with_name(path.name + ".lock"), os.O_CREAT | os.O_RDWR, 0o600)
    except OSError as error:
        raise _unusable(path, error.strerror or "") from error
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        os.close(lock)
        raise StoreError(
            f"Another server uses {path}. Stop it first, or name another file with --store."
        ) from error
    return lock


def connect(path: Path, mode: str) -> sqlite3.Connection:
    """`mode` is `rwc` to make a missing file, `rw` not to. It never waits for another process."""
    connection = sqlite3.connect(
        f"{path.absolute().as_uri()}?mode={mode}",
        uri=True,
        timeout=0,
        isolation_level=None,
        check_same_thread=False,
        cached_statements=STATEMENTS,
    )
    connection.create_function("folded", 1, str.lower, deterministic=True)
    connection.execute("PRAGMA foreign_keys = 1")
    connection.execute(f"PRAGMA cache_size = -{CACHE}")
    connection.execute("PRAGMA temp_store = MEMORY")
    return connection


def reading(path: Path) -> sqlite3.Connection:
    """A connection that writes nothing."""
    connection = connect(path, "rw")
    connection.execute("PRAGMA query_only = 1")
    return connection


def open_claimed(path: Path, lock: int) -> sqlite3.Connection:
    """The connection that writes, for whoever holds the claim; makes a missing file."""
    try:
        _refuse_emptied(path, lock)
        # What people said is for nobody else here; the log beside it takes the same mode.
        os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
    except OSError as error:
        raise _unusable(path, error.strerror or "") from error
    connection = _writing(path, lambda connection: _upgrade(connection, path))
    os.pwrite(lock, _USED, 0)
    return connection


def open_beside(path: Path) -> sqlite3.Connection:
    """The same while a server may be using the file, which keeps its claim and its schema."""
    if not path.is_file():
        raise _unusable(path, "there is no such file")
    try:
        lock = claim(path)
    except StoreError:
        return _writing(path, lambda connection: _refuse_other_schema(connection, path))
    try:
        return open_claimed(path, lock)
    finally:
        os.close(lock)


def _writing(path: Path, ready: Callable[[sqlite3.Connection], None]) -> sqlite3.Connection:
    connection = None
    try:
        connection = connect(path, "rwc")
        connection.execute(f"PRAGMA busy_timeout = {int(BUSY_SECONDS * 1000)}")
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute(f"PRAGMA wal_autocheckpoint = {LOG}")
        # What is deleted is overwritten: somebody asked for it to be gone, or its days were over.
        connection.execute("PRAGMA secure_delete = ON")
        ready(connection)
        connection.execute("PRAGMA busy_timeout = 0")
    except BaseException as error:
        if connection is not None:
            connection.close()
        if isinstance(error, sqlite3.Error):
            raise _unusable(path, in_words(error)) from error
        raise
    return connection


def _unusable(path: Path, why: object) -> StoreError:
    return StoreError(f"{path} cannot be opened as a store ({why}). Name another with --store.")


def _refuse_emptied(path: Path, lock: int) -> None:
    """A file cut to nothing looks to SQLite like a new one; but the lock knows that it is none."""
    if os.pread(lock, len(_USED), 0) and path.is_file() and not path.stat().st_size:
        raise StoreError(
            f"{path} is empty, but it was a store: somebody cut it off. Put a backup in its place,"
            " or remove it to begin with an empty store."
        )


def _upgrade(connection: sqlite3.Connection, path: Path) -> None:
    """Run the numbered files of `schema/` that this store has not seen, each in a transaction."""
    steps = _steps()
    version = _version(connection, path, len(steps))
    for number, script in list(enumerate(steps, start=1))[version:]:
        connection.executescript(
            f"BEGIN IMMEDIATE; {script}; PRAGMA user_version = {number}; COMMIT;"
        )


def _refuse_other_schema(connection: sqlite3.Connection, path: Path) -> None:
    known = len(_steps())
    if _version(connection, path, known) != known:
        raise StoreError(
            f"The server that uses {path} is of an older flowengine. Start it again, so that it"
            " brings the store up to date."
        )


def _version(connection: sqlite3.Connection, path: Path, known: int) -> int:
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    if version > known:
        raise StoreError(
            f"{path} was written by a newer flowengine (its schema is {version}, this one knows"
            f" {known}). Install the newer flowengine or name another file with --store."
        )
    (tables,) = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    if tables and not version:
        raise _unusable(path, "it is the database of another program")
    return int(version)


def _steps() -> list[str]:
    folder = resources.files("flowengine.store.sqlite") / "schema"
    files = [file for file in folder.iterdir() if file.name.endswith(".sql")]
    return [file.read_text(encoding="utf-8") for file in sorted(files, key=lambda it: it.name)]
