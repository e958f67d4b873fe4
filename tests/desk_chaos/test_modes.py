"""Failure modes that no single module answers for, on either store."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable
from contextlib import suppress

import pytest

from flowengine.desk import items, reports
from flowengine.desk.items import Item
from flowengine.host import heard
from flowengine.host.refusal import Refusal
from flowengine.store.verbs import Replayed
from tests.host.desk.conftest import Work
from tests.host.desk.shift import Shift

STATES = ("waiting", "offered", "active", "lost", "wrap-up")


@pytest.mark.parametrize("state", STATES)
def test_f14_a_supervisor_ends_what_is_stuck_in_any_state(work: Work, state: str) -> None:
    """Its slot is free, and the person hears that it goes on."""

    async def scene(shift: Shift) -> None:
        olena, sofia = await shift.hire("olena"), await shift.supervisor()
        await shift.sit("olena", status="break" if state == "waiting" else "ready")
        item = await shift.waiting()
        if state not in ("waiting", "offered"):
            await shift.desk.accept(olena, item.token)
            await shift.settle()
        if state == "lost":
            await shift.vanish("olena")
            await shift.look()
        if state == "wrap-up":
            await shift.desk.finish(olena, item.id)
        assert (await shift.item(item)).state == state
        await shift.desk.close(sofia, item.id, "Stuck")
        await shift.settle()
        assert (await shift.item(item)).state == items.CLOSED
        assert await shift.store.loads() == {}
        told = (await shift.heard(item.conversation))[-1]
        unserved = state in ("waiting", "offered")
        assert told == ("We are closed." if unserved else "Back with the machine.")

    work(scene)


def test_f17_two_texts_at_once_from_somebody_new_are_one_person_in_one_place(work: Work) -> None:
    """Each is brought twice, as providers do, all four at the same moment."""

    async def scene(shift: Shift) -> None:
        await shift.agent("olena")
        found = await asyncio.gather(
            *(_texts(shift, name) for name in ("m1", "m2", "m1", "m2")), return_exceptions=True
        )
        assert sum(isinstance(one, Replayed) for one in found) == 2, found
        await _texts(shift, "m3")
        await shift.look()
        keys = {one.conversation for one in await shift.store.items()}
        assert len(keys) == 1
        (item,) = await shift.store.items()
        assert (item.state, item.agent) == (items.OFFERED, "olena")
        (key,) = keys
        lines = await shift.house.conversations.read(key, 0)
        assert sum(side == "person" for _, side, _ in lines) == 3

    work(scene)


async def _texts(shift: Shift, name: str) -> None:
    await shift.house.conversations.arrive(
        gateway="sms",
        address="+380501234567",
        channel="sms",
        flow="line",
        what=heard.said("1", name),
        message_id=name,
    )


def test_f26_whatever_comes_twice_is_counted_once(work: Work) -> None:
    """Talks that are lost, passed on, finished twice and looked at again and again."""

    async def scene(shift: Shift) -> None:
        olena = await shift.agent("olena", queues=["people"], caps={"chat": 1})
        marko = await shift.agent("marko", caps={"chat": 1})
        await shift.desk.set_status(marko, "break")
        plain = await shift.served(olena)
        await _ended(shift, plain, "olena")
        passed = await shift.served(olena)
        await shift.desk.transfer(olena, passed.id, queue="duty")
        await shift.desk.set_status(olena, "break")
        await shift.desk.set_status(marko, "ready")
        await _ended(shift, await _taken(shift, passed, "marko"), "marko")
        lost = await shift.served(marko)
        await shift.vanish("marko")
        await shift.look()
        await shift.desk.set_status(olena, "ready")
        await shift.look(60)
        await _ended(shift, await _taken(shift, lost, "olena"), "olena")
        await shift.restart()
        for _ in range(3):
            await shift.look(60)
        entries = await shift.store.entries()
        found = reports.report(entries, 0.0, shift.now, by=("agent",))
        handled = {key[0]: one.handled for key, one in found.rows.items() if one.handled}
        assert handled == {"olena": 3, "marko": 2}
        total = reports.report(entries, 0.0, shift.now).total
        # Each stay in a queue counts: one was passed on, and one came back from a lost agent.
        assert (total.answered, total.handled, total.waiting) == (5, 5, 0)
        board = await shift.desk.board()
        assert [(one.waiting, one.talking, one.offered) for one in board.queues] == [(0, 0, 0)] * 3

    work(scene)


async def _taken(shift: Shift, item: Item, agent: str) -> Item:
    await shift.look()
    offered = await shift.item(item)
    assert (offered.state, offered.agent) == (items.OFFERED, agent)
    taken = await shift.desk.accept(shift.users[agent], offered.token)
    await shift.settle()
    return taken


async def _ended(shift: Shift, item: Item, agent: str) -> None:
    """Finished and closed, each twice."""
    user = shift.users[agent]
    for attempt in (shift.desk.finish, shift.desk.finish):
        await _tolerant(attempt(user, item.id))
    for _ in range(2):
        await _tolerant(shift.desk.close(user, item.id, "Advice"))
    await shift.settle()


async def _tolerant(attempt: Awaitable[Item]) -> None:
    with suppress(Refusal):
        await attempt
