from __future__ import annotations

import asyncio
import logging
import time
from pathlib import Path
from typing import Any

import pytest

from flowengine.host import node as module
from flowengine.host.node import Node
from flowengine.store.opening import opened
from flowengine.store.verbs import StoreError


def run(scene: Any, tmp_path: Path) -> None:
    async def whole() -> None:
        store = opened(tmp_path / "store.db")
        await store.start()
        try:
            await scene(store)
        finally:
            await store.close()

    asyncio.run(whole())


def test_a_node_lives_from_joining_to_leaving(tmp_path: Path) -> None:
    async def scene(store: Any) -> None:
        node = Node(store)
        await node.join()
        ((name, seconds),) = await store.nodes()
        assert name == node.id
        assert 0 < seconds <= module.LIFE
        assert await node.beat()
        await node.leave()
        assert await store.nodes() == ()

    run(scene, tmp_path)


def test_one_that_was_silent_is_not_sure_to_live_until_it_says_so_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def scene(store: Any) -> None:
        node, now = Node(store), time.monotonic()
        monkeypatch.setattr(time, "monotonic", lambda: now)
        await node.join()
        assert node.lives()
        now += module.LIFE * 0.9
        assert not node.lives()
        assert await node.beat()
        assert node.lives()

    run(scene, tmp_path)


def test_it_knows_since_when_it_has_reached_the_store_without_a_gap(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def scene(store: Any) -> None:
        node, now = Node(store), time.monotonic()
        monkeypatch.setattr(time, "monotonic", lambda: now)
        await node.join()
        for seconds, reached in ((9.0, 9.0), (5.0, 14.0)):
            now += seconds
            await node.beat()
            assert node.reached() == pytest.approx(reached)
        now += module.LIFE + 1
        assert node.reached() == 0.0  # nobody can tell by now
        await node.beat()
        assert node.reached() == 0.0
        now += 4.0
        assert node.reached() == pytest.approx(4.0)

    run(scene, tmp_path)


@pytest.mark.parametrize("how", ["given up by the store", "silent too long"])
def test_one_that_was_taken_for_dead_goes_on_under_a_new_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, how: str
) -> None:
    async def scene(store: Any) -> None:
        node = Node(store)
        names = [node.id]

        async def renamed(name: str) -> None:
            names.append(name)

        node.renamed = renamed
        await node.join()
        if how == "given up by the store":
            await store.beat(node.id, -1.0)
        else:
            later = time.monotonic() + module.LIFE + 1
            monkeypatch.setattr(time, "monotonic", lambda: later)
        assert not await node.beat()
        assert names == [names[0], node.id]
        assert names[0] != node.id
        assert [name for name, _ in await store.nodes()] == [node.id]
        assert await node.beat()

    run(scene, tmp_path)


@pytest.mark.parametrize(
    ("trouble", "told"), [(StoreError("no disk"), "no disk"), (KeyError("words"), "KeyError")]
)
def test_a_store_that_is_away_for_a_while_is_told_once(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    trouble: Exception,
    told: str,
) -> None:
    monkeypatch.setattr(module, "EVERY", 0)

    async def scene(store: Any) -> None:
        node = Node(store)
        await node.join()
        beat, answers = store.beat, [1, 0, 0, 1, 0]
        done = asyncio.Event()

        async def away(name: str, seconds: float) -> bool:
            if not answers:
                done.set()
            elif not answers.pop():
                raise trouble
            return bool(await beat(name, seconds))

        monkeypatch.setattr(store, "beat", away)
        watching = asyncio.create_task(node.watch())
        await done.wait()
        watching.cancel()

    with caplog.at_level(logging.ERROR):
        run(scene, tmp_path)
    assert caplog.text.count(f"cannot say that it lives: {told}\n") == 2
