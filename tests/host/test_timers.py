from __future__ import annotations

import asyncio
import logging

import pytest

from flowengine.host import timers as module
from flowengine.host.timers import Timers
from flowengine.store.records import Timer
from flowengine.store.verbs import StoreError
from tests.host.conftest import Play, Shop
from tests.host.ending import ended

DAY, HOUR = 86_400, 3_600


def test_a_timer_comes_when_it_is_due_and_once(play: Play) -> None:
    async def scene(shop: Shop) -> None:
        key = (await shop.begin()).conversation.id
        shop.now += HOUR - 1
        assert await shop.timers.look() == 0
        shop.now += 1
        assert await shop.timers.look() == 1
        assert "Are you still there?" in await shop.said(key)
        assert await shop.timers.look() == 0

    play(scene)


def test_a_timer_survives_a_restart(play: Play) -> None:
    async def scene(shop: Shop) -> None:
        key = (await shop.begin()).conversation.id
        await shop.restart()
        shop.now += HOUR
        await shop.timers.look()
        assert "Are you still there?" in await shop.said(key)

    play(scene)


def test_a_timer_of_an_earlier_turn_is_dropped_with_its_row(play: Play) -> None:
    async def scene(shop: Shop) -> None:
        assert shop.store is not None
        key = (await shop.begin()).conversation.id
        shop.now += 10
        await shop.conversations.say(key, "3")
        before = await shop.lines(key)
        shop.now += HOUR - 10
        assert await shop.timers.look() == 1
        assert await shop.lines(key) == before
        assert await shop.waiting("timers") == 1
        # What the person is being asked is still the same.
        assert "Your name?" in (await shop.conversations.look(key)).prompt

    play(scene)


@pytest.mark.parametrize(
    ("trouble", "told"),
    [
        (StoreError("no disk"), "could not be obeyed: no disk"),
        # It once ended the watching for good: no timer came any more, of nobody.
        (ValueError("words of a caller"), "could not be obeyed: ValueError"),
    ],
)
def test_watching_goes_on_when_the_store_stumbles(
    play: Play,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    trouble: Exception,
    told: str,
) -> None:
    monkeypatch.setattr(module, "EVERY", 0)
    monkeypatch.setattr(module, "AFTER_TROUBLE", 0)

    async def scene(shop: Shop) -> None:
        key = (await shop.begin()).conversation.id
        shop.now += HOUR
        assert shop.store is not None
        claim = shop.store.claim_timers
        stumbles = [True]

        async def stumbling(until: float, limit: int, node: str) -> tuple[Timer, ...]:
            if stumbles:
                stumbles.pop()
                raise trouble
            return await claim(until, limit, node)

        monkeypatch.setattr(shop.store, "claim_timers", stumbling)
        with shop.conversations.listeners.listening(key) as bell:
            watching = asyncio.create_task(shop.timers.watch())
            await bell.wait()
            watching.cancel()
        assert "Are you still there?" in await shop.said(key)

    with caplog.at_level(logging.ERROR):
        play(scene)
    assert told in caplog.text
    assert "caller" not in caplog.text


@pytest.mark.parametrize("jumps", [(DAY, 0), (-DAY, DAY), (DAY, -2 * DAY, 2 * DAY)])
def test_however_the_clock_jumps_each_timer_comes_once(play: Play, jumps: tuple[int, ...]) -> None:
    async def scene(shop: Shop) -> None:
        keys = [(await shop.begin()).conversation.id for _ in range(3)]
        for jump in jumps:
            shop.now += jump
            await shop.timers.look()
        shop.now += DAY
        await shop.timers.look()
        for key in keys:
            assert (await shop.said(key)).count("Are you still there?") == 1
        assert await shop.waiting("timers") == 0

    play(scene)


def test_a_timer_set_by_a_clock_that_was_behind_is_not_lost(play: Play) -> None:
    async def scene(shop: Shop) -> None:
        shop.now -= DAY
        key = (await shop.begin()).conversation.id
        shop.now += DAY
        await shop.restart()
        assert await shop.timers.look() == 1
        assert "Are you still there?" in await shop.said(key)

    play(scene)


def test_a_timer_that_two_bring_at_once_comes_once(play: Play) -> None:
    """As when a node was taken for dead while it was about to obey."""

    async def scene(shop: Shop) -> None:
        assert shop.store is not None
        key = (await shop.begin()).conversation.id
        shop.now += HOUR
        other = Timers(shop.conversations, shop.store)
        # Neither has joined, so what one has claimed is the other's as well.
        assert tuple(await asyncio.gather(shop.timers.look(), other.look())) == (1, 1)
        assert (await shop.said(key)).count("Are you still there?") == 1
        assert await shop.waiting("timers") == 0

    play(scene)


def test_an_end_that_comes_with_the_waking_is_heard(
    play: Play, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Python 3.11's `wait_for` swallowed it, and a stop waited for a watch that went on."""

    async def scene(shop: Shop) -> None:
        async def look() -> int:
            return 0

        async def until_next() -> float:
            return HOUR

        monkeypatch.setattr(shop.timers, "look", look)
        monkeypatch.setattr(shop.timers, "_until_next", until_next)
        for later in range(4):
            await ended(asyncio.create_task(shop.timers.watch()), shop.timers.wake, later)

    play(scene)
