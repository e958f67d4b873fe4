"""What only the SQLite store does: its file, its groups, its disk."""

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

from flowengine.store import old_sqlite as module
from flowengine.store import rows
from flowengine.store.interface import Conversation, Message, StoreError, Turn, Upload
from flowengine.store.old_sqlite import SqliteStore

if TYPE_CHECKING:
    from pathlib import Path

NEW = Conversation("c1", "shop", "d1", "chat", b"t", b"s", "", ended=False, changed=1.0)


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


def test_turns_survive_the_death_of_the_process(tmp_path: Path) -> None:
    script = (
        "import sys, time; from pathlib import Path\n"
        "from flowengine.store.old_sqlite import SqliteStore\n"
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

    monkeypatch.setattr(module, "connect", broken)
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


def test_what_is_erased_is_gone_from_the_file(tmp_path: Path) -> None:
    secret = "Oksana from the third floor"
    store = SqliteStore(tmp_path / "store.db")
    said = Message(1, 1.0, "person", secret)
    before = store.commit(Turn(NEW, messages=(said,))).result()
    store.commit(Turn(replace(before, session=b""), erases=True)).result()
    store.close()  # writes back what waits beside the file
    assert secret.encode() not in (tmp_path / "store.db").read_bytes()


def test_a_file_that_finds_the_disk_full_is_refused_and_words_still_are_taken(
    tmp_path: Path,
) -> None:
    store = SqliteStore(tmp_path / "store.db")
    (pages,) = store._connection.execute("PRAGMA page_count").fetchone()
    store._connection.execute(f"PRAGMA max_page_count = {pages + 20}")
    file = Upload("u1", 1.0, "x.txt", "text/plain", b"x" * 1_000_000)
    with pytest.raises(StoreError, match="full"):
        store.commit(Turn(NEW, uploads=(file,))).result()
    assert store.conversation(NEW.id).result() is None  # nothing was half kept
    assert store.commit(Turn(NEW)).result().revision == 1
    store.close()


def test_large_files_are_forgotten_a_few_at_a_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Overwriting gigabytes in one transaction would keep every conversation waiting."""
    monkeypatch.setattr(rows, "FREED", 15)
    store = SqliteStore(tmp_path / "store.db")
    for name in ("c1", "c2", "c3", "c4", "c5"):
        file = Upload("u1", 1.0, "x.txt", "text/plain", b"x" * 10)
        store.commit(Turn(replace(NEW, id=name), uploads=(file,))).result()
    assert [store.forget(999.0, 9).result() for _ in range(4)] == [2, 2, 1, 0]
    store.close()
