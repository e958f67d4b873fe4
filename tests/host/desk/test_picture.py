from __future__ import annotations

import pytest

from flowengine.desk.items import Item
from flowengine.desk.people import Presence, Standing, User
from flowengine.host.desk.picture import Picture

ANNA = User(id="a", name="anna", shown="Anna", queues=("people",))


def seen(status: str, *held: Item) -> Picture:
    return Picture(
        5.0, held, {"a": ANNA}, {"a": Standing(agent="a", status=status, idle=3.0)},
        (Presence(agent="a", device="d", node="n", epoch=1, lease=9.0),),
    )  # fmt: skip


def item(state: str, agent: str = "a", media: str = "chat") -> Item:
    return Item(
        id=state, conversation="c", queue="gone", channel="chat", state=state, agent=agent,
        media=media,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("said", "state", "status", "at_work"),
    [
        ("ready", "active", "ready", True),
        ("ready", "wrap-up", "wrap-up", True),
        ("break", "wrap-up", "break", True),
        ("training", "active", "training", True),
        ("training", "wrap-up", "training", False),
        ("offline", "lost", "offline", True),
        ("unheard-of", "offered", "unheard-of", False),
    ],
)
def test_what_an_agent_says_and_what_counts(
    said: str, state: str, status: str, at_work: bool
) -> None:
    picture = seen(said, item(state))
    assert (picture.status("a"), picture.at_work("a")) == (status, at_work)
    assert picture.answered("people") == at_work
    assert not picture.answered("duty")


def test_agents_as_routing_sees_them() -> None:
    held = (item("active"), item("wrap-up"), item("offered", "b"), item("lost", "a", "async"))
    (anna,) = seen("ready", *held).agents
    assert (anna.load, anna.present, anna.idle) == ({"chat": 2, "async": 1}, True, 3.0)
    assert Picture(5.0, users={"a": ANNA}).agents[0].status == "offline"


def test_a_queue_that_no_flow_declares_any_more_is_not_forgotten() -> None:
    assert set(seen("ready", item("active")).queues) == {"gone"}
