"""A talk: broken, resumed, held, joined by others, passed on; the clock never begins anew."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from flowengine.desk import items, log, moves
from flowengine.desk.items import Guest, Item
from flowengine.runtime.events import Accepted
from tests.desk.moves.kit import ACTIVE, JOINED, LOST, OFFERED, PROMISED, WRAP_UP, kinds

SOFIA = Guest(agent="sofia", mode=items.LISTEN)


def test_f13_a_lost_agent_comes_back_to_the_same_talk() -> None:
    lost = moves.lost(ACTIVE, 60.0, 50.0)
    assert (lost.after.state, lost.after.until, lost.after.agent) == ("lost", 60.0, "olena")
    back = moves.resumed(lost.after, 55.0)
    assert back.after == replace(ACTIVE, since=55.0, version=ACTIVE.version + 2)
    assert [*kinds(lost), *kinds(back)] == [log.LOST, log.RESUMED]
    with pytest.raises(moves.Impossible):
        moves.resumed(ACTIVE, 55.0)
    with pytest.raises(moves.Impossible):
        moves.lost(OFFERED, 60.0, 50.0)


@pytest.mark.parametrize(("item", "talked"), [(ACTIVE, 70.0), (LOST, 20.0)])
def test_f6_f13_a_lost_agents_item_waits_at_the_head_on_its_old_clock(
    item: Item, talked: float
) -> None:
    made = moves.requeued(replace(item, guests=(SOFIA,)), 100.0, "agent lost")
    assert made.after == replace(JOINED, since=100.0, first=True, version=item.version + 1)
    assert made.entries[0].agent == "olena"
    assert made.entries[0].body == {"why": "agent lost", "talked": talked, "held": 0.0}
    with pytest.raises(moves.Impossible, match="has no agent"):
        moves.requeued(JOINED, 100.0, "agent lost")


def test_time_on_hold_is_not_talk() -> None:
    held = moves.held(ACTIVE, 40.0).after
    with pytest.raises(moves.Impossible, match="on hold already"):
        moves.held(held, 41.0)
    free = moves.unheld(held, 50.0).after
    assert (held.hold, free.hold, free.held) == (40.0, 0.0, 10.0)
    with pytest.raises(moves.Impossible, match="not on hold"):
        moves.unheld(free, 51.0)
    twice = moves.held(free, 60.0).after
    ended = moves.finished(twice, 160.0, 65.0)
    assert ended.entries[0].body == {"talked": 20.0, "held": 15.0}
    assert (ended.after.hold, ended.after.held) == (0.0, 15.0)
    lost = moves.lost(twice, 160.0, 62.0).after
    assert moves.requeued(lost, 90.0, "w").entries[0].body["held"] == 12.0
    with pytest.raises(moves.Impossible):
        moves.held(JOINED, 41.0)
    with pytest.raises(moves.Impossible):
        moves.unheld(JOINED, 41.0)


def test_that_keys_are_sent_is_written_and_nothing_of_them() -> None:
    made = moves.keyed(ACTIVE, 40.0)
    assert made.after == replace(ACTIVE, version=ACTIVE.version + 1)
    assert (kinds(made), made.entries[0].agent, made.entries[0].body) == ([log.KEYED], "olena", {})
    with pytest.raises(moves.Impossible, match="no keys"):
        moves.keyed(WRAP_UP, 40.0)


def test_guests_come_change_and_go() -> None:
    one = moves.guest(ACTIVE, SOFIA, 40.0)
    assert (one.after.guests, one.entries[0].agent) == ((SOFIA,), "sofia")
    assert one.entries[0].body == {"mode": "listen"}
    barging = Guest(agent="sofia", mode=items.BARGE, hidden=True)
    two = moves.guest(one.after, barging, 41.0).after
    assert two.guests == (barging,)
    gone = moves.unguest(two, "sofia", 42.0)
    assert (gone.after.guests, kinds(gone)) == ((), [log.UNGUEST])
    with pytest.raises(moves.Impossible, match="take part"):
        moves.unguest(gone.after, "sofia", 43.0)
    with pytest.raises(moves.Impossible, match="own agent"):
        moves.guest(ACTIVE, Guest(agent="olena", mode=items.TALK), 44.0)
    with pytest.raises(moves.Impossible):
        moves.guest(JOINED, SOFIA, 44.0)


def test_f35_passing_on_to_a_queue_ends_every_part_and_keeps_the_clock() -> None:
    item = replace(ACTIVE, guests=(SOFIA,), also=("duty",))
    made = moves.transferred(item, 100.0, queue="housing")
    after = made.after
    assert (after.state, after.queue, after.agent, after.guests) == ("waiting", "housing", "", ())
    assert (after.joined, after.entered, after.since) == (JOINED.joined, 100.0, 100.0)
    assert (after.passed, after.also, after.first) == (("olena",), (), False)
    assert after.version == item.version + 1
    assert made.before is item
    (line,) = made.entries
    assert (line.queue, line.agent) == ("advice", "olena")
    assert line.body == {
        "to_queue": "housing", "to_agent": "", "state": "active", "talked": 70.0, "held": 0.0,
    }  # fmt: skip
    assert made.tell is None


@pytest.mark.parametrize("item", [ACTIVE, LOST, OFFERED, JOINED])
def test_passing_on_to_an_agent_gives_it_to_them_at_once(item: Item) -> None:
    made = moves.transferred(item, 100.0, agent="marko")
    assert (made.after.state, made.after.agent, made.after.accepted) == ("active", "marko", 100.0)
    assert (made.after.queue, made.after.joined) == ("advice", JOINED.joined)
    assert kinds(made) == [log.TRANSFERRED, log.ACCEPTED]
    assert made.tell == Accepted(at=100.0, agent="marko")
    assert made.before is item
    assert ("talked" in made.entries[0].body) == (item in (ACTIVE, LOST))


def test_passing_on_within_reason() -> None:
    housing = moves.transferred(ACTIVE, 100.0, queue="housing", agent="marko").after
    assert (housing.queue, housing.agent) == ("housing", "marko")
    with pytest.raises(moves.Impossible, match="Say to which"):
        moves.transferred(ACTIVE, 100.0)
    with pytest.raises(moves.Impossible, match="already"):
        moves.transferred(ACTIVE, 100.0, agent="olena")
    assert moves.transferred(OFFERED, 100.0, agent="olena").after.state == "active"
    assert moves.transferred(JOINED, 100.0, queue="housing").after.passed == ()
    for item in (WRAP_UP, PROMISED):
        with pytest.raises(moves.Impossible, match="cannot be passed on"):
            moves.transferred(item, 100.0, agent="marko")
