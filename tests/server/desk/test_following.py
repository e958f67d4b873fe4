from __future__ import annotations

import asyncio
from types import SimpleNamespace
from typing import Any

import pytest

from flowengine.desk.items import Item
from flowengine.desk.people import User
from flowengine.host.desk.context import Signs
from flowengine.host.lines import Line
from flowengine.host.listeners import Listeners
from flowengine.host.refusal import Refusal
from flowengine.server.desk.connection import SIGNED_OUT, Over
from flowengine.server.desk.following import PART, Following
from flowengine.store.verbs import StoreError

OLENA = User(id="u1", name="olena", shown="Olena")


class House:
    """As much of one as is followed. `wrong` is what reading raises."""

    def __init__(self, count: int = 1) -> None:
        self.count = count
        self.wrong: Exception | None = None
        self.dismissed_after = -1  # questions who it is; -1: never
        self.conversations = SimpleNamespace(listeners=Listeners())
        self.desk = SimpleNamespace(talk=self)
        self.store = self
        self.alone = True
        self.told: asyncio.Queue[dict[str, Any]] = asyncio.Queue()

    async def who(self) -> User:
        if self.dismissed_after == 0:
            raise Over(SIGNED_OUT)
        self.dismissed_after -= 1
        return OLENA

    async def item(self, key: str) -> Item | None:
        return (
            Item(id=key, conversation="c1", flow="f", queue="q", channel="chat")
            if key == "i1"
            else None
        )

    async def lines(self, _user: User, _item: str, since: int) -> list[tuple[Any, ...]]:
        if self.wrong is not None:
            raise self.wrong
        line = Line(kind="text", text="x")
        return [(number, 0.0, "person", line) for number in range(since + 1, self.count + 1)]

    async def signs(self, _user: User, _item: str) -> Signs:
        return Signs(typing=(), seen=0, receipts={})

    def following(self) -> Following:
        return Following(self, self.who, self.told.put)  # type: ignore[arg-type]

    async def next(self) -> dict[str, Any]:
        return await asyncio.wait_for(self.told.get(), 60)


def test_what_is_open_is_told_from_where_the_page_was_and_as_it_comes() -> None:
    async def scene() -> None:
        house = House(count=3)
        following = house.following()
        await following.open("i1", 1)
        first = await house.next()
        assert ([one["number"] for one in first["lines"]], first["whole"]) == ([2, 3], True)
        house.count = 4
        house.conversations.listeners.ring("c1")
        then = await house.next()
        assert ([one["number"] for one in then["lines"]], then["whole"]) == ([4], False)
        house.conversations.listeners.ring("c1")  # somebody types, or has noted something
        assert (await house.next())["lines"] == []
        await following.close()

    asyncio.run(scene())


def test_a_long_conversation_comes_in_parts() -> None:
    async def scene() -> None:
        house = House(count=PART + 1)
        following = house.following()
        await following.open("i1", 0)
        assert [len((await house.next())["lines"]) for _ in range(2)] == [PART, 1]
        await following.close()

    asyncio.run(scene())


@pytest.mark.parametrize(
    ("wrong", "code"),
    [(Refusal("forbidden", "Not yours."), "forbidden"), (StoreError("x"), "busy")],
)
def test_f35_who_may_read_no_more_is_told_so_at_the_next_line(wrong: Exception, code: str) -> None:
    async def scene() -> None:
        house = House()
        following = house.following()
        await following.open("i1", 0)
        await house.next()
        house.count, house.wrong = 2, wrong
        house.conversations.listeners.ring("c1")
        assert await house.next() == {
            "type": "gone", "item": "i1", "code": code,
            "text": "Not yours." if code == "forbidden" else "It cannot be read just now.",
        }  # fmt: skip
        await following.close()

    asyncio.run(scene())


@pytest.mark.parametrize("after", [0, 1, 2])
def test_who_is_dismissed_is_told_nothing_even_of_what_was_read_already(after: int) -> None:
    async def scene() -> None:
        house = House()
        following = house.following()
        await following.open("i1", 0)
        await house.next()
        (task,) = following._tasks.values()
        house.count, house.dismissed_after = 2, after
        house.conversations.listeners.ring("c1")
        await asyncio.wait_for(task, 60)
        assert house.told.empty()
        await following.close()

    asyncio.run(scene())


@pytest.mark.parametrize(("item", "code"), [("i1", "forbidden"), ("i2", "unknown-item")])
def test_what_may_not_be_read_is_never_followed(item: str, code: str) -> None:
    async def scene() -> None:
        house = House()
        house.wrong = Refusal("forbidden", "Not yours.") if item == "i1" else None
        with pytest.raises(Refusal) as refused:
            await house.following().open(item, 0)
        assert refused.value.code == code
        assert house.told.empty()

    asyncio.run(scene())


def test_only_the_agents_own_stay_open() -> None:
    async def scene() -> None:
        house = House()
        following = house.following()
        await following.open("i1", 0)
        await house.next()
        following.keep(["i1"])
        following.keep([])
        following.shut("i1")  # again
        house.count = 2
        house.conversations.listeners.ring("c1")
        await following.close()
        assert house.told.empty()

    asyncio.run(scene())
