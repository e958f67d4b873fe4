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
HOUR = 3_600


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


@pytest.mark.parametrize(
    ("trouble", "told"),
    [(StoreError("no disk"), "no disk"), (ValueError("words of a person"), "ValueError")],
)
def test_cleaning_goes_on_when_it_stumbles(
    play: Play,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    trouble: Exception,
    told: str,
) -> None:
    monkeypatch.setattr(module, "EVERY", 0)

    async def scene(shop: Shop) -> None:
        again = asyncio.Event()
        stumbles = [True]

        async def forget(kind: str, before: float, limit: int) -> int:
            if stumbles.pop():
                stumbles.append(False)
                raise trouble
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
    assert f"could not be deleted: {told}\n" in caplog.text


def expiry(shop: Shop) -> Retention:
    assert shop.store is not None
    return Retention(shop.conversations, shop.store, {}, expire_days=30)


def test_what_nobody_continues_ends_quietly_and_its_address_is_free(play: Play) -> None:
    async def scene(shop: Shop) -> None:
        assert shop.store is not None
        where = {"gateway": "web", "address": "a1"}
        opened = await shop.conversations.begin("shop", channel="chat", **where)
        key = opened.conversation.id
        await shop.conversations.say(key, "3")
        shop.now += HOUR
        await shop.timers.look()  # "Are you still there?": then it waits for no timer any more
        shop.now += 29 * DAY
        await expiry(shop).look()
        assert not (await shop.conversations.look(key)).ended
        shop.now += DAY + HOUR
        await expiry(shop).look()
        after = await shop.conversations.look(key)
        assert (after.ended, after.place, after.prompt) == (True, "", "")
        assert (await shop.lines(key))[-1].text == module.EXPIRED
        assert await shop.store.open_at("web", "a1") is None
        with pytest.raises(Refusal, match="ended"):
            await shop.conversations.say(key, "hello?")
        await expiry(shop).look()
        assert (await shop.conversations.look(key)).revision == after.revision

    play(scene)


def test_one_that_waits_for_a_timer_does_not_expire(play: Play) -> None:
    async def scene(shop: Shop) -> None:
        key = (await shop.begin()).conversation.id
        shop.now += 99 * DAY
        await expiry(shop).look()
        assert not (await shop.conversations.look(key)).ended

    play(scene)


def test_one_that_is_continued_in_that_moment_goes_on(
    play: Play, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def scene(shop: Shop) -> None:
        key = (await shop.begin()).conversation.id
        answers = [(key, "gone"), ()]

        async def idle(before: float, limit: int) -> tuple[str, ...]:
            return answers.pop(0)

        monkeypatch.setattr(shop.store, "idle", idle)
        monkeypatch.setattr(module, "AT_ONCE", 2)
        await expiry(shop).look()
        assert not (await shop.conversations.look(key)).ended
        assert answers == []

    play(scene)


def test_kinds_of_data_have_days_of_their_own(play: Play) -> None:
    async def scene(shop: Shop) -> None:
        assert shop.store is not None
        key = await ended(shop)
        shop.now += 8 * DAY
        kept = Retention(shop.conversations, shop.store, {"trace": 7, "conversation": 30})
        assert await kept.look() > 0
        assert await shop.store.traces(key) == ()
        assert await shop.said(key)

    play(scene)


def test_by_a_clock_that_jumped_ahead_nothing_is_deleted(
    play: Play, caplog: pytest.LogCaptureFixture
) -> None:
    async def scene(shop: Shop) -> None:
        assert shop.store is not None
        ticks = [50.0]
        keeping = Retention(
            shop.conversations, shop.store, {"conversation": 30}, ticks=lambda: ticks[0]
        )
        key = await ended(shop)
        begun = shop.now
        for ahead in (365 * DAY, 2 * DAY, 400 * DAY):
            shop.now = begun + ahead
            assert await keeping.do() is None
        assert caplog.text.count("jumped 365 days ahead") == 1
        assert caplog.text.count("jumped") == 1  # not again and again
        shop.now = begun - 365 * DAY  # nothing is old by a clock that is behind
        assert await keeping.do() == 0
        shop.now = begun
        assert await keeping.do() == 0
        assert await shop.lines(key)
        shop.now += 31 * DAY
        ticks[0] += 31 * DAY
        assert await keeping.do() == 1

    play(scene)


def test_a_clock_that_stays_ahead_is_believed_in_the_end(play: Play) -> None:
    async def scene(shop: Shop) -> None:
        assert shop.store is not None
        ticks = [0.0]
        keeping = Retention(
            shop.conversations, shop.store, {"conversation": 30}, ticks=lambda: ticks[0]
        )
        await ended(shop)
        shop.now += 365 * DAY
        assert await keeping.do() is None
        for _ in range(2):
            shop.now += module.BELIEVED / 2
            ticks[0] += module.BELIEVED / 2
        assert await keeping.do() == 1

    play(scene)
