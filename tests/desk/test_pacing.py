"""A night of promises to phone and the callers of the morning: nobody waits for all others."""

from __future__ import annotations

from typing import Any

import pytest
from msgspec.structs import replace

from flowengine.desk import items, moves, pacing, routing
from flowengine.desk.items import Item
from flowengine.desk.people import Agent
from tests.desk.kit import NOW, QUEUES, agent, waiting

NIGHT = {"kind": "callback", "state": "later", "media": "voice", "soon": True}


def promise(name: str, waited: float = 100.0, **rest: Any) -> Item:
    return waiting(name, waited, **(NIGHT | rest))


ONE, TWO, THREE = promise("one", 300.0), promise("two", 200.0), promise("three", 100.0)
LIVE = waiting("live", media="voice")
IN = replace(ONE, id="in", state="waiting", soon=False)


@pytest.mark.parametrize(
    ("due", "others", "agents", "coming"),
    [
        ((TWO, ONE), (), (), {"one"}),  # the oldest, also where nobody is there
        ((TWO, ONE), (LIVE,), (), {"one"}),
        ((TWO, ONE), (LIVE, IN), (), set()),
        ((TWO, ONE), (replace(IN, state="offered"), LIVE), (), set()),
        ((TWO, ONE), (replace(IN, state="active"), LIVE), (), {"one"}),
        # Nobody waits: as many as could be taken at once.
        ((TWO, ONE, THREE), (), (agent("a"), agent("b")), {"one", "two"}),
        ((TWO, ONE, THREE), (IN,), (agent("a"), agent("b")), {"one"}),
        ((TWO, ONE, THREE), (LIVE,), (agent("a"), agent("b")), {"one"}),
        ((TWO, ONE), (), (agent("a"), agent("b", load={"voice": 1})), {"one"}),
        ((TWO, ONE), (), (agent("a"), agent("b", status="break")), {"one"}),
        ((TWO, ONE), (), (agent("a"), agent("b", present=False)), {"one"}),
        ((TWO, ONE), (), (agent("a"), agent("b", queues=frozenset({"duty"}))), {"one"}),
        # A moment that was chosen, and danger, wait for nobody; queues do not share.
        ((ONE, replace(TWO, soon=False)), (LIVE, IN), (), {"two"}),
        ((ONE, replace(TWO, priority=items.URGENT)), (LIVE, IN), (), {"two"}),
        ((ONE, replace(TWO, queue="duty")), (LIVE,), (), {"one", "two"}),
        ((), (LIVE,), (), set()),
    ],
)
def test_which_promises_come_in(
    due: tuple[Item, ...], others: tuple[Item, ...], agents: tuple[Agent, ...], coming: set[str]
) -> None:
    assert pacing.coming_in(due, (*due, *others), agents) == coming


@pytest.mark.parametrize("staff", [1, 2])
def test_f9_a_night_of_promises_starves_no_caller_and_no_caller_starves_a_promise(
    staff: int,
) -> None:
    """Twelve promises and a caller each minute; a talk takes five minutes for each of `staff`."""
    open_: dict[str, Item] = {f"p{n:02}": promise(f"p{n:02}", 3600.0 - n) for n in range(12)}
    taken: list[str] = []
    until = dict.fromkeys(range(staff), 0.0)
    for minute in range(90):
        now = NOW + 60.0 * minute
        if minute < 12:
            open_[f"c{minute:02}"] = waiting(f"c{minute:02}", -60.0 * minute, media="voice")
        due = [one for one in open_.values() if one.state == "later"]
        for name in pacing.coming_in(due, tuple(open_.values()), ()):
            open_[name] = moves.due(open_[name], now).after
        free = [n for n, busy in until.items() if busy <= now]
        people = [agent(f"{n}") for n in free]
        for match in routing.choose(tuple(open_.values()), people, QUEUES, now):
            del open_[match.item.id]
            taken.append(match.item.id)
            until[int(match.agent)] = now + 300.0
    callers = [name for name in taken if name.startswith("c")]
    assert callers == sorted(callers)
    firsts = taken[: taken.index(callers[-1]) + 1] if callers else []
    promises = sum(name.startswith("p") for name in firsts)
    # Each caller had one before them at most, and they were not all of one kind.
    assert 2 <= promises <= len(callers) + 1
    assert [name for name in taken if name.startswith("p")] == sorted(
        name for name in taken if name.startswith("p")
    )
