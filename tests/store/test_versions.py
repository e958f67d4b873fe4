"""Sources, publications, and who still waits in which version; on every store."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from flowengine.store.records import Publication, Turn, Waiting
from tests.store.rows import NEW, TRACE

if TYPE_CHECKING:
    from flowengine.store.database import Database


async def test_sources_are_kept_once_and_never_changed(store: Database) -> None:
    assert await store.sources("d1") is None
    await store.keep_sources("d1", b"\0first")
    await store.keep_sources("d1", b"second")
    assert await store.sources("d1") == b"\0first"


async def test_publications_are_numbered_in_their_flow_and_the_newest_counts(
    store: Database,
) -> None:
    assert await store.published() == {}
    first = await store.publish(Publication("shop", 7, "d1", 1.0, "pin", "Olha", "the first"))
    assert first == Publication("shop", 1, "d1", 1.0, "pin", "Olha", "the first")
    second = await store.publish(Publication("shop", 0, "d2", 0.5, "move"))
    other = await store.publish(Publication("desk", 0, "d3", 3.0))
    assert (second.number, other.number) == (2, 1)
    # The number says which is newest: a clock may have been set back.
    assert await store.published() == {"shop": second, "desk": other}
    assert await store.publications("shop") == (second, first)
    assert await store.publications("nobody") == ()


async def test_it_is_told_where_open_conversations_wait(store: Database) -> None:
    for key, digest, place, ended in (
        ("c1", "d1", "main", False),
        ("c2", "d1", "main", False),
        ("c3", "d1", "ask", False),
        ("c4", "d2", "main", False),
        ("c5", "d1", "main", True),
    ):
        await store.commit(Turn(replace(NEW, id=key, digest=digest, place=place, ended=ended)))
    await store.commit(Turn(replace(NEW, id="c6", flow="desk", place="")))
    assert await store.waiting("shop") == (
        Waiting("shop", "d1", "ask", 1),
        Waiting("shop", "d1", "main", 2),
        Waiting("shop", "d2", "main", 1),
    )
    assert (await store.waiting())[0] == Waiting("desk", "d1", "", 1)
    assert len(await store.waiting()) == 4


async def test_conversations_of_a_version_are_given_page_by_page(store: Database) -> None:
    for number in range(5):
        await store.commit(Turn(replace(NEW, id=f"c{number}", ended=number == 1)))
    await store.commit(Turn(replace(NEW, id="c7", digest="d2")))
    first = await store.waiting_at("shop", "d1", limit=2)
    assert [one.id for one in first] == ["c0", "c2"]
    rest = await store.waiting_at("shop", "d1", after="c2")
    assert [one.id for one in rest] == ["c3", "c4"]
    assert first[0] == await store.conversation("c0")


async def test_the_last_conversations_with_traces_can_be_replayed(store: Database) -> None:
    for number in range(4):
        now = replace(NEW, id=f"c{number}", changed=100.0 + number)
        await store.commit(Turn(now, trace=None if number == 2 else TRACE))
    await store.commit(Turn(replace(NEW, id="c9", flow="desk"), trace=TRACE))
    assert [one.id for one in await store.recorded("shop", 2)] == ["c3", "c1"]
    assert [one.id for one in await store.recorded("shop", 9)] == ["c3", "c1", "c0"]
