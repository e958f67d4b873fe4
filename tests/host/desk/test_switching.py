from __future__ import annotations

from typing import Any

import pytest

from flowengine.desk import items
from flowengine.host.desk import switching
from flowengine.host.refusal import Refusal
from tests.host.desk.conftest import Work
from tests.host.desk.shift import Shift


async def staffed(shift: Shift) -> Any:
    """Somebody who takes nothing at the moment, and a supervisor."""
    olena = await shift.agent("olena")
    await shift.desk.set_status(olena, "break")
    return await shift.supervisor()


def test_a_diverted_queue_takes_those_along_who_wait_and_keeps_their_clock(work: Work) -> None:
    async def scene(shift: Shift) -> None:
        sofia = await staffed(shift)
        item = await shift.waiting()
        shift.now += 50
        await shift.desk.switch(sofia, "people", "divert", "duty")
        later = await shift.waiting()
        found = await shift.item(item)
        assert (found.queue, found.joined, found.state) == ("duty", item.joined, items.WAITING)
        assert later.queue == "duty"
        await shift.desk.switch(sofia, "people", "divert", on=False)
        assert (await shift.waiting()).queue == "people"

    work(scene)


def test_queues_that_divert_in_a_circle_keep_their_people(work_here: Work) -> None:
    async def scene(shift: Shift) -> None:
        sofia = await staffed(shift)
        await shift.desk.switch(sofia, "people", "divert", "duty")
        await shift.desk.switch(sofia, "duty", "divert", "people")
        assert (await shift.waiting()).queue == "people"

    work_here(scene)


def test_a_word_before_waiting_is_said_once(work: Work) -> None:
    async def scene(shift: Shift) -> None:
        sofia = await staffed(shift)
        await shift.desk.switch(sofia, "people", "surge", "It takes longer today.")
        item = await shift.waiting()
        await shift.look()
        heard = await shift.heard(item.conversation)
        assert heard.count("It takes longer today.") == 1
        # The page was sent twice; then there is something else to say.
        for words in ("It takes longer today.", "It takes very long today."):
            await shift.desk.switch(sofia, "people", "surge", words)
            await shift.look()
        heard = await shift.heard(item.conversation)
        assert heard.count("It takes longer today.") == 1
        assert heard.count("It takes very long today.") == 1

    work(scene)


def test_where_only_callbacks_are_promised_newcomers_are_told(work_here: Work) -> None:
    async def scene(shift: Shift) -> None:
        sofia = await staffed(shift)
        before = await shift.waiting()
        await shift.look(91)  # an overflow has come: it is no newcomer any more
        await shift.desk.switch(sofia, "people", "callbacks")
        assert (await shift.waiting()).outcome == "nobody"
        assert (await shift.item(before)).state == items.WAITING

    work_here(scene)


def test_a_switch_undoes_itself(work: Work) -> None:
    async def scene(shift: Shift) -> None:
        sofia = await staffed(shift)
        await shift.desk.switch(sofia, "people", "close", until=shift.now + 600)
        await shift.desk.switch(sofia, "duty", "close")
        (usual,) = [one for one in await shift.store.switches() if one.queue == "duty"]
        assert usual.until == shift.now + switching.USUAL
        assert (await shift.waiting()).outcome == "closed"
        await shift.look(600)
        assert [one.queue for one in await shift.store.switches()] == ["duty"]
        assert (await shift.waiting()).state == items.WAITING
        told = [one.body["on"] for one in await shift.store.entries() if one.kind == "switched"]
        assert told == [True, True, False]

    work(scene)


@pytest.mark.parametrize(
    ("wanted", "code"),
    [
        ({"queue": "people", "kind": "explode"}, "unknown-switch"),
        ({"queue": "nowhere", "kind": "close"}, "unknown-queue"),
        ({"queue": "people", "kind": "divert", "value": "nowhere"}, "unknown-queue"),
        ({"queue": "people", "kind": "divert", "value": "people"}, "no-value"),
        ({"queue": "people", "kind": "divert"}, "no-value"),
        ({"queue": "people", "kind": "surge"}, "no-value"),
        ({"queue": "people", "kind": "surge", "value": "x" * 501}, "no-value"),
        ({"queue": "people", "kind": "close", "until": 1.0}, "past"),
    ],
)
def test_what_cannot_be_switched_is_refused(
    work_here: Work, wanted: dict[str, Any], code: str
) -> None:
    async def scene(shift: Shift) -> None:
        sofia = await staffed(shift)
        with pytest.raises(Refusal) as refusal:
            await shift.desk.switch(sofia, **wanted)
        assert refusal.value.code == code
        with pytest.raises(Refusal) as refusal:
            await shift.desk.switch(shift.users["olena"], "people", "close")
        assert refusal.value.code == "forbidden"
        assert await shift.store.switches() == ()

    work_here(scene)
