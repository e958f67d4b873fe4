"""Who texts goes on until every conversation that their words began is at its end."""

from __future__ import annotations

import asyncio
from random import Random

import pytest

from tests.desk_chaos import people
from tests.desk_chaos.people import Person, Provider
from tests.desk_chaos.world import World

NUMBER = "+380501000001"


def person() -> Person:
    return Person(World(Random(1), []), "p1", "127.0.1.1")


@pytest.mark.parametrize(
    ("texts", "ended"),
    [
        (["Welcome."], False),
        (["Welcome.", "After: done.\nOver."], True),
        (["Welcome.", "Over.", "Вітаємо."], False),
        (["Welcome.", "Over.", "Welcome.", "Over."], True),
        (["Welcome.", "Welcome.", "Over."], False),  # the second was quicker than the first's end
    ],
)
def test_the_end_is_that_of_the_last_conversation(texts: list[str], ended: bool) -> None:
    one = person()
    for text in texts:
        one.hear(text)
    assert one.ended.is_set() == ended


def test_who_had_laid_the_telephone_aside_takes_it_up_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    took = asyncio.Event()

    async def behave(one: Person, _lines: object, *, may_leave: bool) -> None:
        assert not may_leave
        took.set()
        one.hear("Over.")

    monkeypatch.setattr(people, "_behave", behave)

    async def run() -> None:
        provider, one = Provider(), person()
        provider.people[NUMBER] = one
        one.hear("Welcome.")
        one.hear("Over.")
        await people._texts(one, provider, NUMBER)
        assert not took.is_set()
        provider.took({"to": NUMBER, "id": "1", "text": "Welcome."})
        assert provider.again
        await asyncio.gather(*provider.again)
        assert took.is_set()
        assert one.ended.is_set()
        provider.took({"to": NUMBER, "id": "1", "text": "Welcome."})  # the same again
        assert not provider.again

    asyncio.run(run())
