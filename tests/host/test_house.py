from __future__ import annotations

import asyncio
import logging
from pathlib import Path
from typing import Any

import pytest

from flowengine.host import house as module
from flowengine.host import publishing
from flowengine.host.editions import Editions
from flowengine.host.house import House
from flowengine.host.library import Library, Look, read_folder
from flowengine.store.opening import opened
from flowengine.store.verbs import StoreError

FLOW = 'flow shop "{title}"\n\nstart:\n  ask name: text "Name?"\n  end\n'


def test_changed_flows_are_served_while_the_house_stands(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "LOOK", 0)
    flows = tmp_path / "flows"
    flows.mkdir()
    (flows / "shop.flow").write_text(FLOW.format(title="First"))
    told: list[str] = []

    async def run() -> None:
        changed = asyncio.Event()
        loop = asyncio.get_running_loop()

        def announce(library: Library) -> None:
            told.append(library.programs["shop"].title)
            loop.call_soon_threadsafe(changed.set)

        house = House(flows, opened(tmp_path / "x.db"), announce=announce)
        assert house.read().changed
        await house.start(watch=True)
        await asyncio.sleep(0)
        changed.clear()
        (flows / "shop.flow").write_text(FLOW.format(title="Second edition"))
        await changed.wait()
        await house.stop()

    asyncio.run(run())
    assert told == ["First", "Second edition"]


def test_a_folder_that_goes_away_is_only_logged(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(module, "LOOK", 0)
    flows = tmp_path / "flows"
    flows.mkdir()

    async def run() -> None:
        house = House(flows, opened(tmp_path / "x.db"))
        house.read()
        looks = iter(["gone", "gone", "gone", "", "gone", "locked"])
        failed = asyncio.Event()
        loop = asyncio.get_running_loop()

        def refresh() -> Look:
            trouble = next(looks, None)
            if trouble is None:
                loop.call_soon_threadsafe(failed.set)
            elif trouble:
                raise FileNotFoundError(trouble)
            return Look(False, {})

        monkeypatch.setattr(house.library, "refresh", refresh)
        await house.start(watch=True)
        await failed.wait()  # it goes on looking
        await house.stop()

    with caplog.at_level(logging.WARNING):
        asyncio.run(run())
    # Told when it happens, and not again every second.
    assert [record.getMessage().rpartition(" ")[2] for record in caplog.records] == [
        *("gone", "gone", "locked")
    ]
    assert "could not be read: FileNotFoundError: gone" in caplog.text


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


def test_a_house_that_is_not_watched_reads_once(tmp_path: Path) -> None:
    async def tasks(*, watch: bool) -> int:
        house = House(tmp_path, opened(tmp_path / "x.db"))
        await house.start(watch=watch)
        begun = len(house._tasks)
        await house.stop()
        return begun

    assert asyncio.run(tasks(watch=True)) == asyncio.run(tasks(watch=False)) + 1


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


def test_news_of_other_nodes_wake_who_waits(tmp_path: Path) -> None:
    async def run() -> None:
        house = House(tmp_path, opened(tmp_path / "x.db"))
        with house.conversations.listeners.listening("c1") as bell:
            for kind in ("timer", "outgoing", "errand", "publication"):
                house._news(kind, "c1")
            assert not bell.is_set()
            house._news("conversation", "c1")
            assert bell.is_set()
            bell.clear()
            house._news("conversation", "")  # any
            assert bell.is_set()
        assert house.timers._earlier.is_set()
        assert house.outbox._bell.is_set()
        await house.stop()

    asyncio.run(run())


def test_what_was_published_elsewhere_is_served_soon(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without a folder, at the start and when something is published beside the server."""
    monkeypatch.setattr(publishing, "LOOK", 0.01)
    flows = tmp_path / "flows"
    flows.mkdir()
    told: list[list[str]] = []

    async def publish(title: str) -> None:
        (flows / "shop.flow").write_text(FLOW.format(title=title))
        store = opened(tmp_path / "x.db", beside=True)
        await store.start()
        library = Library(flows)
        beside = publishing.Publishing(library, store, Editions(library, store))
        await beside.publish(await beside.look(read_folder(flows)))
        await store.close()

    async def run() -> None:
        changed = asyncio.Event()

        def announce(library: Library) -> None:
            told.append([one.title for one in library.programs.values()])
            changed.set()

        house = House(None, opened(tmp_path / "x.db"), announce=announce)
        assert not house.read().changed
        await house.start(watch=False)
        for title in ("First", "Second"):
            changed.clear()
            await publish(title)
            await changed.wait()
        await house.stop()
        again = House(None, opened(tmp_path / "x.db"), announce=announce)
        await again.start(watch=False)
        await again.stop()

    asyncio.run(run())
    assert told == [[], ["First"], ["Second"], ["Second"]]


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
        house._news("publication", "shop")
        await twice.wait()
        await house.stop()

    with caplog.at_level(logging.WARNING):
        asyncio.run(run())
    assert "what was published could not be read: away" in caplog.text


def test_a_page_hears_of_what_another_process_said(tmp_path: Path) -> None:
    """A file tells that somebody has written, and not to which conversation."""

    async def run() -> None:
        house = House(None, opened(tmp_path / "x.db"))
        listeners = house.conversations.listeners
        with listeners.listening("one") as one, listeners.listening("two") as two:
            house._news("conversation", "one")
            assert (one.is_set(), two.is_set()) == (True, False)
            house._news("conversation", "")
            assert two.is_set()
        await house.store.close()

    asyncio.run(run())
