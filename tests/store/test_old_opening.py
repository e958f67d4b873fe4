from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING

import pytest

from flowengine.store import old_opening as module
from flowengine.store.interface import StoreError
from flowengine.store.old_sqlite import SqliteStore

if TYPE_CHECKING:
    from pathlib import Path


def test_the_folder_of_the_file_is_made(tmp_path: Path) -> None:
    SqliteStore(tmp_path / "a" / "b" / "store.db").close()
    assert (tmp_path / "a" / "b" / "store.db").is_file()


def test_a_store_of_a_newer_program_is_refused_and_left_alone(tmp_path: Path) -> None:
    file = tmp_path / "store.db"
    SqliteStore(file).close()
    with sqlite3.connect(file) as base:
        (known,) = base.execute("PRAGMA user_version").fetchone()
        base.execute("PRAGMA user_version = 99")
    base.close()
    with pytest.raises(StoreError, match="newer flowengine"):
        SqliteStore(file)
    # Refusing lets go of the file: the right program can open it.
    with sqlite3.connect(file) as base:
        base.execute(f"PRAGMA user_version = {known}")
    base.close()
    SqliteStore(file).close()


def test_a_file_that_is_no_store_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "letter.txt"
    file.write_text("Dear all, this is a letter and no database at all.\n" * 40)
    with pytest.raises(StoreError, match="cannot be opened"):
        SqliteStore(file)
    assert file.read_text().startswith("Dear all")


def test_the_database_of_another_program_is_refused_and_left_alone(tmp_path: Path) -> None:
    """Its own table `message` once ended the start with a trace."""
    file = tmp_path / "other.db"
    with sqlite3.connect(file) as base:
        base.execute("CREATE TABLE message (words)")
    base.close()
    with pytest.raises(StoreError, match="another program"):
        SqliteStore(file)
    with sqlite3.connect(file) as base:
        assert base.execute("SELECT name FROM sqlite_master").fetchall() == [("message",)]
    base.close()


def test_a_disk_that_is_full_at_the_beginning_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "_steps", lambda: ["SELECT * FROM nowhere"])
    with pytest.raises(StoreError, match="cannot be opened"):
        SqliteStore(tmp_path / "store.db")
    monkeypatch.undo()
    # Refusing lets go of the claim.
    SqliteStore(tmp_path / "store.db").close()


def test_a_folder_that_cannot_be_made_or_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    with pytest.raises(StoreError, match="Name another with --store"):
        SqliteStore(tmp_path / "file" / "store.db")


def test_two_servers_on_one_file_are_refused(tmp_path: Path) -> None:
    first = SqliteStore(tmp_path / "store.db")
    with pytest.raises(StoreError, match="Another server"):
        SqliteStore(tmp_path / "store.db")
    first.close()
    SqliteStore(tmp_path / "store.db").close()


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="Is a directory"):
        SqliteStore(tmp_path)


def test_nobody_else_on_the_machine_may_read_it(tmp_path: Path) -> None:
    store = SqliteStore(tmp_path / "talks.db")
    store.close()
    assert {file.stat().st_mode & 0o077 for file in tmp_path.iterdir()} == {0}
