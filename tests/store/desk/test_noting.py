"""The desk's log, queues' switches, and remarks."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

from flowengine.desk import declared
from flowengine.desk.declared import Declared
from flowengine.desk.log import DECLARED, OFFERED, SIGNAL, SWITCHED, Entry
from flowengine.desk.people import Remark, Switch
from flowengine.store.opening import opened
from flowengine.store.records import Turn
from tests.store.desk.rows import kinds
from tests.store.rows import NEW

if TYPE_CHECKING:
    from flowengine.store.database import Database
    from tests.store.conftest import Stores


def line(at: float, item: str = "", **more: Any) -> Entry:
    return Entry(at=at, kind=OFFERED, item=item, **more)


async def test_the_log_is_read_in_the_order_in_which_it_was_written(store: Database) -> None:
    full = Entry(
        at=5.0, kind=SIGNAL, item="i1", conversation="c1", flow="shop", queue="help",
        channel="chat", language="uk", agent="olena", body={"why": {"ring": 1}, "x": [None, "ї"]},
    )  # fmt: skip
    await store.log([full, line(3.0), line(4.0, "i2")])
    await store.log([line(2.0, "i1")])
    first, *others = found = await store.entries()
    assert first == Entry(**{name: getattr(full, name) for name in Entry.__struct_fields__
                             if name != "number"}, number=first.number)  # fmt: skip
    assert [one.at for one in found] == [5.0, 3.0, 4.0, 2.0]
    assert sorted(one.number for one in found) == [one.number for one in found]
    for asked, at in (
        ({"since": 3.0}, [5.0, 3.0, 4.0]),
        ({"since": 3.0, "until": 5.0}, [3.0, 4.0]),
        ({"after": others[0].number}, [4.0, 2.0]),
        ({"item": "i1"}, [5.0, 2.0]),
        ({"item": "i1", "after": first.number}, [2.0]),
        ({"limit": 2}, [5.0, 3.0]),
        ({"after": found[-1].number}, []),
        ({"item": "nobody"}, []),
    ):
        assert (asked, [one.at for one in await store.entries(**asked)]) == (asked, at)


def promises(queue: str, within: float, at: float = 1.0) -> Entry:
    return declared.entry(queue, Declared(within), at)


async def test_what_queues_promise_is_written_when_it_changes(store: Database) -> None:
    assert await store.declare([]) == 0
    assert await store.declare([promises("help", 60.0), promises("duty", 60.0)]) == 2
    assert await store.declare([promises("help", 60.0, 2.0), promises("duty", 30.0, 2.0)]) == 1
    assert await store.declare([promises("duty", 60.0, 3.0)]) == 1
    await store.log([line(4.0)])
    found = await store.declared()
    assert [(one.queue, one.body["within"], one.at) for one in found] == [
        ("help", 60.0, 1.0), ("duty", 60.0, 1.0), ("duty", 30.0, 2.0), ("duty", 60.0, 3.0),
    ]  # fmt: skip
    assert found == (await store.entries())[:4]


async def test_of_all_who_say_the_same_at_once_one_writes_it(stores: Stores) -> None:
    several = [await stores.another() for _ in range(3 if "://" in stores.address else 1)]
    said = [promises("help", 60.0), promises("duty", 30.0)]
    done = await asyncio.gather(*(one.declare(said) for one in several * 4))
    assert sorted(done)[-1] == sum(done) == 2
    assert len(await several[0].declared()) == 2


async def test_what_queues_promise_outlives_the_days_of_the_log(store: Database) -> None:
    await store.declare([promises("help", 60.0)])
    await store.log([line(2.0)])
    assert await store.forget("log", 1e9, 9) == 1
    assert [one.kind for one in await store.entries()] == [DECLARED]


async def test_who_reads_on_by_number_misses_none_that_was_written_slowly(
    postgresql: str,
) -> None:
    """A smaller number that is committed later would never be read."""
    store = opened(postgresql)
    await store.start()
    began, goes_on = asyncio.Event(), asyncio.Event()
    read: list[float] = []

    async def slowly() -> None:
        async with store._engine._connections.one() as link:  # type: ignore[attr-defined]
            await link.exchange([(b"BEGIN", ())])
            await link.exchange([(_INSERT, ())])
            began.set()
            await goes_on.wait()
            await link.exchange([(b"COMMIT", ())])

    work = asyncio.create_task(slowly())
    await began.wait()
    await store.log([line(2.0, "i2")])
    read += [one.at for one in await store.entries()]
    assert [one.at for one in await store.entries(item="i2")] == [2.0]  # of one item at once
    goes_on.set()
    await work
    read += [one.at for one in await store.entries()]
    await store.close()
    assert read == [1.0, 2.0]


_INSERT = (
    b"INSERT INTO desk_log (at, kind, item, conversation, flow, queue, channel, language, agent,"
    b" body) VALUES (1.0, 'offered', 'i1', '', '', '', '', '', '', '{}')"
)


async def test_switches_are_set_changed_and_undone(store: Database) -> None:
    close = Switch(queue="help", kind="close", by="sofia", at=1.0)
    divert = Switch(queue="help", kind="divert", value="duty", by="sofia", at=2.0, until=9.0)
    entry = Entry(at=1.0, kind=SWITCHED, queue="help")
    for one in (close, divert, Switch(queue="help", kind="close", by="marko", at=3.0)):
        await store.switch(one, entry, on=True)
    found = {one.kind: one for one in await store.switches()}
    assert (found["close"].by, found["divert"], len(found)) == ("marko", divert, 2)
    await store.switch(close, entry, on=False)
    await store.switch(close, entry, on=False)
    assert await store.switches() == (divert,)
    assert await kinds(store) == [SWITCHED] * 5


async def test_remarks_are_read_by_conversation_and_by_who_is_meant(store: Database) -> None:
    await store.commit(Turn(NEW))
    words = [
        Remark(conversation="c1", at=1.0, by="olena", text="Знає її?", mentions=("marko", "sofia")),
        Remark(conversation="c1", at=2.0, by="marko", text="yes"),
        Remark(conversation="c2", at=3.0, by="olena", text="and here", mentions=("marko",)),
        Remark(
            conversation="c2", at=4.0, by="olena", text="x", mentions=("Marko", "mar%", "m_rko")
        ),
    ]
    for one in words:
        await store.remark(one)
    found = await store.remarks("c1")
    assert [(one.by, one.text, one.mentions) for one in found] == [
        ("olena", "Знає її?", ("marko", "sofia")),
        ("marko", "yes", ()),
    ]
    assert [one.number for one in found] == sorted({one.number for one in found})
    for who, since, at in (
        ("marko", 0.0, [1.0, 3.0]),
        ("marko", 2.0, [3.0]),
        ("sofia", 0.0, [1.0]),
        ("mar%", 0.0, [4.0]),
        ("mark", 0.0, []),
        ("olena", 0.0, []),
    ):
        assert [one.at for one in await store.mentions(who, since)] == at, who
