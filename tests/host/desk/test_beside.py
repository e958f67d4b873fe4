from __future__ import annotations

import asyncio

import pytest

from flowengine.desk import items
from flowengine.host import ownership
from flowengine.host.desk import beside
from flowengine.host.desk.beside import Beside
from flowengine.host.desk.picture import Picture
from flowengine.store.verbs import StoreError
from tests.host.desk.conftest import Work
from tests.host.desk.shift import Shift

WITHIN = 60.0  # seconds, on a machine that has much to do


def test_f25_somebody_whose_conversation_is_held_keeps_nobody_else_from_a_free_agent(
    work: Work, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A node died in the middle of their turn. Telling them their place has to wait for it; an
    offer to the next must not."""
    monkeypatch.setattr(ownership, "PATIENCE", 10 * WITHIN)

    async def scene(shift: Shift) -> None:
        await shift.hire("olena", ["people"])
        await shift.sit("olena", status="break")
        held = await shift.person("1")
        assert await shift.store.take(held, "a node that died") is not None
        works = [asyncio.create_task(work()) for work in shift.desk.works()]
        try:
            async with asyncio.timeout(WITHIN):
                while not shift.desk.router.looked:
                    await asyncio.sleep(0)
            await shift.agent("marko", ["duty"])
            key = await shift.person("2")
            with shift.desk.bell.listening("desk") as bell:
                async with asyncio.timeout(WITHIN):
                    while (await shift.of(key)).state != items.OFFERED:
                        bell.clear()
                        if (await shift.of(key)).state != items.OFFERED:
                            await bell.wait()
        finally:
            for one in works:
                one.cancel()
            await asyncio.gather(*works, return_exceptions=True)
            await shift.store.give_back(held, "a node that died")

    work(scene)


def test_of_pictures_that_came_meanwhile_the_newest_is_worked_with() -> None:
    asyncio.run(_newest())


async def _newest() -> None:
    done: list[float] = []
    go_on, begun = asyncio.Event(), asyncio.Event()

    async def work(seen: Picture) -> None:
        done.append(seen.now)
        begun.set()
        await go_on.wait()

    besides = Beside(work)
    task = asyncio.create_task(besides.watch())
    besides.show(Picture(1.0))
    await begun.wait()
    for now in (2.0, 3.0):
        besides.show(Picture(now))
    begun.clear()
    go_on.set()
    await begun.wait()
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    assert done == [1.0, 3.0]
    await besides.catch_up()
    assert done == [1.0, 3.0]  # with nothing new there is nothing to do


def test_what_fails_is_told_without_anybodys_words_and_gone_on_with(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(beside, "AFTER_TROUBLE", 0)
    asyncio.run(_troubled())
    assert "the disk is full" in caplog.text
    assert "ValueError" in caplog.text
    assert "secret" not in caplog.text


async def _troubled() -> None:
    troubles = [StoreError("the disk is full"), ValueError("secret words")]
    met, done = asyncio.Event(), asyncio.Event()

    async def work(_: Picture) -> None:
        if troubles:
            met.set()
            raise troubles.pop(0)
        done.set()

    besides = Beside(work)
    task = asyncio.create_task(besides.watch())
    for now in (1.0, 2.0):
        besides.show(Picture(now))
        await met.wait()
        met.clear()
    besides.show(Picture(3.0))
    await done.wait()
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
