from __future__ import annotations

import asyncio

import pytest

from flowengine.host.refusal import Refusal
from tests.host.desk.conftest import Work
from tests.host.desk.shift import Shift


def test_f22_an_agent_gets_no_call_whose_caller_has_hung_up(work: Work) -> None:
    async def scene(shift: Shift) -> None:
        olena = await shift.agent("olena")
        item = await shift.waiting("1", "voice")
        token = item.token
        await shift.house.conversations.end(item.conversation)
        with pytest.raises(Refusal) as refusal:
            await shift.desk.accept(olena, token)
        assert refusal.value.code == "taken"
        assert (await shift.desk.view(olena)).items == ()
        assert (await shift.waiting()).agent == "olena"  # free for the next

    work(scene)


def test_two_accepts_of_one_offer(work: Work) -> None:
    async def scene(shift: Shift) -> None:
        olena = await shift.agent("olena")
        item = await shift.waiting()
        both = await asyncio.gather(
            shift.desk.accept(olena, item.token),
            shift.desk.accept(olena, item.token),
            return_exceptions=True,
        )
        assert sorted(type(one).__name__ for one in both) == ["Item", "Refusal"]
        assert (await shift.logged(item)).count("accepted") == 1

    work(scene)


def test_an_old_token_does_nothing_to_a_later_offer(work_here: Work) -> None:
    async def scene(shift: Shift) -> None:
        olena = await shift.agent("olena")
        old = (await shift.waiting()).token
        await shift.desk.refuse(olena, old)
        await shift.look(61)
        for do in (shift.desk.accept, shift.desk.refuse):
            with pytest.raises(Refusal) as refusal:
                await do(olena, old)
            assert refusal.value.code == "taken"

    work_here(scene)


def test_one_more_is_fetched_in_order_and_never_beyond_the_caps(work_here: Work) -> None:
    async def scene(shift: Shift) -> None:
        olena = await shift.hire("olena", caps={"chat": 2})
        with pytest.raises(Refusal, match="not connected"):
            await shift.desk.pull(olena)
        await shift.sit("olena", status="break")
        first, second, third = [await shift.waiting() for _ in range(3)]
        assert (await shift.desk.pull(olena)).id == first.id
        assert (await shift.desk.pull(olena, third.id)).id == third.id
        with pytest.raises(Refusal) as refusal:
            await shift.desk.pull(olena, second.id)
        assert refusal.value.code == "full"
        with pytest.raises(Refusal) as refusal:
            await shift.desk.pull(olena)
        assert refusal.value.code == "nothing"
        with pytest.raises(Refusal) as refusal:
            await shift.desk.pull(olena, "unheard-of")
        assert refusal.value.code == "unknown-item"

    work_here(scene)
