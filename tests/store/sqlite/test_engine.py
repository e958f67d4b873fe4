"""What only SQLite does: its file, its groups, its disk, and others beside it."""

from __future__ import annotations

import asyncio
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
from contextlib import asynccontextmanager, closing
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from flowengine.store.database import Database
from flowengine.store.opening import opened
from flowengine.store.records import Message, Turn
from flowengine.store.script import Ask
from flowengine.store.sqlite import engine as module
from flowengine.store.sqlite.engine import SqliteEngine
from flowengine.store.verbs import Stale, StoreError
from tests.store.rows import HELLO, NEW, TIMER, UPLOAD

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Iterator
    from pathlib import Path

    from flowengine.store.script import Script


@asynccontextmanager
async def serving(file: Path, *, beside: bool = False) -> AsyncIterator[tuple[Database, Any]]:
    """A started store and its engine."""
    engine = SqliteEngine(file, beside=beside)
    store = Database(engine)
    await store.start()
    try:
        yield store, engine
    finally:
        await store.close()


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "store.db"


async def test_the_store_is_written_to_the_disk_before_a_turn_counts(file: Path) -> None:
    async with serving(file) as (_, engine):
        (mode,) = engine._writer.execute("PRAGMA journal_mode").fetchone()
        (sync,) = engine._writer.execute("PRAGMA synchronous").fetchone()
    assert (mode, sync) == ("wal", 2)


async def test_a_file_that_was_taken_away_promises_nothing_more(file: Path) -> None:
    """SQLite writes on into a file without a name; a restart would find nothing."""
    async with serving(file) as (store, _):
        file.rename(file.with_name("away.db"))
        with pytest.raises(StoreError, match="removed or replaced"):
            await store.commit(Turn(NEW))
        # A reader that opens only now makes no empty file in its place.
        with pytest.raises(StoreError, match="could not be used"):
            await store.counts()
        assert not file.exists()
        file.touch()
        with pytest.raises(StoreError, match="removed or replaced"):
            await store.commit(Turn(NEW))
        with pytest.raises(StoreError, match="removed or replaced"):
            await store.forget("conversation", 1.0, 1)
        file.with_name("away.db").rename(file)
        assert (await store.commit(Turn(NEW))).revision == 1


# ---------------------------------------------------------------- a full disk


def _full(engine: Any) -> Callable[[], None]:
    """Let the file not grow any more; gives what lets it."""
    (pages,) = engine._writer.execute("PRAGMA page_count").fetchone()
    engine._writer.execute(f"PRAGMA max_page_count = {pages + 10}")
    return lambda: engine._writer.execute("PRAGMA max_page_count = 1000000")


async def test_a_file_that_finds_the_disk_full_is_refused_and_words_still_are_taken(
    file: Path,
) -> None:
    async with serving(file) as (store, engine):
        more = _full(engine)
        large = Turn(NEW, message_id="m1", uploads=(replace(UPLOAD, body=b"x" * 1_000_000),))
        small = [Turn(replace(NEW, id=f"c{n}")) for n in range(2, 6)]
        done = await asyncio.gather(*map(store.commit, (large, *small)), return_exceptions=True)
        assert isinstance(done[0], StoreError)
        assert "disk is full" in str(done[0])
        assert {getattr(one, "revision", 0) for one in done[1:]} == {1}
        assert await store.conversation("c1") is None
        assert not await store.taken("c1", "m1")
        more()
        assert (await store.commit(large)).revision == 1
        assert await store.verify() != ()  # of missing sources only
        assert all("sources" in sentence for sentence in await store.verify())


async def test_a_commit_that_fails_is_told_to_all_who_wait(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with serving(file) as (store, engine):

        def full(_group: object) -> None:
            raise sqlite3.OperationalError("database or disk is full")

        monkeypatch.setattr(engine, "_commit", full)
        turns = [Turn(replace(NEW, id=f"c{n}"), messages=(HELLO,)) for n in range(5)]
        done = await asyncio.gather(*map(store.commit, turns), return_exceptions=True)
        assert {type(one) for one in done} == {StoreError}
        monkeypatch.undo()
        assert (await store.counts())["open"] == 0
        assert await store.take("c1", "n1") is None  # nor remembered
        assert (await store.commit(turns[1])).revision == 1


async def test_a_group_that_sqlite_gave_up_is_done_again_without_the_one_that_filled_the_disk(
    file: Path,
) -> None:
    """Where the disk is full SQLite may undo all; then there is no savepoint to go back to."""

    def full() -> Script[None]:
        yield Ask("UPDATE pulse SET beats = beats + 1")
        yield Ask("ROLLBACK")
        raise sqlite3.OperationalError("database or disk is full")

    async with serving(file) as (store, engine):
        waits = [store.commit(Turn(NEW)), engine.write(full), store.check()]
        done = await asyncio.gather(*waits, return_exceptions=True)
        assert [isinstance(one, StoreError) for one in done] == [False, True, False]
        assert "disk is full" in str(done[1])
        assert (await store.conversation("c1")) == done[0]


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[tuple[Path, Callable[[], object]]]:
    """A folder on a disk of two megabytes, and what makes it larger."""
    mount, umount = shutil.which("mount"), shutil.which("umount")
    if mount is None or umount is None or os.geteuid():
        pytest.skip("only root can mount a small disk")
    ask = [mount, "-t", "tmpfs", "-o", "size=2m", "tmpfs", str(tmp_path)]
    if subprocess.run(ask, capture_output=True, check=False).returncode:
        pytest.skip("no small disk can be mounted here")
    larger = [mount, "-o", "remount,size=8m", str(tmp_path)]
    yield tmp_path, lambda: subprocess.run(larger, check=True)
    subprocess.run([umount, str(tmp_path)], check=True)


async def test_a_small_disk_fills_up_and_goes_on_when_there_is_room(
    small_disk: tuple[Path, Callable[[], object]],
) -> None:
    folder, more_room = small_disk
    async with serving(folder / "store.db") as (store, _):
        kept, told = await _until_full(store)
        assert kept
        assert "disk" in str(told)
        for key in kept:
            assert len(await store.messages(key, 0)) == 1
        assert (await store.counts())["open"] == len(kept)
        more_room()
        assert (await store.commit(Turn(replace(NEW, id="again")))).revision == 1
    async with serving(folder / "store.db") as (store, _):
        assert (await store.counts())["open"] == len(kept) + 1


async def _until_full(store: Database) -> tuple[list[str], StoreError]:
    kept: list[str] = []
    while True:
        key = f"c{len(kept)}"
        line = replace(HELLO, body="x" * 20_000)
        try:
            await store.commit(Turn(replace(NEW, id=key), messages=(line,)))
        except StoreError as error:
            return kept, error
        kept.append(key)


# ---------------------------------------------------------------- others beside the server


async def test_what_another_process_writes_is_noticed(file: Path) -> None:
    async with serving(file) as (store, engine):
        heard: list[tuple[str, str]] = []
        store.tell(lambda kind, key: heard.append((kind, key)))
        first = await store.commit(Turn(NEW))
        engine._notice()
        assert heard == []  # our own writes are no news
        async with serving(file, beside=True) as (other, _):
            assert not other.alone
            second = await other.commit(Turn(first, messages=(HELLO,)))
        with pytest.raises(Stale):
            await store.commit(Turn(first))
        assert {kind for kind, _ in heard} == set(module.CHANGED)
        assert await store.take("c1", "n1") == second
        assert (await store.commit(Turn(second))).revision == 3


async def test_it_is_noticed_without_a_write_of_our_own(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "LOOK", 0.01)
    async with serving(file) as (store, _):
        first = await store.commit(Turn(NEW))
        heard = asyncio.Event()
        store.tell(lambda _kind, _key: heard.set())
        async with serving(file, beside=True) as (other, _):
            second = await other.commit(Turn(first))
            await asyncio.wait_for(heard.wait(), 60)
        assert await store.conversation("c1") == second


async def test_a_turn_waits_for_another_process_that_writes(file: Path) -> None:
    async with serving(file) as (store, engine):
        with closing(sqlite3.connect(file, isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            other.execute("UPDATE pulse SET beats = 7")
            wait = asyncio.ensure_future(store.commit(Turn(NEW)))
            while not engine._busy:
                await asyncio.sleep(0)
            assert await store.conversation("c1") is None  # reading goes on
            other.execute("COMMIT")
        assert (await wait).revision == 1


async def test_who_holds_the_file_for_too_long_is_told(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "BUSY_SECONDS", 0.02)
    async with serving(file) as (store, _):
        with closing(sqlite3.connect(file, isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            with pytest.raises(StoreError, match="another process has held"):
                await store.commit(Turn(NEW))
            other.execute("ROLLBACK")
        assert (await store.commit(Turn(NEW))).revision == 1


# ---------------------------------------------------------------- what is gone


async def test_what_is_erased_is_gone_from_the_file_and_from_its_log(file: Path) -> None:
    secret = "Oksana from the third floor"
    async with serving(file) as (store, engine):
        said = Message(1, 1.0, "person", secret)
        before = await store.commit(Turn(NEW, messages=(said,)))
        assert any(secret.encode() in one.read_bytes() for one in file.parent.iterdir())
        await store.commit(Turn(replace(before, session=b""), erases=True))
        await engine._idle.wait()
        assert not any(secret.encode() in one.read_bytes() for one in file.parent.iterdir())


async def test_a_log_that_a_reader_needs_is_cut_off_later(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "LOOK", 0.01)
    async with serving(file) as (store, engine):
        before = await store.commit(Turn(NEW, messages=(HELLO,)))
        with closing(sqlite3.connect(file, isolation_level=None)) as reader:
            reader.execute("BEGIN")
            reader.execute("SELECT * FROM message").fetchall()
            await store.commit(Turn(before, erases=True))
            await engine._idle.wait()
            assert engine._scrub
        log = file.with_name("store.db-wal")
        while log.stat().st_size:
            await asyncio.sleep(0.01)
        assert not engine._scrub


# ---------------------------------------------------------------- death

_VICTIM = """
import asyncio, sys
from pathlib import Path
from dataclasses import replace
from flowengine.store.database import Database
from flowengine.store.records import Turn
from flowengine.store.sqlite.engine import SqliteEngine
from tests.store.rows import ERRAND, HELLO, NEW, OUT, TIMER

async def main():
    engine = SqliteEngine(Path(sys.argv[1]))
    store = Database(engine)
    await store.start()
    await store.beat("n1", 600)
    promised = {"timers": (TIMER,), "errands": (ERRAND,), "outgoing": (OUT,)}
    first = await store.commit(Turn(NEW, **promised, node="n1"))
    await store.claim_timers(1e12, 9, "n1")
    await store.claim_outgoing(1e12, 9, "n1")
    def halt(group):
        print("between", flush=True)
        sys.stdin.read()
    engine._commit = halt
    await store.commit(Turn(first, messages=(HELLO,), message_id="m2"))

asyncio.run(main())
"""


async def test_a_death_between_begin_and_commit_leaves_what_was_before(
    file: Path, top: Path
) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", _VICTIM, str(file)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        cwd=top,
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"between\n"
        os.kill(process.pid, signal.SIGKILL)
    async with serving(file) as (store, _):
        kept = await store.conversation("c1")
        assert kept is not None
        assert kept.revision == 1
        assert await store.messages("c1", 0) == ()
        assert not await store.taken("c1", "m2")
        # Nobody else can be alive: what it had claimed is free at once.
        assert await store.nodes() == ()
        assert await store.claim_timers(1e12, 9, "n2") == (TIMER,)
        assert len(await store.claim_errands(9, "n2")) == 1
        assert [one.state for one in await store.lost_outgoing("n2")] == ["ambiguous"]


# ---------------------------------------------------------------- order


async def test_a_store_that_was_not_started_refuses_and_closes_in_peace(file: Path) -> None:
    store = opened(file)
    with pytest.raises(StoreError, match="closed"):
        await store.check()
    await store.close()
    opened(file)  # the claim is free


async def test_a_heavy_script_has_the_writer_for_itself(file: Path) -> None:
    async with serving(file) as (store, _):
        await store.commit(Turn(replace(NEW, id="old", changed=1.0)))
        waits = [
            store.commit(Turn(NEW)),
            store.forget("conversation", 50.0, 9),
            store.commit(Turn(replace(NEW, id="c2"))),
            store.forget("conversation", 50.0, 9),
        ]
        first, gone, second, none = await asyncio.gather(*waits)
        assert (gone, none) == (1, 0)
        assert [getattr(one, "revision", 0) for one in (first, second)] == [1, 1]


async def test_more_turns_than_a_group_holds_are_all_kept(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "GROUP", 3)
    async with serving(file) as (store, _):
        await asyncio.gather(*(store.commit(Turn(replace(NEW, id=f"c{n}"))) for n in range(20)))
        assert (await store.counts())["open"] == 20
