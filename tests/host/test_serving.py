from __future__ import annotations

import asyncio
import logging
from pathlib import Path

import pytest

from flowengine.host import publishing, serving
from flowengine.host.editions import Editions
from flowengine.host.house import House
from flowengine.host.library import Library, Look, read_folder
from flowengine.store.opening import opened

FLOW = 'flow shop "{title}"\n\nstart:\n  ask name: text "Name?"\n  end\n'


def test_changed_flows_are_served_while_the_house_stands(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(serving, "LOOK", 0)
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
    monkeypatch.setattr(serving, "LOOK", 0)
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


def test_a_house_that_is_not_watched_reads_once(tmp_path: Path) -> None:
    async def tasks(*, watch: bool) -> int:
        house = House(tmp_path, opened(tmp_path / "x.db"))
        await house.start(watch=watch)
        begun = len(house._tasks)
        await house.stop()
        return begun

    assert asyncio.run(tasks(watch=True)) == asyncio.run(tasks(watch=False)) + 1


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
