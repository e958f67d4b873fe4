from __future__ import annotations

import asyncio
import logging
from collections.abc import Coroutine
from pathlib import Path
from typing import Any

import pytest

from flowengine.host import house as module
from flowengine.host import publishing
from flowengine.host.house import House
from flowengine.host.within import within
from flowengine.store.opening import opened
from flowengine.store.verbs import StoreError

SECOND = 2  # what is waited for then is a turn
FLOW = 'flow shop "{title}"\n\nstart:\n  ask name: text "Name?"\n  end\n'


def test_old_conversations_go_only_where_the_owner_named_the_days(tmp_path: Path) -> None:
    async def tasks(**kept: Any) -> int:
        house = House(tmp_path, opened(tmp_path / "x.db"), **kept)
        await house.start(watch=False)
        begun = len(house._tasks)
        await house.stop()
        return begun

    nothing = asyncio.run(tasks())
    assert asyncio.run(tasks(keep={"message": 30})) == nothing + 1
    assert asyncio.run(tasks(expire_days=30)) == nothing + 1


ASKS = 'flow shop "Shop"\n\nstart:\n  ask name: text "Name?"\n  end\n'


def test_a_house_that_drains_finishes_its_turns_and_takes_up_nothing(tmp_path: Path) -> None:
    async def run() -> None:
        flows = tmp_path / "flows"
        flows.mkdir()
        (flows / "shop.flow").write_text(ASKS)
        store = opened(tmp_path / "x.db")
        house = House(flows, store)
        house.read()
        await house.start(watch=True)
        key = (await house.conversations.begin("shop", channel="chat")).conversation.id
        commit, committing, gate = store.commit, asyncio.Event(), asyncio.Event()

        async def slow(turn: Any) -> Any:
            committing.set()
            await gate.wait()
            return await commit(turn)

        store.commit = slow  # type: ignore[method-assign]
        with house.conversations.listeners.listening(key) as bell:
            saying = asyncio.create_task(house.conversations.say(key, "Ann", "m1"))
            await committing.wait()
            draining = asyncio.create_task(house.drain())
            await bell.wait()  # pages are told at once
            assert house.draining.is_set()
            assert not draining.done()
            gate.set()
            await draining
        assert (await saying).ended
        assert house._tasks == []
        assert len(await store.nodes()) == 1  # it lives until it stops
        await house.stop()
        again = opened(tmp_path / "x.db")
        await again.start()
        assert await again.nodes() == ()
        await again.close()

    asyncio.run(run())


def test_a_house_that_was_taken_for_dead_works_on_under_its_new_name(tmp_path: Path) -> None:
    async def run() -> None:
        house = House(tmp_path, opened(tmp_path / "x.db"))
        await house.start(watch=False)
        old = house.node.id
        await house.store.beat(old, -1.0)
        assert not await house.node.beat()
        assert house.conversations.node == house.node.id != old
        await house.stop()

    asyncio.run(run())


def test_a_store_that_is_away_for_a_moment_is_looked_at_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(publishing, "LOOK", 0)

    async def run() -> None:
        house = House(None, opened(tmp_path / "x.db"))
        await house.start(watch=False)
        looks, twice = 0, asyncio.Event()

        async def away() -> None:
            nonlocal looks
            looks += 1
            if looks == 2:
                twice.set()
            raise StoreError("away")

        monkeypatch.setattr(house.publishing, "follow", away)
        house.news.came("publication", "shop")
        await twice.wait()
        await house.stop()

    with caplog.at_level(logging.WARNING):
        asyncio.run(run())
    assert "what was published could not be read: away" in caplog.text


def test_what_does_not_end_keeps_nobody_else_from_their_end(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """A turn waits for a store that does not answer; what comes after it is ended all the same."""
    given: list[float] = []

    async def never() -> None:
        await asyncio.Event().wait()

    async def quicker(seconds: float, work: Coroutine[Any, Any, None]) -> bool:
        given.append(seconds)
        return await within(0.01 if len(given) == SECOND else 60.0, work)

    async def run() -> None:
        house = House(None, opened(tmp_path / "x.db"))
        await house.start(watch=False)
        monkeypatch.setattr(module, "within", quicker)
        monkeypatch.setattr(house.conversations, "idle", never)
        await house.stop()
        with pytest.raises(StoreError, match="closed"):
            await house.store.conversation("c1")

    asyncio.run(run())
    assert len(given) == len(list(filter(None, given))) > 5
    assert max(given) <= module.ENDS
    assert caplog.text.count("left behind") == 1
    assert "a turn that has begun could not be ended" in caplog.text
