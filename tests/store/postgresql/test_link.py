"""One connection: values there and back, mistakes, ends."""

from __future__ import annotations

import asyncio
import fcntl
import math
import os
import socket
from contextlib import asynccontextmanager, suppress
from typing import TYPE_CHECKING, Any

import psycopg
import pytest
from psycopg import errors

from flowengine.store.postgresql import link as module
from flowengine.store.postgresql.link import Link, connected
from flowengine.store.verbs import StoreError
from tests.store.postgresql.engines import thrown_out

if TYPE_CHECKING:
    from collections.abc import AsyncIterator


@asynccontextmanager
async def linked(address: str) -> AsyncIterator[Link]:
    link = Link(await connected(address))
    try:
        yield link
    finally:
        await link.close()


_THERE_AND_BACK: list[tuple[str, Any, Any]] = [
    ("text", "Привіт, 'світе' \\ %s $1 ?", None),
    ("text", "", None),
    ("text", "a\0b", "a\N{REPLACEMENT CHARACTER}b"),
    ("bytea", b"\0\xff bytes", None),
    ("bytea", b"", None),
    ("integer", 7, None),
    ("bigint", -(2**62), None),
    ("integer", True, 1),
    ("integer", False, 0),
    ("double precision", 0.1, None),
    ("double precision", math.inf, None),
    ("double precision", 5, 5.0),
    ("text", None, None),
]


async def test_a_value_comes_back_as_it_went(postgresql: str) -> None:
    async with linked(postgresql) as link:
        for kind, value, back in _THERE_AND_BACK:
            ((got,),) = await link.exchange([(f"SELECT $1::{kind}".encode(), [value])])
            assert got == (value if back is None else back)


async def test_what_is_no_value_is_refused_before_anything_is_said(postgresql: str) -> None:
    async with linked(postgresql) as link:
        for broken in ("\ud800", object()):
            with pytest.raises((StoreError, TypeError)):
                await link.exchange([(b"SELECT 1", []), (b"SELECT $1::text", [broken])])
        assert await link.exchange([(b"SELECT 2", [])]) == [(2,)]


async def test_only_the_last_of_a_batch_answers(postgresql: str) -> None:
    async with linked(postgresql) as link:
        assert await link.exchange([(b"SELECT 1", []), (b"SELECT 2", [])]) == [(2,)]
        assert await link.exchange([(b"SELECT 2", []), (b"BEGIN", [])]) == []
        assert not link.idle
        await link.exchange([(b"COMMIT", [])])
        assert link.idle


async def test_the_first_mistake_is_told_and_the_connection_goes_on(postgresql: str) -> None:
    async with linked(postgresql) as link:
        for _ in range(2):
            with pytest.raises(errors.DivisionByZero):
                await link.exchange([(b"SELECT 1/0", []), (b"SELECT nothing FROM nowhere", [])])
            with pytest.raises(errors.UndefinedTable):
                await link.exchange([(b"SELECT nothing FROM nowhere", [])])
        # A statement that was never prepared because of a mistake before it is prepared now.
        with pytest.raises(errors.DivisionByZero):
            await link.exchange([(b"SELECT 1/0", []), (b"SELECT 3", [])])
        assert await link.exchange([(b"SELECT 3", [])]) == [(3,)]


async def test_more_statements_than_are_kept_ready_work_too(
    postgresql: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "PREPARED", 2)
    async with linked(postgresql) as link:
        for _ in range(2):
            for number in range(4):
                asked = (f"SELECT {number} + $1::integer".encode(), [1])
                assert await link.exchange([asked]) == [(number + 1,)]
        (kept,) = await link.exchange([(b"SELECT count(*) FROM pg_prepared_statements", [])])
    assert kept == (2,)


async def test_much_goes_out_and_comes_back(postgresql: str) -> None:
    """More than any buffer holds, in both directions."""
    much = bytes(range(256)) * 40_000
    async with linked(postgresql) as link:
        batch = [(b"SELECT $1::bytea", [much])] * 3
        assert await link.exchange(batch) == [(much,)]


async def test_a_connection_that_ended_says_so(postgresql: str) -> None:
    async with linked(postgresql) as link, linked(postgresql) as busy:
        asked = asyncio.create_task(busy.exchange([(b"SELECT pg_sleep(60)", [])]))
        while not await _asleep(link):
            await asyncio.sleep(0)
        thrown_out(postgresql)
        with pytest.raises(psycopg.OperationalError):
            await asked
        with pytest.raises(psycopg.OperationalError):
            await link.exchange([(b"SELECT 1", [])])
        assert busy.ended
        assert not busy.idle
        assert not link.idle


async def test_one_that_ended_leaves_its_number_to_whoever_has_it_next(postgresql: str) -> None:
    """The loop knows connections by their files' numbers: closing one must make no other deaf."""
    loop, heard = asyncio.get_running_loop(), asyncio.Event()
    here, there = socket.socketpair()
    with here, there:
        async with linked(postgresql) as ended:
            thrown_out(postgresql)
            with pytest.raises(psycopg.OperationalError):
                await ended.exchange([(b"SELECT 1", [])])
            again = fcntl.fcntl(here, fcntl.F_DUPFD, ended._file)
            loop.add_reader(again, heard.set)
        try:
            assert again == ended._file
            there.send(b"words")
            async with asyncio.timeout(60):
                await heard.wait()
        finally:
            loop.remove_reader(again)
            os.close(again)


async def test_one_that_failed_is_not_used_again_though_it_seems_whole(postgresql: str) -> None:
    async with linked(postgresql) as link:
        assert link.idle
        link._fail(psycopg.OperationalError("it cannot be written to"))
        assert link.ended
        assert not link.idle
        with pytest.raises(psycopg.OperationalError, match="ended"):
            await link.exchange([(b"SELECT 1", [])])


async def test_whoever_waits_for_one_that_is_closed_is_told(postgresql: str) -> None:
    async with linked(postgresql) as link:
        asked = asyncio.create_task(link.exchange([(b"SELECT pg_sleep(60)", [])]))
        await asyncio.sleep(0)
        await link.close()
        with pytest.raises(psycopg.OperationalError, match="closed here"):
            await asked


async def test_a_database_that_falls_silent_is_not_waited_for(
    postgresql: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with linked(postgresql) as link:
        monkeypatch.setattr(module, "SILENT", 0.2)
        with pytest.raises(psycopg.OperationalError, match="does not answer"):
            await link.exchange([(b"SELECT pg_sleep(25)", [])])
        assert not link.idle


async def test_what_fails_at_once_is_told(postgresql: str, monkeypatch: pytest.MonkeyPatch) -> None:
    async with linked(postgresql) as link:
        failing = psycopg.OperationalError("it cannot be written to")
        monkeypatch.setattr(link, "_writable", lambda: link._fail(failing))
        with pytest.raises(psycopg.OperationalError, match="cannot be written"):
            await link.exchange([(b"SELECT 1", [])])


async def _asleep(link: Link) -> bool:
    rows = await link.exchange(
        [(b"SELECT 1 FROM pg_stat_activity WHERE wait_event = 'PgSleep'", [])]
    )
    return bool(rows)


async def test_what_was_promised_is_on_the_disk_whatever_the_database_is_used_to(
    postgresql: str,
) -> None:
    hasty = f"{postgresql}&options=-csynchronous_commit%3Doff"
    async with linked(hasty) as link:
        assert await link.exchange([(b"SHOW synchronous_commit", [])]) == [("on",)]


async def test_rows_of_a_node_that_stands_still_are_free_before_others_wait_too_long(
    postgresql: str,
) -> None:
    """Whoever waits beside a free agent may wait for a look that wants them."""
    async with linked(postgresql) as link:
        asked = b"SHOW idle_in_transaction_session_timeout"
        assert await link.exchange([(asked, [])]) == [(f"{module.HOLDS}s",)]


async def test_a_database_that_is_not_there_is_told_in_words() -> None:
    with pytest.raises(StoreError, match="cannot be reached"):
        await connected("postgresql://somebody:geheim@127.0.0.1:1/store")


async def test_a_database_that_never_answers_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "PATIENCE", 0.05)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        port = silent.getsockname()[1]
        with pytest.raises(StoreError, match="cannot be reached"):
            await connected(f"postgresql://somebody@127.0.0.1:{port}/store")


async def test_whoever_is_given_up_while_it_connects_leaves_nothing_open(postgresql: str) -> None:
    """At each point where it waits, until it gets through; an open one would warn when it goes."""
    point = 0
    while True:
        task = asyncio.create_task(connected(postgresql))
        for _ in range(point):
            await asyncio.sleep(0)
        if task.done():
            break
        task.cancel()
        with suppress(asyncio.CancelledError):
            await (await task).close()
        point += 1
    await (await task).close()
    assert point > 1
