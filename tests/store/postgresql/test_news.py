"""What processes tell each other."""

from __future__ import annotations

import asyncio
import json

import psycopg
import pytest

from flowengine.store.postgresql import news as module
from flowengine.store.postgresql.news import CARRIED, _loads
from tests.store.postgresql.engines import at_once, running, thrown_out


class Heard:
    """What came, and a way to wait for it."""

    def __init__(self) -> None:
        self.all: list[tuple[str, str]] = []
        self._more = asyncio.Event()

    def __call__(self, kind: str, key: str) -> None:
        self.all.append((kind, key))
        self._more.set()

    async def until(self, *news: tuple[str, str]) -> None:
        async with asyncio.timeout(60):
            while not set(news) <= set(self.all):
                self._more.clear()
                await self._more.wait()


async def test_others_hear_it_and_nobody_hears_himself(postgresql: str) -> None:
    async with running(postgresql) as one, running(postgresql) as other:
        mine, theirs = Heard(), Heard()
        one.tell(mine)
        other.tell(theirs)
        one.news("conversation", "c1")
        one.news("conversation", "c1")
        one.news("timer", "c2")
        await theirs.until(("conversation", "c1"), ("timer", "c2"))
        assert theirs.all == [("conversation", "c1"), ("timer", "c2")]
        other.news("publication", "shop")
        await mine.until(("publication", "shop"))
        assert mine.all == [("publication", "shop")]


async def test_a_store_in_another_schema_hears_nothing(postgresql: str) -> None:
    at_once(postgresql, "CREATE SCHEMA charity")
    beside = f"{postgresql}&options=-csearch_path%3Dcharity"
    async with running(postgresql) as one, running(postgresql) as other, running(beside) as third:
        heard, strange = Heard(), Heard()
        other.tell(heard)
        third.tell(strange)
        one.news("conversation", "c1")
        third.news("conversation", "c9")
        await heard.until(("conversation", "c1"))
        assert ("conversation", "c9") not in heard.all
        assert strange.all == []


async def test_whoever_was_cut_off_hears_on_and_knows_that_something_was_missed(
    postgresql: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "AWAY", 0.0)
    async with running(postgresql) as one, running(postgresql) as other:
        heard = Heard()
        other.tell(heard)
        thrown_out(postgresql)
        await heard.until(("conversation", ""))
        one.news("conversation", "c2")
        await heard.until(("conversation", "c2"))


async def test_a_silent_wire_is_tried(postgresql: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "SILENCE", 0.01)
    async with running(postgresql) as one, running(postgresql) as other:
        heard = Heard()
        other.tell(heard)
        asked = "SELECT count(*) FROM pg_stat_activity WHERE query = 'SELECT 1'"
        async with asyncio.timeout(60):
            while at_once(postgresql, asked) == [(0,)]:
                await asyncio.sleep(0)
        one.news("errand", "c3")
        await heard.until(("errand", "c3"))


async def test_the_end_comes_also_where_the_database_does_not_answer(
    postgresql: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither is what is being said waited for, nor an end that an error has swallowed."""
    monkeypatch.setattr(module, "ENDS", 0.01)
    monkeypatch.setattr(module, "AWAY", 0.0)
    said, tries = asyncio.Event(), 0

    async def never(_: object) -> None:
        said.set()
        await asyncio.Event().wait()

    async def swallowing(_: str) -> object:
        nonlocal tries
        tries += 1
        try:
            return await asyncio.Event().wait()
        except asyncio.CancelledError:
            raise psycopg.OperationalError("the connection ended") from None

    wire = module.Wire(postgresql, "public", never)
    monkeypatch.setattr(module, "connected", swallowing)
    wire._ready.set()
    await wire.start()
    wire.say("timer", "c1")
    await said.wait()
    hearing = wire._hearing
    assert hearing is not None
    async with asyncio.timeout(60):
        await wire.close()
        await hearing
    assert tries == 1


def test_no_load_is_more_than_can_be_carried() -> None:
    told = [("conversation", f"{number}-{'ї' * 40}") for number in range(500)]
    loads = list(_loads([*told, ("outgoing", "k" * 9_000), ("timer", "c1")]))
    assert [one for load in loads for one in load] == [*told, ("outgoing", ""), ("timer", "c1")]
    assert max(len(json.dumps(load)) for load in loads) <= CARRIED + 2
