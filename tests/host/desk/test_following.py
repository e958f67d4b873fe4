from __future__ import annotations

import pytest

from flowengine.desk import items
from flowengine.store.verbs import StoreError
from tests.host.desk.conftest import Work
from tests.host.desk.shift import Shift


def test_what_cannot_follow_is_logged_and_the_move_is_made(
    work_here: Work, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    async def scene(shift: Shift) -> None:
        olena = await shift.agent("olena")
        item = await shift.served(olena)

        async def failing(_: str) -> None:
            raise StoreError("the disk is full")

        monkeypatch.setattr(shift.desk.attendance, "ended", failing)
        await shift.desk.close(olena, item.id, "Advice")
        await shift.settle()
        assert (await shift.item(item)).state == items.CLOSED

    work_here(scene)
    assert caplog.text.count("the disk is full") == 1


def test_who_writes_a_letter_is_told_nothing_of_a_page_that_broke(work_here: Work) -> None:
    async def scene(shift: Shift) -> None:
        olena = await shift.agent("olena")
        item = await shift.served(olena, channel="sms")
        before = await shift.heard(item.conversation)
        await shift.vanish("olena")
        await shift.look()
        assert (await shift.item(item)).state == items.LOST
        assert await shift.heard(item.conversation) == before

    work_here(scene)


def test_an_agent_is_idle_from_the_end_of_each_talk_on(work_here: Work) -> None:
    async def scene(shift: Shift) -> None:
        olena = await shift.agent("olena")
        first, second = await shift.served(olena), await shift.served(olena, "2")
        await shift.desk.set_status(olena, "break", after=True)
        await shift.desk.close(olena, first.id, "Advice")
        await shift.settle()
        (standing,) = await shift.store.standings()
        assert (standing.idle, standing.status, standing.back) == (shift.now, "ready", "break")
        shift.now += 5
        await shift.desk.transfer(olena, second.id, queue="duty")
        await shift.settle()
        (standing,) = await shift.store.standings()
        assert (standing.idle, standing.status) == (shift.now, "break")

    work_here(scene)
