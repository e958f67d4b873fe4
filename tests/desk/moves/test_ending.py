"""The end of a talk, wrap-up, and closing from whatever state."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from flowengine.desk import items, log, moves
from flowengine.desk.items import CALLBACK, Guest, Item
from flowengine.runtime.events import HandoffEnded
from tests.desk.moves.kit import ACTIVE, JOINED, LOST, OFFERED, PROMISED, REST, WRAP_UP, kinds

CALLING = replace(ACTIVE, kind=CALLBACK, turn=0)


def test_a_finished_talk_lets_the_flow_go_on_while_it_is_written_down() -> None:
    listener = Guest(agent="sofia", mode=items.LISTEN)
    item = replace(ACTIVE, guests=(listener,))
    made = moves.finished(item, 160.0, 100.0, place="main", disposition="advice", survey=False)
    after = made.after
    assert (after.state, after.agent, after.until, after.since) == (
        "wrap-up", "olena", 160.0, 100.0,
    )  # fmt: skip
    assert (after.outcome, after.guests) == ("advice", ())
    assert made.tell == HandoffEnded(
        at=100.0, turn=4, outcome="done", place="main", disposition="advice", survey=False
    )
    assert made.entries[0].body == {"talked": 70.0, "held": 0.0}
    with pytest.raises(moves.Impossible):
        moves.finished(JOINED, 160.0, 100.0)


def test_f27_wrap_up_only_becomes_longer() -> None:
    made = moves.extended(WRAP_UP, 200.0, 120.0)
    assert (made.after.until, made.after.since) == (200.0, WRAP_UP.since)
    assert kinds(made) == [log.EXTENDED]
    with pytest.raises(moves.Impossible, match="longer only"):
        moves.extended(made.after, 200.0, 121.0)
    with pytest.raises(moves.Impossible):
        moves.extended(ACTIVE, 200.0, 121.0)


def test_closing_after_wrap_up_tells_nobody_twice() -> None:
    made = moves.closed(WRAP_UP, 130.0, "advice given")
    assert (made.after.state, made.after.outcome, made.after.agent) == (
        "closed", "advice given", "",
    )  # fmt: skip
    assert made.tell is None
    assert made.entries[0].body == {
        "outcome": "advice given", "talked": 70.0, "held": 0.0, "wrapped": 30.0,
    }  # fmt: skip
    assert moves.closed(replace(WRAP_UP, outcome="silent"), 130.0, "").after.outcome == "silent"


@pytest.mark.parametrize(("item", "outcome"), [(JOINED, "closed"), (OFFERED, "closed")])
def test_f14_who_still_waits_is_told_that_nobody_comes(item: Item, outcome: str) -> None:
    made = moves.closed(item, 100.0, "test")
    assert made.tell == HandoffEnded(at=100.0, turn=4, outcome=outcome)
    assert made.entries[0].body["unserved"] is True


@pytest.mark.parametrize("item", [ACTIVE, LOST])
def test_f14_a_talk_that_is_closed_is_finished_with_it(item: Item) -> None:
    made = moves.closed(item, 100.0, "test")
    assert made.tell == HandoffEnded(at=100.0, turn=4, outcome="done", disposition="test")
    assert kinds(made) == [log.FINISHED, log.CLOSED]


@pytest.mark.parametrize("state", sorted(items.OPEN))
def test_f14_every_open_state_has_an_end(state: str) -> None:
    assert moves.closed(REST[state], 1000.0, "").after.state == items.CLOSED


@pytest.mark.parametrize("state", [items.CLOSED, items.ABANDONED])
def test_what_has_ended_ends_no_more(state: str) -> None:
    with pytest.raises(moves.Impossible, match="has ended already"):
        moves.closed(REST[state], 1000.0, "")


def test_a_callback_that_reaches_nobody_is_tried_again_on_its_clock() -> None:
    made = moves.tried(CALLING, "no answer", 2000.0, 60.0)
    after = made.after
    assert (after.state, after.until, after.tries, after.agent) == ("later", 2000.0, 1, "")
    assert after.joined == JOINED.joined
    assert made.entries[0].body == {
        "result": "no answer", "talked": 30.0, "held": 0.0, "wrapped": 0.0, "due": 2000.0,
    }  # fmt: skip
    assert moves.tried(CALLING, "no answer", 2000.0, 60.0, agreed=True).after.joined == 2000.0


def test_a_try_told_in_wrap_up_counts_its_talk_once() -> None:
    wrapping = moves.finished(CALLING, 160.0, 60.0).after
    body = moves.tried(wrapping, "busy", 2000.0, 75.0).entries[0].body
    assert body == {"result": "busy", "talked": 0.0, "held": 0.0, "wrapped": 15.0, "due": 2000.0}


@pytest.mark.parametrize("item", [PROMISED, ACTIVE])
def test_only_a_callback_that_an_agent_has_is_tried(item: Item) -> None:
    with pytest.raises(moves.Impossible):
        moves.tried(item, "busy", 2000.0, 60.0)
