"""What only the SQLite store does: its file, its schema, its claim, its groups."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
import threading
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from flowengine.store import sqlite as module
from flowengine.store.interface import Conversation, StoreError, Turn
from flowengine.store.sqlite import SqliteStore

if TYPE_CHECKING:
    from pathlib import Path

NEW = Conversation("c1", "shop", "d1", "chat", b"t", b"s", "", ended=False, changed=1.0)


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


def test_a_file_that_was_taken_away_promises_nothing_more(tmp_path: Path) -> None:
    """SQLite writes on into a file without a name; a restart would find nothing."""
    file = tmp_path / "store.db"
    store = SqliteStore(file)
    file.rename(tmp_path / "away.db")
    with pytest.raises(StoreError, match="removed or replaced"):
        store.commit(Turn(NEW)).result()
    # A reader that opens only now makes no empty file in its place.
    with pytest.raises(StoreError, match="could not be used"):
        store.conversation("c1").result()
    assert not file.exists()
    file.touch()
    with pytest.raises(StoreError, match="removed or replaced"):
        store.commit(Turn(NEW)).result()
    (tmp_path / "away.db").rename(file)
    assert store.commit(Turn(NEW)).result().revision == 1
    store.close()


def test_two_servers_on_one_file_are_refused(tmp_path: Path) -> None:
    first = SqliteStore(tmp_path / "store.db")
    with pytest.raises(StoreError, match="Another server"):
        SqliteStore(tmp_path / "store.db")
    first.close()
    SqliteStore(tmp_path / "store.db").close()


def test_turns_survive_the_death_of_the_process(tmp_path: Path) -> None:
    script = (
        "import sys, time; from pathlib import Path\n"
        "from flowengine.store.sqlite import SqliteStore\n"
        "from flowengine.store.interface import Conversation, Turn\n"
        "store = SqliteStore(Path(sys.argv[1]))\n"
        "new = Conversation('c1','shop','d1','chat',b't',b's','',ended=False,changed=1.0)\n"
        "store.commit(Turn(new)).result()\n"
        "print('kept', flush=True); sys.stdin.read()\n"
    )
    file = tmp_path / "store.db"
    with subprocess.Popen(
        [sys.executable, "-c", script, str(file)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"kept\n"
        os.kill(process.pid, signal.SIGKILL)
    store = SqliteStore(file)
    kept = store.conversation("c1").result()
    store.close()
    assert kept is not None
    assert kept.revision == 1


def test_a_disk_that_fails_is_told_and_the_store_goes_on(tmp_path: Path) -> None:
    store = SqliteStore(tmp_path / "store.db")
    store._connection.execute("PRAGMA max_page_count = 1")
    big = Turn(Conversation("c2", "f", "d", "chat", b"", b"x" * 2_000_000, "", False, 1.0))
    with pytest.raises(StoreError, match="disk"):
        store.commit(big).result()
    store._connection.execute("PRAGMA max_page_count = 100000")
    assert store.commit(Turn(NEW)).result().revision == 1
    store.close()


def test_a_group_that_sqlite_gave_up_is_told_why(tmp_path: Path) -> None:
    """Where the disk is full SQLite may undo all; then there is no savepoint to go back to."""
    store = SqliteStore(tmp_path / "store.db")

    def full(base: sqlite3.Connection) -> None:
        base.execute("ROLLBACK")
        raise sqlite3.OperationalError("database or disk is full")

    with pytest.raises(StoreError, match="disk is full"):
        store._write(full).result()
    assert store.commit(Turn(NEW)).result().revision == 1
    store.close()


def test_reading_a_store_that_is_gone_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = SqliteStore(tmp_path / "store.db")

    def broken(path: Path, mode: str) -> sqlite3.Connection:
        raise sqlite3.OperationalError("unable to open database file")

    monkeypatch.setattr(module, "_connect", broken)
    with pytest.raises(StoreError, match="could not be used"):
        store.conversation("c1").result()
    store.close()


def test_a_wait_that_was_given_up_does_not_stop_the_writer(tmp_path: Path) -> None:
    store = SqliteStore(tmp_path / "store.db")
    gate = threading.Event()
    held = store._write(lambda _base: gate.wait())
    given_up = store.commit(Turn(NEW))
    assert given_up.cancel()
    gate.set()
    assert held.result()
    assert store.commit(Turn(replace(NEW, id="c2"))).result().revision == 1
    store.close()


def test_the_store_is_written_to_the_disk_before_a_turn_counts(tmp_path: Path) -> None:
    store = SqliteStore(tmp_path / "store.db")
    (mode,) = store._connection.execute("PRAGMA journal_mode").fetchone()
    (sync,) = store._connection.execute("PRAGMA synchronous").fetchone()
    store.close()
    assert (mode, sync) == ("wal", 2)
