"""Items go with their conversations, and with them who they were about."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from msgspec.structs import replace as changed

from flowengine.desk import moves
from flowengine.desk.people import Remark
from flowengine.store.records import Turn
from tests.store.desk.rows import CALL, ITEM, joins, kept, kinds, moved, staffed, talks

if TYPE_CHECKING:
    from flowengine.store.database import Database

TABLES = ("item", "slot", "guest", "remark")


async def _left(store: Database) -> list[int]:
    """How many rows of each there are."""
    found = [table async for table, _ in store.dump()]
    return [found.count(table) for table in TABLES]


async def test_a_contact_is_erased_with_what_they_wait_for(store: Database) -> None:
    """Also where somebody talks with them now, and in conversations of others."""
    await staffed(store)
    who = (await store.identify("sms", "+380001", 1.0)).id
    mine, theirs = changed(ITEM, contact=who), changed(CALL, conversation="c2", contact=who)
    (waits,) = await joins(store, mine)
    talk = await store.conversation("c1")
    assert talk is not None
    await store.commit(Turn(replace(talk, contact=who)))
    await talks(store, waits)
    await store.remark(Remark(conversation="c1", at=1.0, by="olena", text="secret"))
    await joins(store, theirs)
    assert await store.erase_contact(who) == 1
    assert await _left(store) == [1, 0, 0, 0]
    other = await kept(store, "b1")
    assert (other.state, other.outcome, other.phone, other.note) == ("closed", "erased", "", "")
    assert (await kinds(store))[-2:] == ["closed", "closed"]
    assert await store.erase_contact(who) == 0
    assert "secret" not in repr([row async for row in store.dump()])
    assert [line for line in await store.verify() if "sources" not in line] == []


async def test_a_contact_who_waits_nowhere_any_more_is_erased_there_too(store: Database) -> None:
    who = (await store.identify("sms", "+1", 1.0)).id
    (one,) = await joins(store, changed(CALL, contact=who))
    await moved(store, moves.unserved(one, "nobody", 110.0))
    await store.erase_contact(who)
    after = await kept(store, "b1")
    assert (after.contact, after.phone, after.outcome) == ("", "", "nobody")


async def test_a_conversation_is_not_forgotten_while_somebody_is_promised_something(
    store: Database,
) -> None:
    await staffed(store)
    (one,) = await joins(store, CALL)
    assert (await store.idle(1e9, 9), await store.forget("conversation", 1e9, 9)) == ((), 0)
    mine = await talks(store, one)
    await store.remark(Remark(conversation="c1", at=1.0, by="olena", text="secret"))
    assert await store.forget("conversation", 1e9, 9) == 0
    await moved(store, moves.closed(mine, 130.0, "reached"))
    assert await store.idle(1e9, 9) == ("c1",)
    assert await store.forget("conversation", 1e9, 9) == 1
    assert await _left(store) == [0, 0, 0, 0]
    assert await kinds(store) == ["joined", "offered", "accepted", "finished", "closed"]


async def test_the_log_is_forgotten_by_its_own_days(store: Database) -> None:
    (one,) = await joins(store, ITEM)
    await moved(store, moves.raised(one, 2, 200.0, ""))
    assert await store.forget("log", 200.0, 9) == 1
    assert await store.forget("conversation", 200.0, 9) == 0
    assert await kinds(store) == ["raised"]
    (left,) = await store.entries()
    await store.forget("log", 1e9, 9)
    await moved(store, moves.raised(await kept(store, "i1"), 3, 300.0, ""))
    (next_one,) = await store.entries()
    assert next_one.number > left.number  # who reads on by number misses nothing
