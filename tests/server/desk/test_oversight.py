"""What a supervisor reads of a talk. What they do with it: `test_board`."""

from __future__ import annotations

import time

import pytest

from flowengine.desk import moves
from flowengine.desk.items import Item
from flowengine.host import lines
from flowengine.host.lines import HIDDEN, Line
from flowengine.store.desk.verbs import MOVED
from flowengine.store.records import Conversation, Message, Turn
from tests.server.desk.conftest import Office

NEVER, OVER = "Nothing was said yet.", "The words are not kept any more."
TAKEN_OUT = f"{HIDDEN} stands for words"


def talked(office: Office, *said: Line) -> None:
    """The item i1, in whose conversation the person has said that."""

    async def joins() -> None:
        now = time.time()
        talk = Conversation(
            id="c1", flow="help", digest="d", channel="chat", token=b"c1", session=b"",
            prompt="", ended=False, changed=now, began=now, messages=len(said),
        )  # fmt: skip
        kept = (
            Message(number, now, "person", lines.encode(line))
            for number, line in enumerate(said, start=1)
        )
        await office.store.commit(Turn(talk, messages=tuple(kept)))
        item = Item(id="i1", conversation="c1", queue="advice", channel="chat")
        assert await office.store.move([moves.joined(item, now)], "node") == (MOVED,)

    office.do(joins)


@pytest.mark.parametrize(
    ("said", "told", "untold"),
    [
        ((), NEVER, (OVER, TAKEN_OUT)),
        ((Line(kind="text", text="My name is Nadia."),), "Nadia", (NEVER, OVER, TAKEN_OUT)),
        ((Line(kind="text", text=f"I am {HIDDEN}."),), TAKEN_OUT, (NEVER, OVER)),
        ((Line(kind="ended", text="expired"),), ">end<", ("expired", NEVER)),
    ],
)
def test_what_stands_for_words_is_said(
    office: Office, said: tuple[Line, ...], told: str, untold: tuple[str, ...]
) -> None:
    talked(office, *said)
    office.become("sofia")
    page = office.get("/desk/board/items/i1")
    assert told in page
    assert [one for one in untold if one in page] == []


def test_words_whose_time_is_over_were_said_all_the_same(office: Office) -> None:
    talked(office, Line(kind="text", text="My name is Nadia."))
    assert office.do(office.store.forget, "message", time.time() + 1, 10) == 1
    office.become("sofia")
    page = office.get("/desk/board/items/i1")
    assert OVER in page
    assert NEVER not in page
