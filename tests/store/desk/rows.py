"""Agents and items that the tests of this folder begin with."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from flowengine.desk import moves
from flowengine.desk.items import ASYNC, CALLBACK, Item
from flowengine.desk.people import User
from flowengine.store.records import Turn
from flowengine.store.script import Ask
from tests.store.rows import NEW

if TYPE_CHECKING:
    from collections.abc import Sequence

    from flowengine.desk.moves import Move
    from flowengine.store.database import Database
    from flowengine.store.script import Row, Script

OLENA = User(id="olena", name="olena", shown="Olena", version=1)
MARKO = User(id="marko", name="marko", shown="Marko", version=1)
ITEM = Item(id="i1", conversation="c1", queue="help", channel="chat", turn=1, flow="shop")
CALL = Item(
    id="b1", conversation="c1", queue="help", channel="voice", kind=CALLBACK, media=ASYNC,
    phone="+380001", safe="yes", voicemail="no", note="after school",
)  # fmt: skip


async def staffed(store: Database, *users: User) -> None:
    """With these agents, by default Olena and Marko."""
    for one in users or (OLENA, MARKO):
        assert await store.write_user(one)


async def joins(store: Database, *items: Item) -> tuple[Item, ...]:
    """Each in a conversation of its own; as they are kept."""
    for one in items:
        await store.commit(Turn(replace(NEW, id=one.conversation), joined=(one,), node="n1"))
    return tuple([await kept(store, one.id) for one in items])


async def queue_of(store: Database, count: int, **more: Any) -> tuple[Item, ...]:
    """That many people wait: i1 in c1, i2 in c2, …"""
    from msgspec.structs import replace as changed

    people = [changed(ITEM, id=f"i{n}", conversation=f"c{n}", **more) for n in range(1, count + 1)]
    return await joins(store, *people)


async def kept(store: Database, key: str) -> Item:
    found = await store.item(key)
    assert found is not None
    return found


async def moved(store: Database, move: Move) -> Item:
    """The item after a move that must not fail."""
    assert await store.move([move], "n1") == ("moved",)
    return await kept(store, move.after.id)


def offer(item: Item, agent: str = "olena", at: float = 110.0) -> Move:
    return moves.offered(item, agent, f"token of {item.id}", at + 20, at, {"ring": 0})


async def talks(store: Database, item: Item, agent: str = "olena") -> Item:
    """The agent has it, by an offer that they accepted."""
    return await moved(store, moves.accepted(await moved(store, offer(item, agent)), 120.0))


async def kinds(store: Database) -> list[str]:
    return [one.kind for one in await store.entries()]


async def said(store: Database, sql: str, values: Sequence[Any] = ()) -> list[Row]:
    """The rows that a statement gives; what it writes is written."""

    def script() -> Script[list[Row]]:
        return (yield Ask(sql, values))

    return await store._engine.write(script)
