"""Lost pages: offers go back at once, talks wait for their agent a while, nothing is closed."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from flowengine.desk import items, presence
from flowengine.desk.items import ASYNC, CALLBACK, CHAT, MESSAGE, VOICE, Guest, Item
from tests.desk.moves.kit import ACTIVE, JOINED, LOST, OFFERED, REST, WRAP_UP

HERE = frozenset({"olena"})
READY = {"olena": "ready"}


def states(item: Item, here: frozenset[str], said: dict[str, str], now: float) -> list[str]:
    return [move.after.state for move in presence.follows([item], here, said, now)]


@pytest.mark.parametrize(
    ("here", "said", "state"),
    [
        (HERE, READY, []),
        (HERE, {"olena": "wrap-up"}, []),
        (frozenset[str](), READY, ["waiting"]),
        (HERE, {"olena": "break"}, ["waiting"]),
        (HERE, {}, ["waiting"]),
    ],
)
def test_f20_an_offer_lasts_while_its_agent_is_there_and_at_work(
    here: frozenset[str], said: dict[str, str], state: list[str]
) -> None:
    assert states(OFFERED, here, said, 25.0) == state


@pytest.mark.parametrize(
    ("media", "kind", "seconds"),
    [
        (VOICE, items.CONTACT, 10.0),
        (CHAT, items.CONTACT, 60.0),
        (ASYNC, items.CONTACT, 900.0),
        ("carrier pigeon", items.CONTACT, 900.0),
        (VOICE, CALLBACK, 900.0),
        (CHAT, MESSAGE, 900.0),
    ],
)
def test_f11_a_talk_waits_for_its_agent_for_as_long_as_the_person_can(
    media: str, kind: str, seconds: float
) -> None:
    item = replace(ACTIVE, media=media, kind=kind)
    (move,) = presence.follows([item], frozenset(), READY, 100.0)
    assert (move.after.state, move.after.until) == ("lost", 100.0 + seconds)


def test_f13_who_comes_back_goes_on_and_who_does_not_is_replaced() -> None:
    assert states(LOST, HERE, READY, 200.0) == ["active"]
    assert states(LOST, frozenset(), READY, LOST.until - 0.1) == []
    (move,) = presence.follows([LOST], frozenset(), READY, LOST.until)
    assert (move.after.state, move.after.first) == ("waiting", True)
    assert move.after.joined == JOINED.joined


@pytest.mark.parametrize("item", [ACTIVE, WRAP_UP, JOINED, *REST.values()])
def test_f30_whose_agent_is_there_is_left_alone(item: Item) -> None:
    if item.state != items.LOST:
        assert states(item, HERE, READY, 100.0) == []


def test_nothing_is_ever_closed_by_an_absence() -> None:
    everything = tuple(REST.values())
    for now in (10.0, 100.0, 1e9):
        for move in presence.follows(everything, frozenset(), {}, now):
            assert move.after.state not in (items.CLOSED, items.ABANDONED)


def test_a_guest_whose_page_is_gone_takes_part_no_more() -> None:
    guests = (Guest(agent="marko", mode=items.TALK), Guest(agent="sofia", mode=items.LISTEN))
    item = replace(ACTIVE, guests=guests)
    (move,) = presence.follows([item], frozenset({"olena", "marko"}), READY, 100.0)
    assert move.after.guests == guests[:1]
    assert states(item, frozenset({"olena", "marko", "sofia"}), READY, 100.0) == []


@pytest.mark.parametrize(
    ("held", "ends"),
    [
        ([], 160.0),
        ([replace(WRAP_UP, until=130.0)], 160.0),
        ([replace(WRAP_UP, until=230.0), ACTIVE], 230.0),
        ([replace(LOST, until=900.0)], 160.0),
    ],
)
def test_f27_an_agent_has_one_wrap_up_clock_and_it_never_becomes_shorter(
    held: list[Item], ends: float
) -> None:
    assert presence.wrap_up_ends(held, 60.0, 100.0) == ends


def test_a_page_is_asked_often_enough_to_survive_lost_answers() -> None:
    assert presence.LEASE > 3 * presence.PING
