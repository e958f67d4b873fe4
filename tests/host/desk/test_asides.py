from __future__ import annotations

import asyncio

import pytest

from flowengine.desk import moves
from flowengine.desk.items import Item
from flowengine.desk.moves.words import SOUGHT
from flowengine.store.desk.moving import errands
from flowengine.store.records import Errand, Turn
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


def test_words_go_out_in_their_order_whatever_the_clock_of_a_node(work_here: Work) -> None:
    async def scene(shift: Shift) -> None:
        opened = await shift.house.conversations.begin(
            "line", channel="sms", gateway="gate", address="+3850001"
        )
        key = opened.conversation.id
        shift.now += 1
        await shift.desk.asides.tell(key, "First.", "one")
        shift.now -= 5
        await shift.desk.asides.tell(key, "Second.", "two")
        last, before, *_ = await shift.store.outgoing(conversation=key)
        assert ("Second." in last.body, "First." in before.body) == (True, True)

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


async def _lost(shift: Shift, node: str) -> Item:
    """Their agent is lost; the move is written in the name of a node that told nobody of it."""
    olena = await shift.agent("olena")
    item = await shift.served(olena)
    done = await shift.store.move([moves.lost(item, shift.now + 60, shift.now)], node)
    assert done == ("moved",)
    return item


def test_f24_a_word_is_said_once_though_its_node_died_behind_the_move(work: Work) -> None:
    async def scene(shift: Shift) -> None:
        item = await _lost(shift, "a node that died")
        before = await shift.heard(item.conversation)
        for _ in range(2):
            await shift.house.errands.take_up(shift.store)
            await shift.settle()
        (told,) = (await shift.heard(item.conversation))[len(before) :]
        assert "connection to your adviser broke" in told
        assert (await shift.store.counts())["errands"] == 0

    work(scene)


def test_a_word_that_two_nodes_bring_is_said_once(work: Work) -> None:
    async def scene(shift: Shift) -> None:
        item = await _lost(shift, shift.house.conversations.node)
        (word,) = errands(moves.lost(item, shift.now + 60, shift.now))
        before = await shift.heard(item.conversation)
        await asyncio.gather(*(shift.desk.asides.bring(word) for _ in range(2)))
        assert len(await shift.heard(item.conversation)) == len(before) + 1
        assert (await shift.store.counts())["errands"] == 0

    work(scene)


def test_a_word_for_who_has_gone_is_forgotten(work_here: Work) -> None:
    async def scene(shift: Shift) -> None:
        key = await shift.person("7")
        late = Errand(key, 1, "word 9", '{"name":"lost","once":"o"}')
        await shift.house.conversations.commit(
            Turn(await shift.house.conversations.look(key), errands=(late,))
        )
        before = await shift.heard(key)
        await shift.desk.asides.bring(late)
        assert await shift.heard(key) == before
        assert (await shift.store.counts())["errands"] == 0

    work_here(scene)
