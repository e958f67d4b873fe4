"""What SQLite says when it cannot, in words for the person who runs the server."""

from __future__ import annotations

import sqlite3

from flowengine.store.verbs import StoreError

_WORDS = {
    sqlite3.SQLITE_FULL: "the disk is full; make room and it goes on",
    sqlite3.SQLITE_CORRUPT: "the file is damaged; put a backup in its place",
    sqlite3.SQLITE_NOTADB: "the file is no SQLite database, or its beginning is damaged",
    sqlite3.SQLITE_READONLY: "the file or its folder may not be written",
    sqlite3.SQLITE_CANTOPEN: "the file cannot be opened",
    sqlite3.SQLITE_BUSY: "another process has held the file for too long",
    sqlite3.SQLITE_IOERR: "the disk failed",
}
MENDS = "Is the disk full or the file gone?"


def in_words(error: sqlite3.Error) -> str:
    """Our words where we have some, and what SQLite itself said."""
    code: int | None = getattr(error, "sqlite_errorcode", None)
    words = None if code is None else _WORDS.get(code & 0xFF)
    return f"{words}: {error}" if words else f"{error}"


def failed(error: Exception) -> Exception:
    """As StoreError what the medium or a value's bytes did; anything else as it is."""
    if isinstance(error, sqlite3.Error):
        return StoreError(f"The store could not be used: {in_words(error)}. {MENDS}")
    if isinstance(error, UnicodeError | OverflowError):
        return StoreError(f"A value cannot be kept in a database ({type(error).__name__}).")
    return error
