from __future__ import annotations

import pytest

from flowengine.desk import items, moves
from flowengine.host.desk.consulting import named, words
from flowengine.host.refusal import Refusal
from tests.host.desk.conftest import Talks
from tests.host.desk.talks import MARKO, OLENA, Office


@pytest.mark.parametrize(
    ("block", "so"),
    [
        ("line.start", True),
        ("line.more_help", True),
        ("line.start/topic", False),
        ("line.3", False),
        ("survey.start", False),
        ("line.", False),
    ],
)
def test_steps_are_what_the_author_named(block: str, so: bool) -> None:
    assert named(block, "line") is so


def test_a_step_is_called_by_its_name_in_words() -> None:
    assert words("line.more_help") == "more help"


def test_a_colleague_comes_in_becomes_the_agent_and_the_first_is_out(talks_on: Talks) -> None:
    async def scene(office: Office) -> None:
        item = await office.talks()
        item = await office.talk.invite(OLENA, item.id, MARKO.id, items.TALK)
        assert item.guests == (items.Guest(MARKO.id, items.TALK),)
        await office.talk.say(MARKO, item.id, "I can take over")
        item = await office.move(moves.transferred(item, office.now, agent=MARKO.id))
        assert (item.agent, item.guests) == (MARKO.id, ())
        with pytest.raises(Refusal):
            await office.talk.say(OLENA, item.id, "Still me")

    talks_on(scene)


def test_a_guest_goes_alone_or_is_sent_and_sends_nobody(talks: Talks) -> None:
    async def scene(office: Office) -> None:
        item = await office.talks()
        await office.talk.invite(OLENA, item.id, MARKO.id, items.CONSULT)
        with pytest.raises(Refusal) as refused:
            await office.talk.uninvite(MARKO, item.id, "u9")
        assert refused.value.code == "forbidden"
        assert (await office.talk.uninvite(MARKO, item.id, MARKO.id)).guests == ()
        await office.talk.invite(OLENA, item.id, MARKO.id, items.CONSULT)
        assert (await office.talk.uninvite(OLENA, item.id, MARKO.id)).guests == ()

    talks(scene)


@pytest.mark.parametrize(
    ("guest", "code"),
    [
        (items.Guest(MARKO.id, items.LISTEN), "forbidden"),
        (items.Guest(MARKO.id, items.BARGE), "forbidden"),
        (items.Guest(MARKO.id, items.LISTEN, hidden=True), "impossible"),
        (None, "impossible"),
    ],
)
def test_an_agent_is_not_rid_of_a_supervisor_and_finds_none_who_is_unseen(
    talks: Talks, guest: items.Guest | None, code: str
) -> None:
    async def scene(office: Office) -> None:
        item = await office.talks()
        if guest is not None:
            item = await office.move(moves.guest(item, guest, office.now))
        with pytest.raises(Refusal) as refused:
            await office.talk.uninvite(OLENA, item.id, MARKO.id)
        assert refused.value.code == code
        assert code == "forbidden" or str(refused.value) == "They do not take part."
        if guest is not None:  # they go by themselves
            assert (await office.talk.uninvite(MARKO, item.id, MARKO.id)).guests == ()

    talks(scene)


@pytest.mark.parametrize(
    ("agent", "mode", "code"),
    [("u9", items.CONSULT, "unknown"), ("u2", items.LISTEN, "no-mode"),
     ("u1", items.TALK, "impossible")],
)  # fmt: skip
def test_whom_nobody_can_invite(talks: Talks, agent: str, mode: str, code: str) -> None:
    async def scene(office: Office) -> None:
        item = await office.talks()
        with pytest.raises(Refusal) as refused:
            await office.talk.invite(OLENA, item.id, agent, mode)
        assert refused.value.code == code

    talks(scene)


def test_the_flow_goes_on_where_the_agent_sends_the_person(talks: Talks) -> None:
    async def scene(office: Office) -> None:
        item = await office.talks()
        for place in ("line.nowhere", "line.repeat", ""):
            with pytest.raises(Refusal) as refused:
                await office.talk.send_back(OLENA, item.id, place)
            assert refused.value.code == "no-step"
        after = await office.talk.send_back(OLENA, item.id, "line.more")
        await office.errands.idle()
        assert after.state == items.WRAP_UP
        assert (await office.said(item.conversation))[-1] == ("flow", "Anything else?")
        assert "machine" not in str(await office.said(item.conversation))

    talks(scene)
