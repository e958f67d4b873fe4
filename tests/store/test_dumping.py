from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from flowengine.store.opening import opened
from flowengine.store.records import Turn
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
    rows = await _out(store)
    await store.close()
    there = await _moved(rows, postgresql)
    back = await _moved(there, str(tmp_path / "second.db"))
    assert sorted(map(repr, there)) == sorted(map(repr, rows))
    assert sorted(map(repr, back)) == sorted(map(repr, rows))
