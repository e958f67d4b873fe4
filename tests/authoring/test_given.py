from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from flowengine.authoring.given import Given, moment
from flowengine.authoring.given_read import given
from flowengine.authoring.literal import Misread
from flowengine.authoring.talk import Place
from flowengine.runtime.effects import Fetch, Handoff

if TYPE_CHECKING:
    from flowengine.language.program import Program

FETCH = Fetch(
    turn=1, key="", method="GET", url="", headers={}, secrets={}, body=None, timeout=5, retry=0
)
HANDOFF = Handoff(turn=1, queue="team", language="", skills=(), priority="", brief="")


def test_a_talk_begins_on_a_monday_morning_where_nothing_else_is_given(shop: Program) -> None:
    talk = Given(shop, "chat").begin(None, None)
    there = datetime.fromtimestamp(talk.clock, UTC).isoformat()
    assert there == "2027-03-01T08:00:00+00:00"  # ten o'clock where the flow's office is


def test_the_person_is_what_was_given(shop: Program) -> None:
    world = Given(shop, "sms")
    for line in ('caller "+380"', "language uk", "seed 7", "contact.name = Ann"):
        world.take(given(line, 1), None)
    talk = world.begin(None, None)
    assert (talk.person.caller, talk.person.language, talk.person.seed) == ("+380", "uk", 7)
    assert talk.person.contact == {"name": "Ann"}
    assert world.begin("en", None).person.language == "en"


def test_answers_are_used_in_order_and_a_lasting_one_takes_their_place(shop: Program) -> None:
    world = Given(shop, "chat")
    for line in ("fetch a = 1", "fetch a always = 3", "fetch a = 2"):
        world.take(given(line, 1), None)
    assert [world.fetch("a", FETCH).body for _ in range(3)] == [2, 3, 3]
    with pytest.raises(Misread, match="nothing is given"):
        world.fetch("b", FETCH)


def test_a_queue_waits_unless_it_is_said_to_be_closed(shop: Program) -> None:
    world = Given(shop, "chat")
    assert world.queue(HANDOFF) == Place("")
    world.take(given("queue team closed", 1), None)
    assert world.queue(HANDOFF).outcome == "closed"
    world.take(given("queue team position 3, wait 1m-2m", 1), None)
    assert world.queue(HANDOFF) == Place("", 3, (60, 120))


@pytest.mark.parametrize("zone", ["Nowhere/Here", "../etc", "/"])
def test_a_zone_that_is_none_is_told(zone: str) -> None:
    with pytest.raises(Misread, match="no time zone"):
        moment(datetime.fromisoformat("2027-03-02T12:00"), zone)
