from __future__ import annotations

import pytest

from flowengine.host.desk.phrases import SOUGHT
from flowengine.store.verbs import StoreError
from tests.host.desk.conftest import Work
from tests.host.desk.shift import Shift


def test_a_line_of_the_hosts_is_written_once_and_disturbs_no_question(work: Work) -> None:
    async def scene(shift: Shift) -> None:
        key = await shift.person()
        before = await shift.house.conversations.look(key)
        for _ in range(2):
            await shift.desk.asides.say(key, SOUGHT, "once")
        await shift.desk.asides.tell(key, "It takes longer today.", "twice")
        await shift.desk.asides.tell(key, "  ", "empty")
        heard = await shift.heard(key)
        assert len(heard) == 2
        assert heard[1] == "It takes longer today."
        after = await shift.house.conversations.look(key)
        assert (after.prompt, after.place) == (before.prompt, before.place)
        await shift.house.conversations.say(key, "7")

    work(scene)


def test_who_writes_by_a_gateway_is_written_to(work_here: Work) -> None:
    async def scene(shift: Shift) -> None:
        opened = await shift.house.conversations.begin(
            "line", channel="sms", gateway="gate", address="+3850001"
        )
        key = opened.conversation.id
        await shift.desk.asides.say(key, SOUGHT, "once")
        found = await shift.store.outgoing(conversation=key)
        assert found[0].to == "+3850001"
        assert "looking for somebody else" in found[0].body

    work_here(scene)


def test_nobody_is_told_anything_after_the_end(
    work_here: Work, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    async def scene(shift: Shift) -> None:
        key = await shift.person("7")
        await shift.desk.asides.say(key, SOUGHT, "late")
        await shift.desk.asides.say("unheard-of", SOUGHT, "late")
        assert await shift.heard(key) == []

        async def failing(*_: object) -> None:
            raise StoreError("the disk is full")

        monkeypatch.setattr(shift.house.conversations, "write", failing)
        await shift.desk.asides.say(key, SOUGHT, "later")

    work_here(scene)
    assert caplog.text.count("was not told: the disk is full") == 1
