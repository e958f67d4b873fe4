"""A file becomes a store, or is refused in words and left as it is."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from flowengine.store.opening import opened
from flowengine.store.records import Turn
from flowengine.store.sqlite import opening as module
from flowengine.store.sqlite.engine import SqliteEngine
from flowengine.store.verbs import StoreError
from tests.store.rows import HELLO, NEW

if TYPE_CHECKING:
    from flowengine.store.database import Database


def _touched(file: Path) -> None:
    """Open it once as a server does."""
    engine = SqliteEngine(file)
    engine._writers.shutdown()
    engine._readers.shutdown()
    engine._let_go()


async def _filled(file: Path) -> None:
    store = opened(file)
    await store.start()
    for number in range(40):
        lines = tuple(replace(HELLO, number=line, body="x" * 200) for line in range(1, 11))
        await store.commit(Turn(replace(NEW, id=f"c{number}"), messages=lines))
    await store.close()


async def test_the_folder_of_the_file_is_made(tmp_path: Path) -> None:
    _touched(tmp_path / "a" / "b" / "store.db")
    assert (tmp_path / "a" / "b" / "store.db").is_file()


def test_a_store_of_a_newer_program_is_refused_and_left_alone(tmp_path: Path) -> None:
    file = tmp_path / "store.db"
    _touched(file)
    with closing(sqlite3.connect(file)) as base:
        (known,) = base.execute("PRAGMA user_version").fetchone()
        base.execute("PRAGMA user_version = 99")
    for beside in (False, True):
        with pytest.raises(StoreError, match="newer flowengine"):
            SqliteEngine(file, beside=beside)
    # Refusing lets go of the file: the right program can open it.
    with closing(sqlite3.connect(file)) as base:
        base.execute(f"PRAGMA user_version = {known}")
    _touched(file)


def test_a_file_that_is_no_store_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "letter.txt"
    file.write_text("Dear all, this is a letter and no database at all.\n" * 40)
    with pytest.raises(StoreError, match="cannot be opened"):
        SqliteEngine(file)
    assert file.read_text().startswith("Dear all")


def test_the_database_of_another_program_is_refused_and_left_alone(tmp_path: Path) -> None:
    """Its own table `message` once ended the start with a trace."""
    file = tmp_path / "other.db"
    with closing(sqlite3.connect(file)) as base:
        base.execute("CREATE TABLE message (words)")
    with pytest.raises(StoreError, match="another program"):
        SqliteEngine(file)
    with closing(sqlite3.connect(file)) as base:
        assert base.execute("SELECT name FROM sqlite_master").fetchall() == [("message",)]


def test_an_upgrade_that_fails_lets_go(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_steps", lambda: ["SELECT * FROM nowhere"])
    with pytest.raises(StoreError, match="cannot be opened"):
        SqliteEngine(tmp_path / "store.db")
    monkeypatch.undo()
    _touched(tmp_path / "store.db")


def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    with pytest.raises(StoreError, match="Name another with --store"):
        SqliteEngine(tmp_path / "file" / "store.db")


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="Is a directory"):
        SqliteEngine(tmp_path)


def test_two_servers_on_one_file_are_refused(tmp_path: Path) -> None:
    first = SqliteEngine(tmp_path / "store.db")
    with pytest.raises(StoreError, match="Another server"):
        SqliteEngine(tmp_path / "store.db")
    first._let_go()
    _touched(tmp_path / "store.db")


def test_nobody_else_on_the_machine_may_read_it(tmp_path: Path) -> None:
    _touched(tmp_path / "talks.db")
    assert {file.stat().st_mode & 0o077 for file in tmp_path.iterdir()} == {0}


def test_a_folder_that_may_not_be_written_is_told() -> None:
    with pytest.raises(StoreError, match="cannot be opened as a store"):
        SqliteEngine(Path("/proc/store.db"))


# ---------------------------------------------------------------- damage


@pytest.mark.parametrize("share", [0.9, 0.5, 0.1])
async def test_a_file_that_was_cut_off_is_refused(tmp_path: Path, share: float) -> None:
    file = tmp_path / "store.db"
    await _filled(file)
    os.truncate(file, int(file.stat().st_size * share))
    with pytest.raises(StoreError, match="damaged"):
        SqliteEngine(file)


async def test_a_file_that_was_cut_to_nothing_is_no_new_store(tmp_path: Path) -> None:
    """SQLite takes it for a new database, and everything would seem to be in order."""
    file = tmp_path / "store.db"
    await _filled(file)
    os.truncate(file, 0)
    with pytest.raises(StoreError, match="was a store"):
        SqliteEngine(file)
    # Who wants to begin anew takes it away.
    file.unlink()
    _touched(file)


def test_an_empty_file_that_never_was_a_store_becomes_one(tmp_path: Path) -> None:
    (tmp_path / "store.db").touch()
    _touched(tmp_path / "store.db")
    assert (tmp_path / "store.db").stat().st_size


@pytest.mark.slow
async def test_a_page_that_was_overwritten_is_told_and_nothing_is_made_up(tmp_path: Path) -> None:
    """Wherever it lies: it is refused at once, or told by `verify` and by what reads it."""
    file = tmp_path / "store.db"
    await _filled(file)
    whole = file.read_bytes()
    seen = set()
    for page in range(0, len(whole), 4096):
        file.write_bytes(whole[:page] + b"\xa5" * 4096 + whole[page + 4096 :])
        seen.add(await _said(file))
    assert "kept silent" not in seen
    assert seen >= {"refused", "verified"}


async def _said(file: Path) -> str:
    try:
        store = opened(file)
    except StoreError:
        return "refused"
    try:
        await store.start()
        found = await store.verify()
        if await _all_lines(store) == 400:
            return "verified" if found else "kept silent"
        return "verified" if found else "lost"
    except StoreError:
        return "refused"
    finally:
        await store.close()


async def _all_lines(store: Database) -> int:
    return sum([len(await store.messages(f"c{number}", 0)) for number in range(40)])


# ---------------------------------------------------------------- beside a server


def test_there_is_nothing_beside_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="no such file"):
        SqliteEngine(tmp_path / "store.db", beside=True)
    assert list(tmp_path.iterdir()) == []


def test_a_server_of_an_older_program_keeps_its_schema(tmp_path: Path) -> None:
    file = tmp_path / "store.db"
    server = SqliteEngine(file)
    server._writer.execute("PRAGMA user_version = 3")
    with pytest.raises(StoreError, match="Start it again"):
        SqliteEngine(file, beside=True)
    server._let_go()


async def test_the_schemas_people_have_are_upgraded_with_what_they_hold(tmp_path: Path) -> None:
    file = tmp_path / "store.db"
    with closing(sqlite3.connect(file)) as base:
        for number, script in enumerate(module._steps()[:3], start=1):
            base.executescript(f"{script}; PRAGMA user_version = {number};")
        base.execute("INSERT INTO sources VALUES ('d1', x'00')")
        base.execute("INSERT INTO edition VALUES ('shop', 'd1')")
        base.execute(
            "INSERT INTO conversation VALUES"
            " ('c1', 'shop', 'd1', 'chat', x'01', x'02', '', 0, 9.0, 1, 3)"
        )
        base.execute("INSERT INTO message VALUES ('c1', 1, 4.0, 'flow', '{}')")
        base.execute("INSERT INTO taken VALUES ('c1', 'm1')")
        base.execute("INSERT INTO timer VALUES ('c1', 1, 'quiet', 60.0)")
        base.execute("INSERT INTO errand VALUES ('c1', 1, 'fetch', '{}')")
        base.execute("INSERT INTO outgoing VALUES ('k1', 'c1', 4.0, '{}', 'queued')")
        base.execute("INSERT INTO fact VALUES ('c1', 4.0, 'saved', '{}')")
        base.execute("INSERT INTO upload VALUES ('c1', 'u1', 4.0, 'a', 'b', x'03')")
        base.commit()
    store = opened(file)
    await store.start()
    kept = await store.conversation("c1")
    assert kept is not None
    assert (kept.revision, kept.began, kept.changed) == (3, 4.0, 9.0)
    assert len(await store.messages("c1", 0)) == len(await store.facts("c1")) == 1
    assert await store.taken("c1", "m1")
    assert await store.uploads("c1") == (1, 1)
    assert len(await store.claim_timers(99.0, 9, "n1")) == 1
    assert len(await store.claim_errands(9, "n1")) == 1
    assert (await store.published())["shop"].digest == "d1"
    # Nobody sent any until today; what has waited so long is not sent unasked.
    letter = await store.letter("k1")
    assert letter is not None
    assert letter.state == "failed"
    assert (await store.items(), await store.entries(), await store.audits()) == ((), (), ())
    assert await store.verify() == ()
    await store.close()
