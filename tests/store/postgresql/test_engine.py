"""What only PostgreSQL's engine does: it tries again, waits for its server, and never guesses."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from flowengine.store.database import Database
from flowengine.store.opening import opened
from flowengine.store.postgresql import engine as module
from flowengine.store.postgresql.engine import ROOM, PostgresqlEngine
from flowengine.store.records import Message, Publication, Turn
from flowengine.store.script import Ask
from flowengine.store.verbs import Replayed, Stale, StoreError
from tests.database import fresh, served
from tests.store.postgresql.engines import (
    Between,
    asking,
    at_once,
    running,
    thrown_out,
    trying,
)
from tests.store.rows import NEW

if TYPE_CHECKING:
    from pathlib import Path

    from flowengine.store.script import Script


def crosswise(first: int, second: int) -> Script[int]:
    """Two rows, one after the other."""
    yield Ask("UPDATE thing SET n = n + 1 WHERE id = ? RETURNING n", (first,))
    yield Ask("UPDATE thing SET n = n + 1 WHERE id = ? RETURNING n", (second,))
    return first


@pytest.mark.slow
async def test_of_two_that_wait_for_each_other_both_get_through(postgresql: str) -> None:
    async with trying(postgresql) as engine:
        for _ in range(5):
            await asyncio.gather(
                engine.write(lambda: crosswise(1, 2)),
                engine.write(lambda: crosswise(2, 1)),
            )
        assert await engine.read(asking("SELECT n FROM thing ORDER BY id")) == [(20,), (30,)]


async def test_whoever_never_gets_through_is_told(
    postgresql: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "PAUSE", 0.0)
    tried = 0

    def taken() -> Script[None]:
        nonlocal tried
        tried += 1
        yield Ask("INSERT INTO thing VALUES (1, 1)")

    async with trying(postgresql) as engine:
        with pytest.raises(StoreError, match="23505"):
            await engine.write(taken)
        assert tried == module.TRIES


async def test_many_at_once_take_each_number_once(postgresql: str) -> None:
    store = opened(postgresql)
    await store.start()
    done = await asyncio.gather(
        *(store.publish(Publication("shop", 0, f"d{number}", 1.0)) for number in range(4))
    )
    people = await asyncio.gather(*(store.identify("sms", "+1", 1.0) for _ in range(8)))
    await store.close()
    assert sorted(one.number for one in done) == [1, 2, 3, 4]
    assert len({one.id for one in people}) == 1
    assert at_once(postgresql, "SELECT count(*) FROM contact") == [(1,)]


async def test_two_statements_read_one_snapshot(postgresql: str) -> None:
    def twice() -> Script[tuple[int, int]]:
        ((first,),) = yield Ask("SELECT sum(n) FROM thing")
        at_once(postgresql, "UPDATE thing SET n = n + 1")
        ((second,),) = yield Ask("SELECT sum(n) FROM thing")
        return int(first), int(second)

    async with trying(postgresql) as engine:
        first, second = await engine.read(twice)
        assert first == second
        first, second = await engine.read(twice, heavy=True)
        assert first == second


async def test_reading_writes_nothing(postgresql: str) -> None:
    async with trying(postgresql) as engine:
        with pytest.raises(StoreError):
            await engine.read(asking("DELETE FROM thing"), heavy=True)
        assert at_once(postgresql, "SELECT count(*) FROM thing") == [(2,)]


async def test_only_what_need_not_last_is_written_hastily(postgresql: str) -> None:
    asked = asking("SELECT current_setting('synchronous_commit')")
    async with trying(postgresql) as engine:
        assert await engine.write(asked) == [("on",)]
        assert await engine.write(asked, lasting=False) == [("off",)]
        assert await engine.write(asked) == [("on",)]


async def test_what_takes_long_may_take_long(postgresql: str) -> None:
    asked = asking("SELECT current_setting('statement_timeout')")
    async with trying(postgresql) as engine:
        assert await engine.write(asked, heavy=True) == [("0",)]
        assert await engine.read(asked, heavy=True) == [("0",)]
        assert await engine.write(asked) == [("30s",)]


async def test_rows_are_all_of_one_moment(postgresql: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "PAGE", 1)
    async with trying(postgresql) as engine:
        got = []
        queries = [("a", "SELECT id FROM thing ORDER BY id"), ("b", "SELECT n FROM thing")]
        async for name, rows in engine.rows(queries):
            at_once(postgresql, "DELETE FROM thing")
            got.append((name, len(rows)))
        assert got == [("a", 1), ("a", 1), ("b", 1), ("b", 1)]
        with pytest.raises(StoreError, match="42P01"):
            async for _ in engine.rows([("c", "SELECT 1 FROM nowhere")]):
                pass


async def test_numbers_go_on_behind_those_that_were_loaded(postgresql: str) -> None:
    store = opened(postgresql)
    await store.start()
    at_once(postgresql, "INSERT INTO audit (number, at, who, what, subject) VALUES (7,1,'','','')")
    await store._engine.loaded()
    at_once(postgresql, "INSERT INTO audit (at, who, what, subject) VALUES (2,'','','')")
    assert [one.number for one in await store.audits()] == [8, 7]
    await store.close()


async def test_keeping_house_is_for_the_database_s_own_tools(
    postgresql: str, tmp_path: Path
) -> None:
    async with running(postgresql) as engine:
        assert await engine.room() == ROOM
        engine.scrub()
        assert await engine.inspect() == ()
        with pytest.raises(StoreError, match="pg_dump"):
            await engine.backup(tmp_path / "copy.db")
        at_once(postgresql, "UPDATE schema_version SET version = version + 1")
        (words,) = await engine.inspect()
        assert "newer flowengine" in words
        with pytest.raises(StoreError, match="newer flowengine"):
            await Database(engine).check()


async def test_one_that_was_never_started_is_closed_in_peace(postgresql: str) -> None:
    engine = PostgresqlEngine(postgresql)
    await engine.close()
    with pytest.raises(StoreError, match="closed"):
        await engine.read(asking("SELECT 1"))


# ---------------------------------------------------------------- connections that end


async def test_what_was_not_yet_committed_is_done_again_on_another_connection(
    postgresql: str,
) -> None:
    ran = 0

    def interrupted() -> Script[None]:
        nonlocal ran
        ran += 1
        yield Ask("UPDATE thing SET n = n + 1 RETURNING n")
        if ran == 1:
            thrown_out(postgresql)
        yield Ask("SELECT 1")

    async with trying(postgresql) as engine:
        await engine.write(interrupted)
        assert ran == 2
        assert at_once(postgresql, "SELECT sum(n) FROM thing") == [(32,)]


async def test_a_turn_whose_commit_was_not_answered_is_told_when_it_is_tried_again(
    postgresql: str,
) -> None:
    """By its message id, or by its revision: it is written once, and nobody is answered twice."""
    cutting = False
    async with Between(postgresql, lambda said: cutting and b"COMMIT" in said) as between:
        engine = await asyncio.to_thread(PostgresqlEngine, between.address)
        store = Database(engine)
        await store.start()
        first = await store.commit(Turn(NEW))
        turn = Turn(first, message_id="m1", messages=(Message(1, 1.0, "person", "{}"),))
        await engine._connections.forget()  # a new one says COMMIT by that word
        cutting = True
        with pytest.raises(StoreError, match="nobody knows"):
            await store.commit(turn)
        cutting = False
        with pytest.raises(Replayed):
            await store.commit(turn)
        with pytest.raises(Stale):
            await store.commit(replace(turn, message_id=""))
        assert len(await store.messages("c1", 0)) == 1
        await store.close()


@pytest.mark.slow
async def test_a_database_that_goes_and_comes_back_is_used_again_at_once() -> None:
    with served() as server, fresh(server.address) as address:
        store = opened(address)
        await store.start()
        await store.commit(Turn(NEW))
        server.stop()
        for ask in (store.conversation("c1"), store.commit(Turn(replace(NEW, id="c2")))):
            with pytest.raises(StoreError, match="cannot be reached"):
                await ask
        with pytest.raises(StoreError, match="cannot be reached"):
            opened(address)
        server.start()
        assert (await store.commit(Turn(replace(NEW, id="c2")))).revision == 1
        assert await asyncio.gather(*(store.conversation("c1") for _ in range(20)))
        await store.close()


@pytest.mark.slow
async def test_a_node_that_stands_still_holds_nobody_up_for_ever(postgresql: str) -> None:
    """The database ends its connection (here: after a tenth of a second) and frees its rows."""
    async with trying(postgresql) as still, running(postgresql) as other:
        waiting = asyncio.Event()

        def standing() -> Script[None]:
            yield Ask("SET LOCAL idle_in_transaction_session_timeout TO '100ms'")
            yield Ask("UPDATE thing SET n = 0 RETURNING n")
            done = at_once(postgresql, "UPDATE thing SET n = n + 1 WHERE id = 1 RETURNING n")
            assert done == [(11,)]
            waiting.set()
            raise Stale("it was too late")

        with pytest.raises(Stale):
            await still.write(standing)
        assert waiting.is_set()
        assert await other.read(asking("SELECT n FROM thing ORDER BY id")) == [(11,), (20,)]
