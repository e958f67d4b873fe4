from __future__ import annotations

import asyncio
import logging

import pytest

from flowengine.host import retention as module
from flowengine.host.refusal import Refusal
from flowengine.host.retention import Retention
from flowengine.store.verbs import StoreError
from tests.host.conftest import Play, Shop

DAY = 86_400


async def ended(shop: Shop) -> str:
    key = (await shop.begin()).conversation.id
    await shop.conversations.say(key, "Nothing")
    return key


def retention(shop: Shop) -> Retention:
    assert shop.store is not None
    return Retention(shop.conversations, shop.store, {"conversation": 30})


def test_after_its_days_a_conversation_is_gone_and_a_younger_one_is_not(play: Play) -> None:
    async def scene(shop: Shop) -> None:
        old = await ended(shop)
        shop.now += 29 * DAY
        young = await ended(shop)
        assert await retention(shop).look() == 0
        shop.now += DAY + 1
        assert await retention(shop).look() == 1
        assert await shop.lines(old) == []
        with pytest.raises(Refusal, match="no such conversation"):
            await shop.conversations.look(old)
        assert await shop.said(young)

    play(scene)


def test_who_waits_for_a_timer_is_not_forgotten_before_it_has_come(play: Play) -> None:
    async def scene(shop: Shop) -> None:
        key = (await shop.begin()).conversation.id
        shop.now += 31 * DAY
        assert await retention(shop).look() == 0
        await shop.timers.look()
        assert "Are you still there?" in await shop.said(key)

    play(scene)


def test_however_many_are_old_they_go_in_small_steps(
    play: Play, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "AT_ONCE", 2)

    async def scene(shop: Shop) -> None:
        for _ in range(5):
            await ended(shop)
        shop.now += 31 * DAY
        assert await retention(shop).look() == 5

    play(scene)


def test_cleaning_goes_on_when_the_store_stumbles(
    play: Play, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(module, "EVERY", 0)

    async def scene(shop: Shop) -> None:
        again = asyncio.Event()
        stumbles = [True]

        async def forget(kind: str, before: float, limit: int) -> int:
            if stumbles.pop():
                stumbles.append(False)
                raise StoreError("no disk")
            stumbles.append(False)
            again.set()
            return 0

        async def chore(name: str, every: float, now: float) -> bool:
            return True

        monkeypatch.setattr(shop.store, "forget", forget)
        monkeypatch.setattr(shop.store, "chore", chore)
        watching = asyncio.create_task(retention(shop).watch())
        await again.wait()
        watching.cancel()

    with caplog.at_level(logging.ERROR):
        play(scene)
    assert "could not be deleted: no disk" in caplog.text
