"""A turn that dies at any of its awaits: nothing accepted is lost, and nothing is done twice."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import suppress
from typing import Any

import pytest

from flowengine.host import doubt
from flowengine.host.conversations import Conversations
from flowengine.store.verbs import Replayed, StoreError
from tests.host.conftest import Play, Shop

MOST = 60  # awaits of a turn; there are far fewer


class Dying:
    """A store in which something happens before or after the nth of its verbs.

    Each verb also lets others run, as a database does.
    """

    def __init__(self, store: Any, last: int, die: Callable[[], None]) -> None:
        self._store = store
        self._last = last
        self._die = die
        self.points = 0

    def __getattr__(self, name: str) -> Any:
        verb = getattr(self._store, name)
        if not asyncio.iscoroutinefunction(verb):
            return verb

        async def called(*given: Any, **named: Any) -> Any:
            await self._point()
            answer = await verb(*given, **named)
            await self._point()
            return answer

        return called

    async def _point(self) -> None:
        self.points += 1
        if self.points == self._last:
            self._die()
        await asyncio.sleep(0)


def failing() -> None:
    raise StoreError("gone for a moment")


def killed() -> None:
    task = asyncio.current_task()
    assert task is not None
    task.cancel()


async def tried(shop: Shop, key: str, text: str, last: int, die: Callable[[], None]) -> bool:
    """One try on a store that dies at its point `last`; False when the turn has fewer."""
    assert shop.store is not None
    dying = Dying(shop.store, last, die)
    conversations = Conversations(
        shop.conversations.editions,
        dying,
        node="dies",
        clock=lambda: shop.now,
    )
    if die is failing:
        conversations.stepping.perform = shop.errands.perform
    with suppress(StoreError, asyncio.CancelledError):
        await conversations.say(key, text, "m1")
    if die is killed:  # the process is gone, and with it what it would still have found out
        await conversations.stepping.doubt.close()
        await shop.store.leave("dies")
    else:
        await asyncio.gather(*conversations.stepping.doubt._tasks)
        await shop.errands.idle()
    return dying.points >= last


async def accounted(shop: Shop, key: str, text: str, answer: str) -> None:
    """The sender brings the message again until it is taken; then all is as if once."""
    assert shop.store is not None
    taken = await shop.store.take(key, "another")  # the lease is free at once
    assert taken is not None
    await shop.store.give_back(key, "another")
    with suppress(Replayed):
        await shop.conversations.say(key, text, "m1")
    await shop.errands.take_up(shop.store)
    await shop.attend()
    lines = await shop.lines(key)
    assert [line.id for line in lines if line.id] == ["m1"]
    assert sum(line.text == answer for line in lines) == 1
    assert [line.kind for line in lines].count("ended") <= 1
    assert await shop.waiting("errands") == 0
    numbers = [number for number, _, _ in await shop.conversations.read(key, 0)]
    assert numbers == list(range(1, len(numbers) + 1))
    traces = await shop.store.traces(key)
    assert [one.revision for one in traces] == list(range(1, len(traces) + 1))


@pytest.mark.parametrize("die", [failing, killed])
@pytest.mark.parametrize(
    ("text", "answer"),
    [("1", "We have 7."), ("3", "Your name?"), ("4", "Goodbye."), ("2", "Nobody is here.")],
)
def test_a_turn_that_dies_anywhere(
    play: Play, monkeypatch: pytest.MonkeyPatch, text: str, answer: str, die: Callable[[], None]
) -> None:
    monkeypatch.setattr(doubt, "EVERY", 0)

    async def scene(shop: Shop) -> None:
        for last in range(1, MOST):
            key = (await shop.begin()).conversation.id
            more = await tried(shop, key, text, last, die)
            await accounted(shop, key, text, answer)
            if not more:
                assert last > 4  # there were some
                return
        raise AssertionError("a turn has too many awaits")

    play(scene)
