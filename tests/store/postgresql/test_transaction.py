"""One script on one connection: whole, or not at all, whatever happens in the middle."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from typing import TYPE_CHECKING

import pytest
from psycopg import errors

from flowengine.store.postgresql import link as on_links
from flowengine.store.postgresql.link import Link, Silent, connected
from flowengine.store.postgresql.transaction import Longer, Lost, only, run
from flowengine.store.script import Ask, Each
from flowengine.store.verbs import Stale, StoreError
from tests.store.postgresql.engines import Between, asking, at_once, thrown_out, trying

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from flowengine.store.postgresql.link import Said
    from flowengine.store.script import Row, Script

BEGIN = (b"BEGIN",)


def adding(*, then: Callable[[], None] | None = None) -> Script[int]:
    """One more in each row; `then` is called in the middle."""
    rows = yield Ask("UPDATE thing SET n = n + 1 RETURNING n")
    if then is not None:
        then()
    yield Each("INSERT INTO thing VALUES (?, ?)", [(3, 30), (4, 40)])
    yield Ask("DELETE FROM thing WHERE id = ?", (4,))
    return len(rows)


async def test_all_of_a_script_is_written(postgresql: str) -> None:
    async with trying(postgresql):
        link = Link(await connected(postgresql))
        assert await run(link, BEGIN, adding()) == 2
        assert link.idle
        await link.close()
        assert at_once(postgresql, "SELECT id, n FROM thing ORDER BY id") == [
            (1, 11),
            (2, 21),
            (3, 30),
        ]


def locking() -> Script[int]:
    """What nobody reads is said together with what comes next."""
    nothing = yield Ask("SELECT n FROM thing WHERE id = 1 {locked}", quiet=True)
    rows = yield Ask("SELECT n FROM thing WHERE id = 2")
    return int(rows[0][0]) + len(nothing)


async def test_what_nobody_reads_is_not_waited_for(
    postgresql: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    rounds: list[int] = []
    exchange = Link.exchange

    async def counted(link: Link, batch: Sequence[Said]) -> list[Row]:
        rounds.append(len(batch))
        return await exchange(link, batch)

    monkeypatch.setattr(Link, "exchange", counted)
    async with trying(postgresql):
        link = Link(await connected(postgresql))
        assert await run(link, BEGIN, locking()) == 20
        assert rounds == [3, 1]
        await link.close()


def _stale() -> None:
    raise Stale("too late")


def _wrong() -> None:
    raise ZeroDivisionError


@pytest.mark.parametrize(("raises", "kind"), [(_stale, Stale), (_wrong, ZeroDivisionError)])
async def test_what_a_script_raises_undoes_it(
    postgresql: str, raises: Callable[[], None], kind: type[Exception]
) -> None:
    async with trying(postgresql):
        link = Link(await connected(postgresql))
        with pytest.raises(kind):
            await run(link, BEGIN, adding(then=raises))
        assert link.idle
        assert await run(link, BEGIN, asking("SELECT sum(n) FROM thing")()) == [(30,)]
        await link.close()


def _blind() -> Script[None]:
    """Its first statement is wrong, and nobody waits for its answer."""
    yield Ask("INSERT INTO thing VALUES (1, 1)")
    yield Ask("INSERT INTO thing VALUES (5, 5)")


async def test_a_mistake_that_nobody_waited_for_comes_to_light(postgresql: str) -> None:
    async with trying(postgresql):
        link = Link(await connected(postgresql))
        with pytest.raises(errors.UniqueViolation):
            await run(link, BEGIN, _blind())
        assert link.idle
        await link.close()
        assert at_once(postgresql, "SELECT count(*) FROM thing") == [(2,)]


async def test_a_script_that_reads_once_needs_no_transaction(postgresql: str) -> None:
    def twice() -> Script[None]:
        yield Ask("SELECT 1")
        yield Ask("SELECT 2")

    async with trying(postgresql):
        link = Link(await connected(postgresql))
        assert await only(link, asking("SELECT n FROM thing WHERE id = ?", 2)()) == [(20,)]
        with pytest.raises(Longer):
            await only(link, twice())
        with pytest.raises(errors.UndefinedTable):
            await only(link, asking("SELECT 1 FROM nowhere")())
        assert link.idle
        thrown_out(postgresql)
        with pytest.raises(Lost):
            await only(link, asking("SELECT 1")())


async def test_a_connection_that_ends_before_commit_has_written_nothing(postgresql: str) -> None:
    async with trying(postgresql):
        link = Link(await connected(postgresql))

        def lost() -> Script[None]:
            yield Ask("UPDATE thing SET n = 0 RETURNING n")
            thrown_out(postgresql)
            yield Ask("SELECT 1")

        with pytest.raises(Lost):
            await run(link, BEGIN, lost())
        assert not link.idle
        assert at_once(postgresql, "SELECT sum(n) FROM thing") == [(30,)]


async def test_when_commit_is_not_answered_nobody_knows(postgresql: str) -> None:
    """It was written here; the caller is told by what it finds when it tries once more."""
    async with (
        trying(postgresql),
        Between(postgresql, lambda said: b"COMMIT" in said) as between,
    ):
        link = Link(await connected(between.address))
        with pytest.raises(StoreError, match="nobody knows"):
            await run(link, BEGIN, adding())
        assert not link.idle
        assert between.cuts == 1
        assert at_once(postgresql, "SELECT sum(n) FROM thing") == [(62,)]


@pytest.mark.parametrize(
    ("committing", "kind", "words"),
    [(False, Silent, "does not answer"), (True, StoreError, "nobody knows")],
)
async def test_a_database_that_falls_silent_is_asked_no_second_time(
    postgresql: str,
    monkeypatch: pytest.MonkeyPatch,
    committing: bool,
    kind: type[Exception],
    words: str,
) -> None:
    """Nor is it told that all be undone; its connection is closed, and whoever asked is told."""
    async with trying(postgresql):
        monkeypatch.setattr(on_links, "SILENT", 0.2)
        link = Link(await connected(postgresql))

        def sleeping() -> Script[None]:
            yield Ask("SELECT pg_sleep(25)", quiet=committing)

        with pytest.raises(kind, match=words):
            await run(link, BEGIN, sleeping())
        assert link.ended


@pytest.mark.slow
async def test_whoever_is_cancelled_anywhere_leaves_all_or_nothing(postgresql: str) -> None:
    """Cancelled at each point where it waits, one after the other, until it gets through."""
    async with trying(postgresql):
        done = False
        point = 0
        while not done:
            before = at_once(postgresql, "SELECT sum(n) FROM thing")
            link = Link(await connected(postgresql))
            task = asyncio.create_task(run(link, BEGIN, _two()))
            for _ in range(point):
                await asyncio.sleep(0)
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task
                done = True
            await _gone(postgresql, link)
            ((after,),) = at_once(postgresql, "SELECT sum(n) FROM thing")
            assert after in (before[0][0], before[0][0] + 4)
            point += 1
        assert point > 1


def _two() -> Script[None]:
    yield Ask("UPDATE thing SET n = n + 1 RETURNING n")
    yield Ask("UPDATE thing SET n = n + 1 RETURNING n")


async def _gone(address: str, link: Link) -> None:
    """Until the database has noticed."""
    await link.close()
    asked = (
        "SELECT 1 FROM pg_stat_activity WHERE datname = current_database()"
        " AND query LIKE 'UPDATE thing%' AND state <> 'idle'"
    )
    while at_once(address, asked):
        await asyncio.sleep(0)
