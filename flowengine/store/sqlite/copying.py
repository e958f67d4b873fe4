"""A whole SQLite file at once, while others go on with it: copied, read through, looked over."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

from flowengine.store.sqlite.opening import reading
from flowengine.store.sqlite.trouble import failed
from flowengine.store.verbs import StoreError

if TYPE_CHECKING:
    from collections.abc import Generator, Sequence
    from pathlib import Path

    from flowengine.store.script import Row

BIT = 500  # rows that are in memory at a time


def backup(source: Path, target: Path) -> None:
    """One consistent copy by SQLite's own backup; the target is there whole or not at all."""
    part = target.with_name(target.name + ".part")
    try:
        os.close(os.open(target, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    except FileExistsError as error:
        raise StoreError(f"{target} is there already. Name a new file.") from error
    except OSError as error:
        raise StoreError(f"{target} cannot be written ({error.strerror}).") from error
    try:
        os.close(os.open(part, os.O_CREAT | os.O_TRUNC | os.O_WRONLY, 0o600))
        with closing(reading(source)) as base, closing(sqlite3.connect(part)) as copy:
            base.backup(copy)
        os.replace(part, target)  # noqa: PTH105 - as its neighbours
    except BaseException as error:
        part.unlink(missing_ok=True)
        target.unlink(missing_ok=True)
        if isinstance(error, OSError):
            raise StoreError(f"{target} cannot be written ({error.strerror}).") from error
        if isinstance(error, sqlite3.Error):
            raise failed(error) from error
        raise


def rows(
    path: Path, queries: Sequence[tuple[str, str]]
) -> Generator[tuple[str, list[Row]], None, None]:
    """Each query's answer in order, all from one moment."""
    try:
        with closing(reading(path)) as base:
            base.execute("BEGIN")
            for name, sql in queries:
                found = base.execute(sql)
                while bit := found.fetchmany(BIT):
                    yield name, bit
    except sqlite3.Error as error:
        raise failed(error) from error


def inspect(path: Path) -> tuple[str, ...]:
    """What SQLite's own check finds, pages and indexes; at most a hundred sentences."""
    try:
        with closing(reading(path)) as base:
            found = [str(row[0]) for row in base.execute("PRAGMA integrity_check(100)")]
    except sqlite3.Error as error:
        return (str(failed(error)),)
    return () if found == ["ok"] else tuple(f"The file is damaged: {one}." for one in found)
