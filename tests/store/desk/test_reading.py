"""Items are found by what pages and the router ask for, the longest on the clock first."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from msgspec.structs import replace as changed

from flowengine.desk import moves
from flowengine.desk.items import CONSULT, Guest
from tests.store.desk.rows import CALL, ITEM, joins, moved, offer, staffed, talks

if TYPE_CHECKING:
    from flowengine.store.database import Database

# What is asked, and which of them it gives.
ASKED: tuple[tuple[dict[str, Any], list[str]], ...] = (
    ({}, ["waits", "offered", "talks", "later"]),
    ({"limit": 2}, ["waits", "offered"]),
    ({"states": ("waiting", "later")}, ["waits", "later"]),
    ({"states": ("closed",)}, ["closed"]),
    ({"queue": "duty"}, ["talks"]),
    ({"queue": "duty", "states": ("waiting",)}, []),
    ({"agent": "olena"}, ["offered", "talks"]),
    ({"agent": "marko"}, ["talks"]),
    ({"agent": "marko", "queue": "help"}, []),
    ({"conversation": "c-closed"}, ["closed"]),
    ({"contact": "p1"}, ["closed", "waits"]),
    ({"contact": "p1", "states": ("waiting",)}, ["waits"]),
    ({"contact": "nobody"}, []),
    ({"states": ("no such",)}, []),
)


async def test_items_are_found_by_what_is_asked_of_them(store: Database) -> None:
    await staffed(store)
    people = [
        changed(ITEM, id=key, conversation=f"c-{key}", contact=contact, queue=queue)
        for key, contact, queue in (
            ("waits", "p1", "help"),
            ("offered", "", "help"),
            ("talks", "p2", "duty"),
            ("closed", "p1", "help"),
        )
    ]
    at = {"waits": 100.0, "offered": 101.0, "talks": 102.0, "closed": 90.0, "later": 103.0}
    later = changed(CALL, id="later", conversation="", until=500.0)
    made = [moves.joined(one, at[one.id]) for one in (*people, later)]
    assert set(await store.move(made, "n1")) == {"moved"}
    waits, offered, talk, closed, _ = [one.after for one in made]
    await moved(store, offer(offered))
    mine = await talks(store, talk)
    await moved(store, moves.guest(mine, Guest("marko", CONSULT), 130.0))
    await moved(store, moves.unserved(closed, "nobody", 95.0))
    for asked, found in ASKED:
        assert (asked, [one.id for one in await store.items(**asked)]) == (asked, found)
    assert await store.item("waits") == waits
    assert (await store.item("nobody"), await store.by_token("")) == (None, None)
    assert await store.loads() == {"olena": {"chat": 2}}


async def test_an_item_is_read_back_as_it_was_written(store: Database) -> None:
    full = changed(
        ITEM,
        skills=(("нова пошта", 3), ("перша", 1)),
        language="uk",
        brief="Їй 12\0 років \N{SNOWMAN}",
        also=("duty",),
        priority=3,
    )
    (one,) = await joins(store, full)
    assert one == changed(full, joined=100.0, entered=100.0, since=100.0, version=1)
