from __future__ import annotations

from dataclasses import replace
from datetime import time
from typing import TYPE_CHECKING, Any

from msgspec.structs import replace as replaced

from flowengine.desk import declared, moves
from flowengine.desk.declared import Declared
from flowengine.desk.items import CONSULT, Guest
from flowengine.desk.log import SWITCHED, Entry
from flowengine.desk.people import Remark, Standing, Switch
from flowengine.language.program import Hours
from flowengine.store.opening import opened
from flowengine.store.records import Audit, Turn
from tests.store.desk.rows import CALL, ITEM, joins, moved, staffed, talks
from tests.store.rows import ERRAND, FACT, HELLO, NEW, OUT, TIMER, TRACE, UPLOAD

if TYPE_CHECKING:
    from pathlib import Path

    from flowengine.store.database import Database

Rows = list[tuple[str, dict[str, object]]]


async def _moved(rows: Rows, address: str) -> Rows:
    """What a new store at that address holds when it has taken these rows."""
    store = opened(address)
    await store.start()

    async def given() -> Any:
        for row in rows:
            yield row

    try:
        await store.load(given())
        return await _out(store)
    finally:
        await store.close()


async def _out(store: Database) -> Rows:
    return [row async for row in store.dump()]


async def _at_the_desk(store: Database) -> None:
    """Something of all that the desk keeps."""
    await staffed(store)
    mine = await talks(store, (await joins(store, replaced(ITEM, conversation="c2")))[0])
    await moved(store, moves.guest(mine, Guest("marko", CONSULT), 130.0))
    await joins(store, replaced(CALL, conversation="c3"))
    await store.stand(Standing(agent="olena", status="ready", since=1.5, version=1))
    await store.attend("olena", "desk", "n1", 45)
    entry = Entry(at=1.0, kind=SWITCHED, queue="help", body={"on": True})
    await store.switch(
        Switch(queue="help", kind="surge", value="Зачекайте", at=1.5), entry, on=True
    )
    await store.remark(Remark(conversation="c2", at=2.0, by="olena", text="x", mentions=("marko",)))
    await store.note(Audit(3.0, "sofia", "read", "c2"))
    days = {0: ((time(9), time(17)),)}
    hours = Hours("Europe/Kyiv", {}, ("UA", ()), days)
    await store.declare([declared.entry("help", Declared(90.0, hours), 1.0)])


async def test_a_store_moves_to_postgresql_and_back_without_a_change(
    tmp_path: Path, postgresql: str
) -> None:
    store = opened(tmp_path / "first.db")
    await store.start()
    await store.keep_sources("d1", b"\x00\xff")
    await store.identify("sms", "+1", 5.5)
    first = await store.commit(
        Turn(
            NEW,
            message_id="m1",
            messages=(HELLO,),
            timers=(TIMER,),
            errands=(ERRAND,),
            outgoing=(OUT,),
            facts=(FACT, FACT),
            uploads=(UPLOAD,),
            trace=TRACE,
        )
    )
    await store.commit(Turn(replace(first, ended=True), facts=(FACT,)))
    await _at_the_desk(store)
    rows = await _out(store)
    await store.close()
    desk = {"item", "slot", "guest", "standing", "desk_user", "switch", "remark", "desk_log"}
    assert {table for table, _ in rows} >= desk | {"audit", "audit_head"}
    there = await _moved(rows, postgresql)
    back = await _moved(there, str(tmp_path / "second.db"))
    assert sorted(map(repr, there)) == sorted(map(repr, rows))
    assert sorted(map(repr, back)) == sorted(map(repr, rows))
    assert sum('"within"' in repr(row) for row in back) == 1
