"""Who is there, by the database's clock; and of two who write one agent the second is told."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace as changed

from flowengine.desk.log import STATUS, Entry
from flowengine.desk.people import Standing
from tests.store.desk.rows import MARKO, OLENA, kinds, said

if TYPE_CHECKING:
    from flowengine.store.database import Database


async def _there(store: Database) -> list[tuple[str, str]]:
    return [(one.agent, one.device) for one in await store.presences()]


async def test_f12_who_closes_one_of_two_pages_is_still_there(store: Database) -> None:
    phone = await store.attend("olena", "phone", "n1", 45)
    desk = await store.attend("olena", "desk", "n2", 45)
    await store.part_at(phone)
    assert await _there(store) == [("olena", "desk")]
    assert await store.beat_at(desk, 45)
    assert not await store.beat_at(phone, 45)


async def test_a_page_that_began_again_is_written_by_the_new_one_only(store: Database) -> None:
    first = await store.attend("olena", "desk", "n1", 45)
    second = await store.attend("olena", "desk", "n2", 45)
    third = await store.attend("olena", "desk", "n1", 45)
    assert first.epoch < second.epoch < third.epoch
    assert not await store.beat_at(first, 45)
    await store.part_at(second)
    assert await store.presences() == (third,)
    assert await store.beat_at(third, 45)


async def test_f11_who_is_silent_is_gone_and_has_to_come_again(store: Database) -> None:
    now = await store.now()
    held = await store.attend("olena", "desk", "n1", 45)
    assert now + 44 < held.lease < now + 60
    gone = await store.attend("marko", "desk", "n1", -1)
    assert await _there(store) == [("olena", "desk")]
    # Others have acted on it: it is no use to say now that they were there all the time.
    assert not await store.beat_at(gone, 45)
    again = await store.attend("marko", "desk", "n1", 45)
    assert again.epoch > gone.epoch
    assert await store.beat_at(again, 45)


async def test_epochs_go_on_where_the_row_of_an_old_page_is_gone(store: Database) -> None:
    old = await store.attend("olena", "desk", "n1", -100_000)
    await said(store, "UPDATE presence SET epoch = epoch - 100000000")
    await store.attend("marko", "desk", "n1", 45)
    assert await said(store, "SELECT agent FROM presence") == [("marko",)]
    assert (await store.attend("olena", "desk", "n1", 45)).epoch > old.epoch - 100_000_000


async def test_a_status_is_written_over_the_one_that_was_read(store: Database) -> None:
    line = Entry(at=1.0, kind=STATUS, agent="olena", body={"status": "ready", "before": "offline"})
    first = Standing(agent="olena", status="ready", since=1.0, version=1)
    assert await store.stand(first, [line])
    assert not await store.stand(first, [line])
    second = changed(first, status="break", back="ready", idle=2.0, until=9.0, version=2)
    assert await store.stand(second)
    assert not await store.stand(changed(second, status="training"), [line])
    assert not await store.stand(Standing(agent="marko", version=2), [line])
    assert (await store.standings(), await kinds(store)) == ((second,), [STATUS])


async def test_a_user_is_written_over_the_one_that_was_read_and_names_are_theirs(
    store: Database,
) -> None:
    full = changed(OLENA, second=b"\x00\xff", skills={"grief": 3}, queues=("*",), password="$x")
    assert await store.write_user(full)
    assert not await store.write_user(full)
    assert not await store.write_user(changed(MARKO, name="olena"))
    assert await store.write_user(MARKO)
    assert not await store.write_user(changed(MARKO, name="olena", version=2))
    assert not await store.write_user(changed(MARKO, shown="M", version=3))
    after = changed(MARKO, name="marko2", shown="M", disabled=True, version=2)
    assert await store.write_user(after)
    assert await store.users() == (after, full)
