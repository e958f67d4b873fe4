"""Joining a queue, going to another, leaving it: the clock is set once."""

from __future__ import annotations

from typing import Any

import pytest
from msgspec.structs import replace

from flowengine.desk import items, log, moves
from flowengine.desk.items import CALLBACK, HIGH, LATER, LOW, MESSAGE, WAITING, Item
from flowengine.runtime.events import HandoffEnded
from tests.desk.moves.kit import ACTIVE, JOINED, LOST, OFFERED, REST, WRAP_UP, kinds

NEW = Item(id="new", conversation="c", queue="advice", channel="chat", turn=4)


def test_who_joins_begins_the_clock() -> None:
    made = moves.joined(NEW, 100.0)
    assert made.before is None
    assert (made.after.state, made.after.joined, made.after.entered) == (WAITING, 100.0, 100.0)
    assert made.after.version == 1
    (line,) = made.entries
    assert (line.kind, line.item, line.queue, line.at) == (log.JOINED, "new", "advice", 100.0)
    assert line.body == {"media": "chat", "kind": "contact", "priority": 1, "clock": 100.0}


def test_who_takes_over_a_place_keeps_its_clock_head_and_urgency() -> None:
    earlier = replace(JOINED, joined=10.0, entered=20.0, priority=HIGH, first=True)
    made = moves.joined(replace(NEW, kind=CALLBACK, priority=LOW), 100.0, earlier).after
    assert (made.joined, made.entered, made.priority, made.first) == (10.0, 20.0, HIGH, True)
    assert moves.joined(replace(NEW, priority=3), 100.0, earlier).after.priority == 3
    (line,) = moves.joined(NEW, 100.0, earlier).entries
    assert (line.body["earlier"], line.body["clock"]) == (earlier.id, 10.0)


def test_a_place_in_another_queue_is_taken_over_with_its_clock_but_not_its_rings() -> None:
    made = moves.joined(replace(NEW, queue="duty"), 100.0, replace(JOINED, entered=20.0)).after
    assert (made.joined, made.entered) == (JOINED.joined, 100.0)


@pytest.mark.parametrize(
    ("new", "language", "skills"),
    [
        (NEW, "fa", (("housing", 2),)),
        (replace(NEW, language="uk"), "uk", ()),
        (replace(NEW, skills=(("law", 1),)), "", (("law", 1),)),
    ],
)
def test_what_is_asked_for_is_taken_over_where_nothing_else_is(
    new: Item, language: str, skills: tuple[tuple[str, int], ...]
) -> None:
    earlier = replace(JOINED, language="fa", skills=(("housing", 2),))
    made = moves.joined(new, 100.0, earlier).after
    assert (made.language, made.skills) == (language, skills)


@pytest.mark.parametrize(
    ("kind", "until", "state", "kept"),
    [
        (CALLBACK, 500.0, LATER, 500.0),
        (CALLBACK, 100.0, WAITING, 0.0),
        (CALLBACK, 0.0, WAITING, 0.0),
        (MESSAGE, 500.0, WAITING, 0.0),
    ],
)
def test_a_callback_waits_for_its_moment(kind: str, until: float, state: str, kept: float) -> None:
    made = moves.joined(replace(NEW, kind=kind, until=until), 100.0)
    assert (made.after.state, made.after.until) == (state, kept)
    assert ("due" in made.entries[0].body) == (state == LATER)


@pytest.mark.parametrize(
    ("about", "earlier", "clock"),
    [
        ({}, None, 500.0),  # a chosen moment: from then on, whenever somebody looked
        ({}, JOINED, 500.0),
        ({"soon": True}, None, 520.0),  # while it was closed: when there is room for it
        ({"soon": True}, JOINED, JOINED.joined),  # they had waited, and keep that place
    ],
)
def test_the_clock_of_a_promise_begins_with_its_moment(
    about: dict[str, Any], earlier: Item | None, clock: float
) -> None:
    wish = replace(NEW, kind=CALLBACK, until=500.0, **about)
    made = moves.due(moves.joined(wish, 100.0, earlier).after, 520.0)
    assert (made.after.state, made.after.joined, made.after.entered) == (WAITING, clock, 520.0)
    assert (made.after.until, made.after.soon, kinds(made)) == (0.0, False, [log.DUE])


CHOSEN = moves.joined(replace(NEW, kind=CALLBACK, until=500.0), 100.0).after


def test_it_is_due_once() -> None:
    made = moves.due(CHOSEN, 500.0)
    with pytest.raises(moves.Impossible, match=r"An item that is .waiting. is not put off"):
        moves.due(made.after, 600.0)


def test_a_diverted_item_keeps_its_clock_and_its_rings() -> None:
    made = moves.diverted(replace(JOINED, also=("duty",), passed=("olena",)), "night", 50.0)
    assert made.after == replace(JOINED, queue="night", version=JOINED.version + 1)
    (line,) = made.entries
    assert (line.kind, line.queue) == (log.TRANSFERRED, "advice")
    assert line.body == {"to_queue": "night", "state": "waiting"}


@pytest.mark.parametrize("item", [JOINED, ACTIVE, OFFERED, WRAP_UP])
def test_only_who_waits_elsewhere_is_diverted(item: Item) -> None:
    with pytest.raises(moves.Impossible):
        moves.diverted(item, "advice", 50.0)


def test_a_further_queue_is_noted_once() -> None:
    made = moves.also(JOINED, "duty", 50.0)
    assert (made.after.also, made.after.queue) == (("duty",), "advice")
    for queue in ("duty", "advice"):
        with pytest.raises(moves.Impossible, match="already"):
            moves.also(made.after, queue, 60.0)
    with pytest.raises(moves.Impossible, match="waits in no queue"):
        moves.also(ACTIVE, "duty", 60.0)


@pytest.mark.parametrize("outcome", ["closed", "nobody", "full"])
def test_who_is_not_served_is_told(outcome: str) -> None:
    made = moves.unserved(OFFERED, outcome, 70.0)
    assert (made.after.state, made.after.agent, made.after.token) == (items.CLOSED, "", "")
    assert made.tell == HandoffEnded(at=70.0, turn=4, outcome=outcome)
    assert made.entries[0].body["unserved"] is True
    with pytest.raises(moves.Impossible, match="has been served"):
        moves.unserved(ACTIVE, outcome, 80.0)


@pytest.mark.parametrize("item", [JOINED, OFFERED])
def test_f22_who_hangs_up_takes_the_offer_along(item: Item) -> None:
    made = moves.left(item, 0.0, 70.0)
    assert (made.after.state, made.after.agent, made.after.token) == (items.ABANDONED, "", "")
    assert made.after.until == 0.0
    assert made.tell is None
    assert made.entries[0].body == {"waited": 60.0, "state": item.state}


@pytest.mark.parametrize(("item", "talked"), [(ACTIVE, 40.0), (LOST, 20.0)])
def test_f21_a_talk_that_the_person_ends_is_written_down(item: Item, talked: float) -> None:
    made = moves.left(item, 130.0, 70.0)
    assert (made.after.state, made.after.until, made.after.agent) == ("wrap-up", 130.0, "olena")
    assert made.entries[0].body == {"talked": talked, "held": 0.0, "left": True}
    assert made.tell is None


@pytest.mark.parametrize("item", [WRAP_UP, REST[items.CLOSED], replace(JOINED, kind=CALLBACK)])
def test_what_nobody_waits_for_is_not_left(item: Item) -> None:
    with pytest.raises(moves.Impossible):
        moves.left(item, 0.0, 70.0)
