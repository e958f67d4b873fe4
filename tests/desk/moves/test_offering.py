"""Offers: one at a time, taken by whoever is asked, and lost by nobody."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from flowengine.desk import log, moves
from flowengine.desk.items import Item
from flowengine.runtime.events import Accepted
from tests.desk.moves.kit import ACTIVE, JOINED, LOST, OFFERED, PROMISED, WRAP_UP, kinds

PASSED = replace(JOINED, passed=("marko",))


def test_an_offer_names_agent_token_and_end() -> None:
    why = {"ring": 1, "able": 3}
    made = moves.offered(PASSED, "olena", "secret", 40.0, 20.0, why)
    after = made.after
    assert (after.state, after.agent, after.token, after.until, after.since) == (
        "offered", "olena", "secret", 40.0, 20.0,
    )  # fmt: skip
    assert after.passed == ("marko",)
    (line,) = made.entries
    assert (line.kind, line.agent, line.body) == ("offered", "olena", {"why": why, "ring": 1})
    assert moves.offered(JOINED, "o", "t", 40.0, 20.0, {}).entries[0].body["ring"] == 0


@pytest.mark.parametrize(
    ("agent", "token", "until"), [("", "t", 40.0), ("o", "", 40.0), ("o", "t", 20.0)]
)
def test_an_offer_that_cannot_be_taken_is_none(agent: str, token: str, until: float) -> None:
    with pytest.raises(moves.Impossible, match="An offer needs"):
        moves.offered(JOINED, agent, token, until, 20.0, {})


@pytest.mark.parametrize("item", [OFFERED, ACTIVE, LOST, WRAP_UP, PROMISED])
def test_f1_only_what_waits_is_offered(item: Item) -> None:
    with pytest.raises(moves.Impossible, match="cannot be offered"):
        moves.offered(item, "marko", "other", 400.0, 20.0, {})


def test_who_accepts_has_it_and_the_conversation_hears_so() -> None:
    made = moves.accepted(replace(OFFERED, first=True, passed=("marko",)), 30.0)
    after = made.after
    assert (after.state, after.agent, after.accepted) == ("active", "olena", 30.0)
    assert (after.token, after.until, after.first, after.passed) == ("", 0.0, False, ())
    assert after.joined == JOINED.joined
    assert made.tell == Accepted(at=30.0, agent="olena")
    assert made.entries[0].body == {"waited": 20.0}
    assert kinds(made) == [log.ACCEPTED]


def test_by_telephone_accepting_is_answering() -> None:
    made = moves.accepted(replace(OFFERED, media="voice"), 30.0)
    assert kinds(made) == [log.ACCEPTED, log.ANSWERED]
    assert {entry.agent for entry in made.entries} == {"olena"}


def test_an_item_that_no_flow_waits_for_tells_nobody() -> None:
    assert moves.accepted(replace(OFFERED, turn=0), 30.0).tell is None


@pytest.mark.parametrize(("item", "waited"), [(JOINED, 20.0), (PROMISED, 0.0)])
def test_f3_an_agent_fetches_what_waits(item: Item, waited: float) -> None:
    made = moves.pulled(item, "marko", 30.0)
    assert (made.after.state, made.after.agent, made.after.until) == ("active", "marko", 0.0)
    assert made.entries[0].body == {"waited": waited, "pulled": True}
    assert made.after.joined == 30.0 - waited
    with pytest.raises(moves.Impossible, match="Somebody has to"):
        moves.pulled(item, "", 30.0)
    with pytest.raises(moves.Impossible, match="cannot be fetched"):
        moves.pulled(made.after, "olena", 30.0)


def test_who_lets_it_pass_is_remembered_and_the_clock_goes_on() -> None:
    first = moves.refused(OFFERED, 35.0)
    assert kinds(first) == [log.REFUSED]
    assert first.entries[0].agent == "olena"
    assert first.after == replace(
        JOINED, version=OFFERED.version + 1, since=35.0, passed=("olena",)
    )
    again = moves.offered(first.after, "olena", "t", 60.0, 40.0, {}).after
    second = moves.expired(again, 60.0)
    assert kinds(second) == [log.EXPIRED]
    assert second.after.passed == ("olena",)


def test_an_offer_taken_back_is_nobodys_fault() -> None:
    made = moves.withdrawn(OFFERED, 35.0, "agent lost")
    assert (made.after.state, made.after.passed, made.after.first) == ("waiting", (), False)
    assert made.entries[0].body["why"] == "agent lost"


@pytest.mark.parametrize("item", [JOINED, ACTIVE, LOST, WRAP_UP])
def test_f5_what_is_offered_to_nobody_is_neither_taken_nor_refused(item: Item) -> None:
    for move in (moves.accepted, moves.refused, moves.expired):
        with pytest.raises(moves.Impossible, match="is offered to nobody"):
            move(item, 35.0)
    with pytest.raises(moves.Impossible, match="is offered to nobody"):
        moves.withdrawn(item, 35.0, "why")
