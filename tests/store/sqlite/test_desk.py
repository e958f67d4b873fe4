"""Items on a full disk, and in a process that dies: a move is there whole or not at all."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
from typing import TYPE_CHECKING

from flowengine.desk import moves
from flowengine.store.database import Database
from flowengine.store.sqlite.engine import SqliteEngine
from flowengine.store.verbs import StoreError
from tests.store.desk.rows import kept, kinds, moved, offer, queue_of, staffed, talks

if TYPE_CHECKING:
    from pathlib import Path


async def _again(file: Path) -> tuple[Database, SqliteEngine]:
    engine = SqliteEngine(file)
    store = Database(engine)
    await store.start()
    return store, engine


async def test_a_move_that_finds_the_disk_full_moves_nothing(tmp_path: Path) -> None:
    store, engine = await _again(tmp_path / "store.db")
    await staffed(store)
    first, second = await queue_of(store, 2)
    mine = await talks(store, first)
    before = (await kinds(store), await store.loads())
    (pages,) = engine._writer.execute("PRAGMA page_count").fetchone()
    engine._writer.execute(f"PRAGMA max_page_count = {pages + 10}")
    large = moves.noted(mine, "x" * 1_000_000, 130.0)
    answers = await asyncio.gather(
        store.move([large], "n1"), store.move([offer(second)], "n1"), return_exceptions=True
    )
    assert isinstance(answers[0], StoreError)
    assert "disk is full" in str(answers[0])
    assert answers[1] == ("moved",)
    assert await kept(store, "i1") == mine
    assert await kinds(store) == [*before[0], "offered"]
    engine._writer.execute("PRAGMA max_page_count = 1000000")
    await moved(store, large)
    assert [line for line in await store.verify() if "sources" not in line] == []
    await store.close()


_VICTIM = """
import asyncio, sys
from pathlib import Path
from flowengine.store.database import Database
from flowengine.store.sqlite.engine import SqliteEngine
from flowengine.desk import moves
from tests.store.desk.rows import ITEM, joins, moved, offer, staffed

async def main():
    engine = SqliteEngine(Path(sys.argv[1]))
    store = Database(engine)
    await store.start()
    await staffed(store)
    (waits,) = await joins(store, ITEM)
    offered = await moved(store, offer(waits))
    def halt(group):
        print("between", flush=True)
        sys.stdin.read()
    engine._commit = halt
    await store.move([moves.accepted(offered, 120.0)], "n1")

asyncio.run(main())
"""


async def test_a_death_in_a_move_leaves_the_offer_as_it_was(tmp_path: Path, top: Path) -> None:
    file = tmp_path / "store.db"
    with subprocess.Popen(
        [sys.executable, "-c", _VICTIM, str(file)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        cwd=top,
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"between\n"
        os.kill(process.pid, signal.SIGKILL)
    store, _ = await _again(file)
    offered = await store.by_token("token of i1")
    assert offered is not None
    assert (await kinds(store), await store.loads()) == (
        ["joined", "offered"],
        {"olena": {"chat": 1}},
    )
    assert await store.claim_errands(9, "n2") == ()
    assert 0 < offered.until < 200.0  # its time runs on: somebody takes it back
    await moved(store, moves.expired(offered, 131.0))
    assert [line for line in await store.verify() if "sources" not in line] == []
    await store.close()


async def test_many_tasks_on_one_file_give_nobody_twice(tmp_path: Path) -> None:
    """Routers as tasks of one process: their moves are in the same groups."""
    store, _ = await _again(tmp_path / "store.db")
    await staffed(store)
    people = await queue_of(store, 40)

    async def router(agent: str) -> int:
        made = [await store.move([offer(one, agent)], "n1") for one in people]
        return made.count(("moved",))

    given = await asyncio.gather(*(router(who) for who in ("olena", "marko") * 4))
    assert sum(given) == 6
    assert await store.loads() == {"olena": {"chat": 3}, "marko": {"chat": 3}}
    assert [line for line in await store.verify() if "sources" not in line] == []
    await store.close()
