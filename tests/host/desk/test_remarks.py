from __future__ import annotations

import pytest

from flowengine.desk import items, moves
from flowengine.desk.people import User
from flowengine.host.desk.remarks import named
from flowengine.host.refusal import Refusal
from tests.host.desk.conftest import Talks
from tests.host.desk.talks import MARKO, OLENA, Office

GONE = User(id="u3", name="iryna", shown="Iryna", disabled=True)


@pytest.mark.parametrize(
    ("text", "who"),
    [
        ("@marko, look", ["u2"]),
        ("look, @Marko. And @olena!", ["u2", "u1"]),
        ("write to marko@example.org", []),
        ("@nobody and @iryna", []),
        ("", []),
    ],
)
def test_who_is_named_in_a_note(text: str, who: list[str]) -> None:
    users = {one.id: one for one in (OLENA, MARKO, GONE)}
    assert list(named(text, users)) == who


def test_a_note_is_for_colleagues_and_never_a_line(talks_on: Talks) -> None:
    async def scene(office: Office) -> None:
        item = await office.talks()
        with office.bureau.bell.listening(f"agent/{MARKO.id}") as bell:
            left = await office.talk.remark(OLENA, item.id, " @marko please help ", ())
            assert bell.is_set()
        assert (left.text, left.mentions, left.by) == ("@marko please help", (MARKO.id,), OLENA.id)
        (mention,) = await office.store.mentions(MARKO.id, 0.0)
        assert mention.text == left.text
        assert (await office.talk.context(OLENA, item.id)).remarks[0].text == left.text
        assert "please help" not in str(await office.said(item.conversation))

    talks_on(scene)


def test_a_consultation_is_read_by_both_and_not_by_the_person(talks: Talks) -> None:
    async def scene(office: Office) -> None:
        item = await office.talks()
        await office.talk.invite(OLENA, item.id, MARKO.id, items.CONSULT)
        await office.talk.remark(OLENA, item.id, "What do I say?")
        await office.talk.remark(MARKO, item.id, "Tell them to breathe.", (OLENA.id,))
        found = (await office.talk.context(MARKO, item.id)).remarks
        assert [(one.by, one.mentions) for one in found] == [("u1", ()), ("u2", ("u1",))]
        assert len(await office.said(item.conversation)) == 4

    talks(scene)


def test_nobody_is_mentioned_who_is_not_there_and_no_note_is_empty(talks: Talks) -> None:
    async def scene(office: Office) -> None:
        item = await office.talks()
        for text, mentions, code in (("Look", ("u9",), "unknown"), ("  ", (), "empty")):
            with pytest.raises(Refusal) as refused:
                await office.talk.remark(OLENA, item.id, text, mentions)
            assert refused.value.code == code
        await office.move(moves.transferred(item, office.now, agent=MARKO.id))
        with pytest.raises(Refusal) as refused:
            await office.talk.remark(OLENA, item.id, "Look")
        assert refused.value.code == "forbidden"

    talks(scene)
