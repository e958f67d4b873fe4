from __future__ import annotations

import pytest

from flowengine.desk.log import ACCEPTED, CLOSED, FINISHED, JOINED, PROMISED, Entry
from flowengine.host.ownership import Once
from flowengine.store.records import Conversation
from flowengine.store.verbs import StoreError
from tests.host.desk.conftest import Work
from tests.host.desk.shift import Shift


async def places(shift: Shift, conversation: str) -> list[str]:
    """The places that the conversation was told, in order."""
    traces = await shift.store.traces(conversation)
    return [one.event for one in traces if '"queued"' in one.event]


async def promises(shift: Shift, item: str) -> list[tuple[str, int, int]]:
    found = [one for one in await shift.store.entries(item=item) if one.kind == PROMISED]
    return [(one.queue, one.body["low"], one.body["high"]) for one in found]


async def busy(shift: Shift) -> None:
    await shift.agent("olena")
    await shift.desk.set_status(shift.users["olena"], "break")


def test_a_place_is_told_when_it_is_better_and_not_too_often(work: Work) -> None:
    async def scene(shift: Shift) -> None:
        await busy(shift)
        first, second, third = [await shift.waiting() for _ in range(3)]
        await shift.look()
        assert len(await places(shift, third.conversation)) == 1
        await shift.house.conversations.end(first.conversation)
        await shift.look(10)
        assert len(await places(shift, third.conversation)) == 1  # so soon it is not told
        await shift.house.conversations.end(second.conversation)
        await shift.look(30)
        told = await places(shift, third.conversation)
        assert len(told) == 2
        assert '"position":3' in told[0]
        assert '"position":1' in told[1]
        await shift.look(300)
        assert len(await places(shift, third.conversation)) == 2

    work(scene)


def test_the_flow_says_it_while_they_wait(work_here: Work) -> None:
    async def scene(shift: Shift) -> None:
        await busy(shift)
        await shift.waiting()
        item = await shift.waiting()
        shift.now += 30
        await shift.house.timers.look()
        assert (await shift.heard(item.conversation))[-1] == "You are number 2."

    work_here(scene)


def test_two_nodes_tell_a_place_once(work: Work) -> None:
    async def scene(shift: Shift) -> None:
        await busy(shift)
        item = await shift.waiting()
        other = shift.house.desk.waiting
        other._told.clear()  # as another node, which has told nothing
        await shift.look()
        assert len(await places(shift, item.conversation)) == 1

    work(scene)


@pytest.mark.parametrize(("talks", "known"), [(19, False), (20, True)])
def test_a_wait_is_told_only_where_enough_is_known(
    work_here: Work, talks: int, known: bool
) -> None:
    async def scene(shift: Shift) -> None:
        await shift.agent("marko", caps={"chat": 1})
        marko = shift.users["marko"]
        entries = [
            Entry(at=shift.now - 3000 + seconds, kind=kind, item=f"i{n}", queue="people", **more)
            for n in range(talks)
            for seconds, kind, more in (
                (0, JOINED, {"body": {"kind": "contact", "media": "chat"}}),
                (30, ACCEPTED, {"agent": "marko", "body": {"waited": 30.0}}),
                (230, FINISHED, {"agent": "marko", "body": {"talked": 200.0, "held": 0.0}}),
                (260, CLOSED, {"agent": "marko", "body": {"talked": 200.0, "wrapped": 40.0}}),
            )
        ]
        await shift.store.log(entries)
        await shift.served(marko)
        item = await shift.waiting()
        (told,) = await places(shift, item.conversation)
        # One agent, 240 s a talk: a range around it, rounded to what is said.
        assert ('"wait":[120,360]' in told) == known, told
        assert await promises(shift, item.id) == []  # nobody has said it yet
        shift.now += 30
        await shift.house.timers.look()
        said = (await shift.heard(item.conversation))[-1]
        assert said == ("It will take about 2 to 6 minutes." if known else "You are number 1.")
        assert await promises(shift, item.id) == ([("people", 120, 360)] if known else [])

    work_here(scene)


def test_a_place_that_comes_too_late_disturbs_no_talk(work: Work) -> None:
    """The picture it was read from shows them waiting; since then they have been taken."""

    async def scene(shift: Shift) -> None:
        await busy(shift)
        item = await shift.waiting()
        old = await shift.desk.picture()
        olena = shift.users["olena"]
        await shift.desk.pull(olena, item.id)
        await shift.settle()
        shift.desk.waiting.again(item)
        await shift.desk.waiting.tell(old)
        assert len(await places(shift, item.conversation)) == 1

    work(scene)


def test_one_persons_trouble_is_not_the_others(
    work_here: Work, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    async def scene(shift: Shift) -> None:
        await busy(shift)
        troubles: list[Exception] = [StoreError("the disk is full"), KeyError("words")]
        write = shift.house.conversations.write

        async def failing(key: str, once: Once) -> Conversation:
            if troubles:
                raise troubles.pop(0)
            return await write(key, once)

        monkeypatch.setattr(shift.house.conversations, "write", failing)
        keys = [await shift.person("1") for _ in range(3)]
        await shift.look()
        assert [len(await places(shift, key)) for key in keys] == [0, 0, 1]

    work_here(scene)
    assert "the disk is full" in caplog.text
    assert "KeyError" in caplog.text
    assert "words" not in caplog.text


def test_back_in_the_queue_the_place_is_news_again(work: Work) -> None:
    async def scene(shift: Shift) -> None:
        olena = await shift.agent("olena")
        item = await shift.served(olena)
        assert await places(shift, item.conversation) == []
        await shift.vanish("olena")
        await shift.look()
        await shift.look(60)
        assert (await shift.item(item)).first
        assert len(await places(shift, item.conversation)) == 1

    work(scene)
