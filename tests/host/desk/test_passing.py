from __future__ import annotations

import pytest

from flowengine.desk import items
from flowengine.host.refusal import Refusal
from tests.host.desk.conftest import Work
from tests.host.desk.shift import Shift


def test_a_talk_passed_on_is_another_agents_at_once(work: Work) -> None:
    async def scene(shift: Shift) -> None:
        olena, marko = await shift.agent("olena"), await shift.agent("marko", queues=["duty"])
        item = await shift.served(olena)
        with pytest.raises(Refusal, match="no queue"):
            await shift.desk.transfer(olena, item.id, queue="nowhere")
        shift.now += 100
        await shift.desk.transfer(olena, item.id, agent="marko")
        there = await shift.item(item)
        assert (there.agent, there.state, there.joined) == ("marko", items.ACTIVE, item.joined)
        with pytest.raises(Refusal) as refusal:
            await shift.desk.finish(olena, item.id)
        assert refusal.value.code == "forbidden"
        await shift.desk.transfer(marko, item.id, queue="duty")
        await shift.look()
        waits = await shift.item(item)
        assert (waits.queue, waits.agent, waits.joined) == ("duty", "olena", item.joined)

    work(scene)


def test_a_priority_is_raised_by_agents_and_lowered_by_supervisors(work_here: Work) -> None:
    async def scene(shift: Shift) -> None:
        olena, sofia = await shift.agent("olena"), await shift.supervisor()
        item = await shift.served(olena)
        await shift.desk.raise_priority(olena, item.id, items.HIGH)
        with pytest.raises(Refusal) as refusal:
            await shift.desk.raise_priority(olena, item.id, items.LOW)
        assert refusal.value.code == "forbidden"
        assert (await shift.desk.raise_priority(sofia, item.id, items.LOW)).priority == items.LOW
        with pytest.raises(Refusal) as refusal:
            await shift.desk.raise_priority(sofia, item.id, 9)
        assert refusal.value.code == "no-level"
        with pytest.raises(Refusal) as refusal:
            await shift.desk.raise_priority(sofia, item.id, items.LOW)
        assert refusal.value.code == "impossible"

    work_here(scene)
