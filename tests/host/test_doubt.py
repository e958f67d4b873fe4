from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import Any

import pytest

from flowengine.host import doubt
from flowengine.store.records import Turn
from flowengine.store.verbs import StoreError
from tests.host.conftest import Play, Shop


@pytest.fixture(autouse=True)
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doubt, "EVERY", 0)


async def written(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> Turn:
    """A turn that the store has."""
    assert shop.store is not None
    key = (await shop.begin()).conversation.id
    commit, turns = shop.store.commit, []

    async def seen(turn: Turn) -> Any:
        turns.append(turn)
        return await commit(turn)

    monkeypatch.setattr(shop.store, "commit", seen)
    await shop.conversations.say(key, "3", "m1")
    (turn,) = turns
    return turn


def test_only_a_turn_that_was_written_is_told_of_when_its_answer_is_found(
    play: Play, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def scene(shop: Shop) -> None:
        assert shop.store is not None
        told: list[str] = []
        found = doubt.Doubt(shop.store, lambda _turn, after: told.append(after.id))
        turn = await written(shop, monkeypatch)
        assert turn.trace is not None
        found.about(turn)
        found.about(replace(turn, trace=replace(turn.trace, took=99.0)))
        found.about(replace(turn, trace=None))
        await asyncio.gather(*found._tasks)
        assert told == [turn.conversation.id]

    play(scene)


def test_a_store_that_does_not_answer_is_asked_again(
    play: Play, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def scene(shop: Shop) -> None:
        assert shop.store is not None
        turn = await written(shop, monkeypatch)
        traces, silent = shop.store.traces, [1, 2, 3]

        async def sometimes(key: str) -> Any:
            if silent:
                silent.pop()
                raise StoreError("gone for a moment")
            return await traces(key)

        monkeypatch.setattr(shop.store, "traces", sometimes)
        told: list[Turn] = []
        found = doubt.Doubt(shop.store, lambda turn, _after: told.append(turn))
        found.about(turn)
        await asyncio.gather(*found._tasks)
        assert (told, silent) == ([turn], [])

    play(scene)


def test_at_the_end_nobody_asks_any_more(play: Play, monkeypatch: pytest.MonkeyPatch) -> None:
    async def scene(shop: Shop) -> None:
        assert shop.store is not None
        turn = await written(shop, monkeypatch)

        async def never(_key: str) -> Any:
            raise StoreError("gone for good")

        monkeypatch.setattr(shop.store, "traces", never)
        told: list[Turn] = []
        found = doubt.Doubt(shop.store, lambda turn, _after: told.append(turn))
        found.about(turn)
        await asyncio.sleep(0)
        await found.close()
        assert told == []
        assert not found._tasks

    play(scene)
