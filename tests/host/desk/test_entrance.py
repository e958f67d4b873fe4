from __future__ import annotations

import asyncio

import pytest
from msgspec.structs import replace

from flowengine.desk import items
from flowengine.desk.moves import Move
from tests.host.desk.conftest import Work
from tests.host.desk.shift import Shift


@pytest.mark.parametrize(
    ("hour", "state", "outcome"),
    [(0.0, items.WAITING, ""), (6.9, items.WAITING, ""), (7.1, items.CLOSED, "closed")],
)
def test_those_who_wait_are_told_when_the_hours_end(
    work_here: Work, hour: float, state: str, outcome: str
) -> None:
    async def scene(shift: Shift) -> None:
        await shift.sit_new("olena")
        await shift.desk.set_status(shift.users["olena"], "break")
        item = await shift.waiting("5")
        await shift.look(hour * 3600)
        found = await shift.item(item)
        assert (found.state, found.outcome) == (state, outcome)
        told = "We are closed." in await shift.heard(item.conversation)
        assert told == (outcome == "closed")

    work_here(scene)


def test_who_is_urgent_or_was_being_served_is_not_sent_home(work: Work) -> None:
    async def scene(shift: Shift) -> None:
        olena, sofia = await shift.agent("olena"), await shift.supervisor()
        served = await shift.served(olena)
        await shift.desk.set_status(olena, "break")
        normal, urgent = await shift.waiting(), await shift.waiting("3")
        await shift.vanish("olena")
        await shift.look()
        await shift.look(60)
        await shift.desk.arrive("olena", "desk")
        assert (await shift.item(served)).first
        await shift.desk.switch(sofia, "people", "close")
        await shift.look()
        states = [(await shift.item(one)).outcome for one in (served, normal, urgent)]
        assert states == ["", "closed", ""]

    work(scene)


def test_there_is_room_for_so_many_and_urgent_ones_always_fit(work: Work) -> None:
    async def scene(shift: Shift) -> None:
        olena = await shift.agent("olena")
        await shift.desk.set_status(olena, "break")
        first = [await shift.waiting() for _ in range(3)]
        more, urgent = await shift.waiting(), await shift.waiting("3")
        assert [(await shift.item(one)).state for one in first] == [items.WAITING] * 3
        assert (await shift.item(more)).outcome == "full"
        assert "Too many wait." in await shift.heard(more.conversation)
        assert (await shift.item(urgent)).state == items.WAITING

    work(scene)


def test_many_who_come_at_once_are_counted_in_their_order(work_here: Work) -> None:
    async def scene(shift: Shift) -> None:
        await shift.agent("olena")
        keys = []
        for _ in range(6):
            shift.now += 1
            keys.append(await shift.person("1"))
        await shift.look()
        found = [await shift.of(key) for key in keys]
        assert [one.state for one in found] == [
            items.OFFERED, *[items.WAITING] * 3, *[items.CLOSED] * 2
        ]  # fmt: skip

    work_here(scene)


def test_a_promise_and_a_note_wait_though_nobody_is_there(work: Work) -> None:
    async def scene(shift: Shift) -> None:
        key = await shift.person("4", "6")
        await shift.look()
        promise, note = await shift.store.items(conversation=key)
        assert (promise.kind, promise.state, promise.phone) == (
            items.CALLBACK, items.WAITING, "+385911234567"
        )  # fmt: skip
        assert (note.kind, note.media, note.note) == (
            items.MESSAGE, items.ASYNC, "The door is broken."
        )  # fmt: skip
        olena = await shift.agent("olena")
        await shift.look()
        offered = (await shift.desk.view(olena)).items
        assert {one.id for one in offered} == {promise.id, note.id}

    work(scene)


def test_nobody_is_left_waiting_when_the_last_agent_goes_home(work: Work) -> None:
    async def scene(shift: Shift) -> None:
        olena = await shift.agent("olena")
        served = await shift.served(olena, "2")
        marko = await shift.agent("marko", queues=["duty"])
        await shift.desk.set_status(olena, "break")
        await shift.desk.set_status(marko, "break")
        item = await shift.waiting()
        await shift.desk.set_status(marko, "offline")
        await shift.look()
        assert (await shift.item(item)).state == items.WAITING
        await shift.desk.set_status(olena, "offline")
        await shift.look()
        assert (await shift.item(item)).state == items.WAITING  # she still talks with somebody
        await shift.desk.close(olena, served.id, "Advice")
        await shift.look()
        assert (await shift.item(item)).outcome == "nobody"

    work(scene)


def test_a_queue_is_never_longer_than_its_most_nor_shorter_whoever_looks(work: Work) -> None:
    """Ten come at once by four nodes, which look as they come: three wait, seven are told."""

    async def scene(shift: Shift) -> None:
        await shift.hire("olena")
        await shift.sit("olena", status="break")  # somebody may come, and nobody is asked yet
        others = [shift.beside() for _ in range(3)]
        for other in others:
            await other.open()
        nodes = [shift, *others]

        async def comes(node: Shift) -> str:
            key = await node.person("1")
            await node.desk.router.look()
            return key

        try:
            keys = await asyncio.gather(*(comes(nodes[n % 4]) for n in range(10)))
            await asyncio.gather(*(node.desk.router.look() for node in nodes))
            found = [await shift.of(key) for key in keys]
            waiting = [one for one in found if one.state == items.WAITING]
            told = [one.outcome for one in found if one.state == items.CLOSED]
            assert (len(waiting), told) == (3, ["full"] * 7)
            await shift.look(60)
            assert {(await shift.item(one)).state for one in waiting} == {items.WAITING}
        finally:
            for other in others:
                await other.settle()
                await other.close()

    work(scene)


def test_who_has_been_let_in_is_not_sent_away_by_who_is_passed_on_to_them(work: Work) -> None:
    """The third waits for ten minutes; then somebody comes from another queue, before them."""

    async def scene(shift: Shift) -> None:
        olena, sofia = await shift.agent("olena"), await shift.supervisor()
        served = await shift.served(olena, "2")
        await shift.desk.set_status(olena, "break")
        waiting = [await shift.waiting() for _ in range(3)]
        await shift.look(600)
        await shift.desk.transfer(sofia, served.id, queue="people")
        await shift.look()
        states = [(await shift.item(one)).state for one in (served, *waiting)]
        assert states == [items.WAITING] * 4
        assert (await shift.waiting()).outcome == "full"

    work(scene)


def test_who_is_late_is_offered_where_somebody_is_free_for_them_alone(work: Work) -> None:
    """Three wait for a skill; nobody else has to be told that too many do."""

    async def scene(shift: Shift) -> None:
        olena = await shift.agent("olena")
        await shift.desk.set_status(olena, "break")
        waiting = [await shift.waiting() for _ in range(3)]
        for one in waiting:
            found = await shift.item(one)
            asked = replace(found, skills=(("law", 3),), version=found.version + 1)
            assert await shift.desk.make(Move(found, asked)) == ("moved",)
        marko = await shift.agent("marko")
        late = await shift.waiting()
        assert (late.state, late.late) == (items.OFFERED, "people")
        await shift.desk.refuse(marko, late.token)
        await shift.desk.set_status(marko, "break")
        await shift.look()
        assert (await shift.item(late)).outcome == "full"

    work(scene)


def test_who_was_talked_with_is_let_in(work_here: Work) -> None:
    async def scene(shift: Shift) -> None:
        olena = await shift.agent("olena")
        await shift.desk.set_status(olena, "break")
        for _ in range(3):
            await shift.waiting()
        key = await shift.person("1")
        late = await shift.of(key)
        assert late.late == "people"
        taken = await shift.desk.pull(olena, late.id)
        await shift.desk.transfer(olena, taken.id, queue="people")
        await shift.look()
        assert (await shift.item(late)).state == items.WAITING

    work_here(scene)
