"""The connections of a process: how many, and what becomes of them."""

from __future__ import annotations

import asyncio

import psycopg
import pytest

from flowengine.store.postgresql import connections as module
from flowengine.store.postgresql.connections import Connections
from flowengine.store.verbs import StoreError
from tests.store.postgresql.engines import at_once, thrown_out

OURS = (
    "SELECT count(*) FROM pg_stat_activity"
    " WHERE datname = current_database() AND pid <> pg_backend_pid()"
)


async def test_a_connection_is_used_again(postgresql: str) -> None:
    some = Connections(postgresql)
    for _ in range(3):
        async with some.one() as link:
            await link.exchange([(b"SELECT 1", [])])
    assert at_once(postgresql, OURS) == [(1,)]
    await some.close()


async def test_one_that_is_in_a_transaction_is_not_given_to_the_next(postgresql: str) -> None:
    some = Connections(postgresql)
    async with some.one() as link:
        await link.exchange([(b"BEGIN", [])])
    async with some.one() as other:
        assert other is not link
        assert other.idle
    await some.close()


async def test_whoever_waits_too_long_is_told(
    postgresql: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "OPENED", 1)
    some = Connections(postgresql)
    async with some.one():
        waiting = asyncio.create_task(_use(some))
        await asyncio.sleep(0)
    await waiting
    monkeypatch.setattr(module, "PATIENCE", 0.01)
    async with some.one():
        with pytest.raises(StoreError, match="too much to do"):
            await _use(some)
    await _use(some)
    await some.close()


async def _use(some: Connections) -> None:
    async with some.one() as link:
        await link.exchange([(b"SELECT 1", [])])


async def test_the_end_does_not_wait_for_what_is_never_given_back(
    postgresql: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "GIVEN_BACK", 0.01)
    some = Connections(postgresql)

    async def asks() -> None:
        async with some.one() as link:
            begun.set()
            await link.exchange([(b"SELECT pg_sleep(60)", [])])

    begun = asyncio.Event()
    asking = asyncio.create_task(asks())
    await begun.wait()
    await some.close()
    with pytest.raises(psycopg.OperationalError, match="closed here"):
        await asking
    assert some._free == []


async def test_dead_ones_are_left(postgresql: str) -> None:
    some = Connections(postgresql)
    async with some.one(), some.one():
        pass
    thrown_out(postgresql)
    await some.forget()
    await _use(some)
    assert at_once(postgresql, OURS) == [(1,)]
    await some.close()
    assert some._free == []
