from __future__ import annotations

import pytest

from flowengine.desk import items, moves
from flowengine.host.desk import acting
from flowengine.host.refusal import Refusal
from tests.host.desk.conftest import Work
from tests.host.desk.shift import Shift


def test_f2_who_is_always_second_is_told_and_writes_nothing(
    work: Work, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def scene(shift: Shift) -> None:
        olena = await shift.agent("olena")
        item = await shift.served(olena)
        tries = 0

        def raced(found: items.Item, at: float) -> moves.Move:
            nonlocal tries
            tries += 1
            return moves.noted(item, "an old version", at)

        await shift.desk.make(moves.noted(item, "somebody else's", shift.now))
        with pytest.raises(Refusal) as refusal:
            await shift.desk.act(olena, item.id, "item.close", raced)
        assert (refusal.value.code, tries) == ("taken", acting.TRIES)
        assert (await shift.item(item)).note == "somebody else's"

    work(scene)


def test_f3_what_was_fetched_by_hand_stays_where_it_is(work: Work) -> None:
    """A router that still holds it for somebody comes too late."""

    async def scene(shift: Shift) -> None:
        olena, marko = await shift.agent("olena"), await shift.agent("marko")
        await shift.desk.set_status(olena, "break")
        key = await shift.person("1")
        seen = await shift.desk.picture()
        item = await shift.desk.pull(olena, (await shift.of(key)).id)
        await shift.desk.router._match(seen)
        found = await shift.item(item)
        assert (found.agent, found.state) == ("olena", items.ACTIVE)
        assert (await shift.desk.view(marko)).items == ()

    work(scene)


def test_f35_who_passed_it_on_may_nothing_from_that_moment_on(work: Work) -> None:
    async def scene(shift: Shift) -> None:
        olena = await shift.agent("olena", queues=["people"])
        await shift.agent("marko", queues=["duty"])
        item = await shift.served(olena)
        await shift.desk.transfer(olena, item.id, queue="duty")
        for action in ("item.read", "item.talk", "item.close", "contact.read"):
            with pytest.raises(Refusal) as refusal:
                await shift.desk.act(olena, item.id, action, moves.held)
            assert refusal.value.code == "forbidden"
        assert item.id not in {one.id for one in (await shift.desk.view(olena)).items}

    work(scene)


def test_what_is_over_was_taken_and_is_not_forbidden(work_here: Work) -> None:
    async def scene(shift: Shift) -> None:
        olena = await shift.agent("olena")
        item = await shift.waiting()
        await shift.house.conversations.end(item.conversation)
        with pytest.raises(Refusal) as refusal:
            await shift.desk.pull(olena, item.id)
        assert refusal.value.code == "taken"

    work_here(scene)
