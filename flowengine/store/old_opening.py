"""A file made ready to be a store: claimed for one server, opened, brought to today's schema.

Raises StoreError, in words for whoever runs the server, when the file is in use, cannot be written,
is newer than this program, or belongs to another one; such a file is left as it is.
"""

from __future__ import annotations

import fcntl
import os
import sqlite3
from importlib import resources
from typing import TYPE_CHECKING

from flowengine.store.interface import StoreError

if TYPE_CHECKING:
    from pathlib import Path

BUSY_SECONDS = 5.0


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
    """`mode` is `rwc` to make a missing file, `rw` not to."""
    connection = sqlite3.connect(
        f"{path.absolute().as_uri()}?mode={mode}",
        uri=True,
        timeout=BUSY_SECONDS,
        isolation_level=None,
        check_same_thread=False,
    )
    connection.execute("PRAGMA foreign_keys = 1")
    return connection


def open_file(path: Path) -> sqlite3.Connection:
    """The connection that writes; the file is made when it is missing."""
    try:
        # What people said is for nobody else here; the log beside it takes the same mode.
        os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
        connection = connect(path, "rwc")
    except OSError as error:
        raise _unusable(path, error.strerror or "") from error
    except sqlite3.Error as error:
        raise _unusable(path, error) from error
    try:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = FULL")
        # What is deleted is overwritten: somebody asked for it to be gone, or its days were over.
        connection.execute("PRAGMA secure_delete = ON")
        _upgrade(connection, path)
    except sqlite3.Error as error:
        connection.close()
        raise _unusable(path, error) from error
    except StoreError:
        connection.close()
        raise
    return connection


def _unusable(path: Path, why: object) -> StoreError:
    return StoreError(f"{path} cannot be opened as a store ({why}). Name another with --store.")


def _upgrade(connection: sqlite3.Connection, path: Path) -> None:
    """Run the numbered files of `schema/` that this store has not seen, each in a transaction."""
    steps = _steps()
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    if version > len(steps):
        raise StoreError(
            f"{path} was written by a newer flowengine (its schema is {version}, this one knows"
            f" {len(steps)}). Install the newer flowengine or name another file with --store."
        )
    (tables,) = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    if tables and not version:
        raise _unusable(path, "it is the database of another program")
    for number, script in list(enumerate(steps, start=1))[version:]:
        connection.executescript(
            f"BEGIN IMMEDIATE; {script}; PRAGMA user_version = {number}; COMMIT;"
        )


def _steps() -> list[str]:
    folder = resources.files("flowengine.store.sqlite") / "schema"
    files = [file for file in folder.iterdir() if file.name.endswith(".sql")]
    known = sorted(files, key=lambda it: it.name)[:3]
    return [file.read_text(encoding="utf-8") for file in known]
