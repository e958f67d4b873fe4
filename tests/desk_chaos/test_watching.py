"""Who watches the shift sees what is wrong: one mistake of each kind in rows that are right."""

from __future__ import annotations

import json
from pathlib import Path
from random import Random
from typing import Any

import msgspec
import pytest

from flowengine.desk.items import ACTIVE, CALLBACK, LATER, WAITING, Guest, Item
from flowengine.desk.people import User
from tests.desk_chaos.servers import Server
from tests.desk_chaos.watching import Reader, Rows, Watch
from tests.desk_chaos.world import World

OLENA = User(id="olena", name="olena", shown="Olena", queues=("*",), caps={"chat": 1, "async": 1})
TALKS = Item(id="c1-1", conversation="c1", queue="q", channel="chat", turn=1, state=ACTIVE,
             agent="olena", joined=1.0, version=3)  # fmt: skip
WAITS = Item(id="c2-1", conversation="c2", queue="q", channel="chat", turn=1, joined=2.0, version=1)
PROMISE = Item(id="c4-s1", conversation="c4", queue="q", channel="chat", kind=CALLBACK,
               state=LATER, until=5.0, phone="+380501234567", version=1)  # fmt: skip
MARKO = (Guest("marko", "talk"),)
SLOT = ("olena", "chat", 1, "c1-1")


def item(one: Item, **changed: Any) -> tuple[Any, ...]:
    one = msgspec.structs.replace(one, **changed)
    body = msgspec.json.encode(one).decode()
    return (one.id, one.conversation, one.turn, one.queue, one.state, 1, one.agent, one.joined,
            one.version, body)  # fmt: skip


def rows(
    *items: tuple[Any, ...],
    slots: tuple[tuple[Any, ...], ...] = (SLOT,),
    guests: tuple[tuple[str, str], ...] = (),
    switches: tuple[tuple[Any, ...], ...] = (),
) -> Rows:
    return {
        "guest": list(guests),
        "switch": list(switches),
        "item": list(items),
        "slot": list(slots),
        "user": [(msgspec.json.encode(OLENA).decode(),)],
        "standing": [("olena", "ready", 0.0, 0.0, 0.0, "", 1)],
        "presence": [("olena", "d", "n", 1, 1000.0)],
    }


def watch() -> Watch:
    server = Server(Path(), "", 0, hurry=True, address="a", serving=1.0)
    return Watch(Reader(""), {}, [server], bound=2.0)


@pytest.mark.parametrize(
    ("looks", "wrong"),
    [
        ([rows(item(TALKS), item(WAITS))], ""),
        ([rows(item(TALKS)), rows(item(TALKS, joined=5.0))], "its clock was set anew"),
        ([rows(item(TALKS)), rows(item(TALKS, version=2))], "went back to version 2"),
        ([rows(item(TALKS, agent=""), slots=())], "is active with agent ''"),
        ([rows(item(TALKS), item(WAITS, conversation="c1"))], "c1: is in 2 places"),
        ([rows((*item(TALKS)[:4], "lost", *item(TALKS)[5:]))], "columns are not its body"),
        ([rows(item(TALKS), slots=())], "is active and fills None"),
        ([rows(item(TALKS), slots=(("marko", "chat", 1, "c1-1"),))], "fills ('marko'"),
        ([rows(item(WAITS), slots=(("olena", "chat", 1, "c2-1"),))], "is waiting and fills"),
        ([rows(slots=(SLOT,))], "a place is filled by nothing"),
        ([rows(item(TALKS), item(TALKS, id="c3-1", conversation="c3"),
               slots=(SLOT, ("olena", "chat", 2, "c3-1")))], "olena has 2 of chat"),
        ([rows(item(TALKS), slots=(SLOT, ("olena", "chat", 2, "c1-1")))], "fills two places"),
        ([rows(item(TALKS, guests=MARKO), guests=(("c1-1", "marko"),))], ""),
        ([rows(item(TALKS, guests=MARKO))], "marko is its guest by one table"),
        ([rows(item(TALKS), guests=(("c1-1", "marko"),))], "marko is its guest by one table"),
        ([rows(item(WAITS, guests=MARKO), guests=(("c2-1", "marko"),), slots=())], "has guests"),
        ([rows(item(TALKS, guests=(Guest("olena", "talk"),)), guests=(("c1-1", "olena"),))],
         "its agent is its guest"),
        ([rows(item(PROMISE), slots=())], ""),
        ([rows(item(PROMISE), item(PROMISE, id="c5-s1", conversation="c5"), slots=())], ""),
        ([rows(item(PROMISE), item(PROMISE, id="c5-s1", conversation="c5"),
               item(PROMISE, id="c6-s1", conversation="c6"), slots=())],
         "is promised 3 calls at once"),
    ],
)  # fmt: skip
def test_each_mistake_is_seen(looks: list[Rows], wrong: str) -> None:
    seen = watch()
    for one in looks:
        if "marko" in json.dumps(one["slot"]):
            one["user"].append((msgspec.json.encode(msgspec.structs.replace(OLENA, id="marko")),))
        seen.look(one, 10.0)
    assert bool(seen.wrong) == bool(wrong)
    assert wrong in "\n".join(seen.wrong)


def test_who_waits_beside_somebody_free_is_seen_after_the_bound() -> None:
    seen = watch()
    assert item(WAITS)[4] == WAITING
    for at in (10.0, 11.0, 12.5):
        seen.look(rows(item(WAITS), slots=()), at)
    assert (seen.longest, seen.late) == (2.5, ["c2-1: waited 2.5 s although olena was free"])


def test_who_was_offered_between_two_looks_has_not_waited_from_one_to_the_other() -> None:
    seen = watch()
    for at, version in ((10.0, 1), (11.5, 1), (20.0, 3), (21.0, 3)):
        seen.look(rows(item(WAITS, version=version), slots=()), at)
    assert (seen.longest, seen.late) == (1.5, [])


@pytest.mark.parametrize(
    ("switches", "stored", "late"),
    [
        ((), 1.0, ["c4-s1: is due for 2.5 s, and nobody is told"]),
        ((("q", "close", "", "sofia", 1.0, 99.0),), 1.0, []),
        ((), 0.0, []),
    ],
)
def test_a_promise_that_is_due_and_shown_to_nobody_is_seen(
    switches: tuple[tuple[Any, ...], ...], stored: float, late: list[str]
) -> None:
    """Where its queue is open, and the store is there."""
    seen = watch()
    seen.world = World(Random(1), seen.servers, stored=stored)
    for at in (10.0, 11.0, 12.5):
        seen.look(rows(item(PROMISE), slots=(), switches=switches), at)
    assert seen.late == late


def test_nobody_is_late_while_no_node_is_there() -> None:
    seen = watch()
    seen.look(rows(item(WAITS), slots=()), 10.0)
    seen.servers[0].serving = 0.0
    seen.look(rows(item(WAITS), slots=()), 20.0)
    assert seen.late == []
