from __future__ import annotations

import asyncio
from types import SimpleNamespace
from typing import Any

import pytest

from flowengine.desk.people import User
from flowengine.desk.routing import Decision
from flowengine.desk.sentences import Sentence
from flowengine.server.desk import wire
from flowengine.server.desk.orders import obey

OLENA = User(id="u1", name="olena", shown="Olena")
ITEM = SimpleNamespace(id="i1")
GIVES: dict[str, Any] = {
    "begin_script": ("c9", "secret"),
    "ticket": "t1",
    "why": Decision("i1", 0.0, "waiting", words=(Sentence("waits", "It waits."),)),
}


class Desk:
    """Writes down what is asked of it, and of what belongs to it."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, tuple[Any, ...], dict[str, Any]]] = []

    @property
    def talk(self) -> Desk:
        return self

    calls = talk

    def __getattr__(self, name: str) -> Any:
        async def done(*values: Any, **named: Any) -> Any:
            self.asked.append((name, values, named))
            return GIVES.get(name, ITEM)

        return done


ORDERS: list[tuple[wire.Order, str, tuple[Any, ...], dict[str, Any]]] = [
    (wire.Status("m", "break", after=True), "set_status", ("break",), {"after": True}),
    (wire.Accept("m", "t"), "accept", ("t",), {}),
    (wire.Refuse("m", "t"), "refuse", ("t",), {}),
    (wire.Pull("m"), "pull", ("",), {}),
    (wire.Transfer("m", "i1", agent="a"), "transfer", ("i1",), {"queue": "", "agent": "a"}),
    (wire.Finish("m", "i1", "Test"), "finish", ("i1",), {"disposition": "Test"}),
    (wire.Close("m", "i1", "Test", "n"), "close", ("i1", "Test", "n"), {}),
    (wire.Extend("m", "i1"), "extend", ("i1",), {}),
    (wire.Raise("m", "i1", 3), "raise_priority", ("i1", 3), {}),
    (wire.Ticket("m", "i1"), "ticket", ("i1",), {}),
    (wire.Say("m", "i1", "x", aloud=True), "say", ("i1", "x", "m"), {"aloud": True}),
    (wire.Remark("m", "i1", "x", ("a",)), "remark", ("i1", "x", ("a",)), {}),
    (wire.Invite("m", "i1", "a", "talk"), "invite", ("i1", "a", "talk"), {}),
    (wire.Uninvite("m", "i1", "a"), "uninvite", ("i1", "a"), {}),
    (wire.SendBack("m", "i1", "main"), "send_back", ("i1", "main"), {}),
    (wire.Callback("m", "i1", "busy", 5.0, "n"), "callback_result", ("i1", "busy", 5.0, "n"), {}),
    (wire.Script("m", "i1"), "begin_script", ("i1",), {}),
]


@pytest.mark.parametrize(
    ("order", "name", "values", "named"), ORDERS, ids=[name for _, name, _, _ in ORDERS]
)
def test_each_order_is_one_call_of_the_desk(
    order: wire.Order, name: str, values: tuple[Any, ...], named: dict[str, Any]
) -> None:
    desk = Desk()
    asyncio.run(obey(desk, OLENA, order))  # type: ignore[arg-type]
    assert desk.asked == [(name, (OLENA, *values), named)]


@pytest.mark.parametrize(
    ("order", "answer"),
    [
        (wire.Accept("m", "t"), {"item": "i1"}),
        (wire.Pull("m", "i1"), {"item": "i1"}),
        (wire.Ticket("m", "i1"), {"ticket": "t1"}),
        (wire.Script("m", "i1"), {"conversation": "c9", "token": "secret"}),
        (wire.Extend("m", "i1"), {}),
    ],
)
def test_answers_have_what_was_asked_for(order: wire.Order, answer: dict[str, Any]) -> None:
    assert asyncio.run(obey(Desk(), OLENA, order)) == answer  # type: ignore[arg-type]


def test_why_is_told_only_to_who_may_know() -> None:
    desk = Desk()
    answer = asyncio.run(obey(desk, OLENA, wire.Why("m", "i1")))  # type: ignore[arg-type]
    assert (answer["why"]["words"], answer["why"]["candidates"]) == (["It waits."], ())
    assert desk.asked[0] == ("may", (OLENA, "i1", "item.why"), {})


def test_an_order_that_was_forgotten_is_a_mistake_of_ours() -> None:
    with pytest.raises(TypeError):
        asyncio.run(obey(Desk(), OLENA, wire.Order("m")))  # type: ignore[arg-type]
