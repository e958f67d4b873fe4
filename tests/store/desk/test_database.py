"""Other nodes hear what has changed."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from flowengine.desk import moves
from flowengine.desk.log import SWITCHED, Entry
from flowengine.desk.people import Remark, Standing, Switch
from flowengine.store.opening import opened
from flowengine.store.records import Turn
from flowengine.store.verbs import StoreError
from tests.store.desk.rows import (
    CALL,
    ITEM,
    OLENA,
    joins,
    kept,
    moved,
    offer,
    queue_of,
    staffed,
)
from tests.store.rows import NEW

if TYPE_CHECKING:
    from pathlib import Path

    from flowengine.store.database import Database


async def _heard(news: asyncio.Queue[tuple[str, str]], kind: str, key: str) -> None:
    async with asyncio.timeout(60):
        while await news.get() != (kind, key):
            pass


async def test_other_nodes_hear_of_each_change(postgresql: str) -> None:
    store, other = opened(postgresql), opened(postgresql)
    await store.start()
    await other.start()
    news: asyncio.Queue[tuple[str, str]] = asyncio.Queue()
    other.tell(lambda kind, key: news.put_nowait((kind, key)))
    await store.write_user(OLENA)
    await _heard(news, "desk", "olena")
    (one,) = await joins(store, ITEM)
    await _heard(news, "desk", "i1")
    offered = await moved(store, offer(one))
    await _heard(news, "desk", "i1")
    page = await store.attend("olena", "desk", "n1", 45)
    await _heard(news, "desk", "olena")
    await store.part_at(page)
    await _heard(news, "desk", "olena")
    await store.stand(Standing(agent="marko", version=1))
    await _heard(news, "desk", "marko")
    entry = Entry(at=1.0, kind=SWITCHED)
    await store.switch(Switch(queue="help", kind="close"), entry, on=True)
    await _heard(news, "desk", "")
    await store.remark(Remark(conversation="c1", at=1.0, by="olena", text="x"))
    await _heard(news, "desk", "c1")
    before = await store.conversation("c1")
    assert before is not None
    await store.commit(Turn(replace(before, ended=True), joined=(CALL,)))
    await _heard(news, "desk", "i1")
    store.hint("typing", "c1/olena")
    await _heard(news, "typing", "c1/olena")
    # What came to nothing is no news.
    late: list[Any] = [await store.move([moves.accepted(offered, 120.0)], "n1")]
    late.append(await store.write_user(OLENA))
    late.append(await store.stand(Standing(agent="marko", version=1)))
    store.hint("typing", "end")
    heard = [await news.get()]
    while heard[-1] != ("typing", "end"):
        heard.append(await news.get())
    assert late == [("gone",), False, False]
    assert {key for kind, key in heard if kind == "desk"} <= {"b1", "i1"}
    await store.close()
    await other.close()


async def test_those_who_share_a_file_look_again(tmp_path: Path) -> None:
    store = opened(tmp_path / "shared.db")
    await store.start()
    news: asyncio.Queue[tuple[str, str]] = asyncio.Queue()
    store.tell(lambda kind, key: news.put_nowait((kind, key)))
    beside = opened(tmp_path / "shared.db", beside=True)
    await beside.start()
    await beside.commit(Turn(NEW, joined=(ITEM,)))
    beside.hint("typing", "c1")
    await beside.close()
    await _heard(news, "desk", "")
    await store.close()


@pytest.mark.parametrize("cut_off", [StoreError("It went away."), asyncio.CancelledError()])
async def test_what_a_move_told_is_brought_also_where_its_answer_was_lost(
    store: Database, cut_off: BaseException
) -> None:
    """The second of two moves was written, and nobody here knows: neither is told by whoever asked,
    or was given up while they waited, and no other node may."""
    await staffed(store)
    first, second, third = await queue_of(store, 3)
    offers = [await moved(store, offer(one)) for one in (first, second, third)]
    engine: Any = store._engine
    whole = engine.write
    accepts = [moves.accepted(one, 120.0) for one in offers]

    async def cut(script: Any, **how: Any) -> Any:
        done = await whole(script, **how)
        if how:  # the news of what was written, which go a way of their own
            return done
        if (await kept(store, "i2")).state == "active":
            engine.write = whole
            raise cut_off
        return done

    engine.write = cut
    await store.beat("n1", 60)
    with pytest.raises(type(cut_off)):
        await store.move(accepts, "n1")
    found = await store.claim_errands(9, "n1")
    assert {(one.conversation, one.kind) for one in found} == {
        ("c1", "accepted"),
        ("c2", "accepted"),
    }
    assert await store.claim_errands(9, "n1") == ()
