from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from flowengine.authoring.expectation import same, unmet, value_of
from flowengine.authoring.expectation_read import expect
from flowengine.authoring.talk import Person, Place, Talk
from flowengine.runtime.effects import (
    Also,
    AnyEffect,
    ContactSet,
    Fault,
    Fetch,
    Handoff,
    MessagesStopped,
    Noted,
    Saved,
    Send,
    Tagged,
    Transfer,
)

if TYPE_CHECKING:
    from flowengine.authoring.transcript import Answer
    from flowengine.language.program import Program


class Nobody:
    def fetch(self, _name: str, _effect: Fetch) -> Answer:
        raise AssertionError

    def queue(self, _effect: Handoff) -> Place:
        return Place("")


HAPPENED: tuple[AnyEffect, ...] = (
    Handoff(
        turn=1,
        queue="team",
        language="uk",
        skills=(("a", 0), ("b", 3)),
        priority="low",
        brief="Ann, 2",
    ),
    Also(queue="duty"),
    Saved(name="Booking", value=4711, category="big", raw="the big one"),
    Noted(text="hung up at main"),
    Tagged(subject="contact", tag="shelter"),
    Send(key="k", channel="email", to="ann@club.example", subject="Booked", text="See you."),
    Send(key="l", channel="callback", to="+380501112233", text=""),
    Transfer(to="112"),
    ContactSet(field="day", value=date(2027, 3, 2)),
    MessagesStopped(),
    Fault(message="It cannot divide by nothing.", file="shop.flow", line=3, column=1),
)

NOTHING = "nothing has happened"


@pytest.fixture
def talk(shop: Program) -> Talk:
    one = Talk(shop, Person("chat"), 0.0, Nobody())
    one.start()
    return one


@pytest.mark.parametrize(
    ("line", "before", "after"),
    [
        ("queue team has caller", "Nobody was put into this queue.", ""),
        ("queue duty has caller", "Nobody was put into this queue.", ""),
        (
            "queue other has caller",
            "Nobody was put into this queue.",
            "Nobody was put into this queue; queue: team.",
        ),
        (
            "queue team has caller, priority high, skill c",
            "Nobody was put into this queue.",
            "The priority and skill differs: priority low, language uk, skills a, b 3,"
            " brief “Ann, 2”.",
        ),
        ('queue team has caller, skill b, language uk, brief "Ann…"', None, ""),
        ("queue team has caller, skill b, level 3", None, ""),
        ("queue team has caller, level 3", None, ""),
        (
            "queue team has caller, skill a, level 3",
            None,
            "The level differs: priority low, language uk, skills a, b 3, brief “Ann, 2”.",
        ),
        ('saved "Booking" = 4711', "No such result was saved.", ""),
        ('saved "Booking" = "big"', None, ""),
        ('saved "Booking" = "the … one"', None, ""),
        ('saved "Booking" = 12', None, "It was saved as 4711."),
        ('saved "Bocking"', None, "No such result was saved; saved: Booking."),
        ('note "hung up …"', "There is no such note.", ""),
        ('note "other"', None, "There is no such note; note: hung up at main."),
        ('tag "shelter"', "There is no such tag.", ""),
        ('tag conversation "shelter"', None, "There is no such tag; tag: contact shelter."),
        ("sent email to ann@…", "No such message was sent.", ""),
        ('sent email "Booked See you."', None, ""),
        (
            "sent sms",
            None,
            "No such message was sent; sent: email to ann@club.example “See you.”; callback to"
            " +380501112233 “”.",
        ),
        ('callback to "+380501112233"', "No such message was sent.", ""),
        ('callback to "+380 50 111…"', None, ""),
        ("nothing sent", "", "A message was sent: email “See you.”."),
        ('transfer to "112"', "There was no such transfer.", ""),
        ('transfer to "911"', None, "There was no such transfer; transferred to: 112."),
        ("contact.day = 2027-03-02", "It is empty.", ""),
        ("contact.day = 2027-03-03", None, "It is 2027-03-02."),
        ("value mobile = other", "It is “+380501112233”.", "It is “+380501112233”."),
        ("value nothing_here = empty", "", ""),
        ("language en", "", ""),
        ("language uk", "The language is en.", "The language is en."),
        ("messages stopped", "The person still gets messages.", ""),
        ("no fault", "", "It cannot divide by nothing. (shop.flow, line 3)"),
        ('fault "… divide …"', "There was no such fault.", ""),
        ('fault "x"', None, "There was no such fault; fault: It cannot divide by nothing.."),
        ("ended", "The conversation waits at shop.main/menu.", None),
    ],
)
def test_what_is_the_case_instead_is_told(
    talk: Talk, line: str, before: str | None, after: str | None
) -> None:
    wanted = expect(line, 1)
    if before is not None:
        assert unmet(wanted, talk, ()) == before
    if after is not None:
        talk.effects.extend(HAPPENED)
        assert unmet(wanted, talk, ()) == after


def test_the_longest_message_of_the_turn_counts(talk: Talk) -> None:
    wanted = expect("at most 3 characters", 1)
    assert unmet(wanted, talk, ("abc", "ab")) == ""
    assert unmet(wanted, talk, ("abc", "abcd")) == "The longest message has 4 characters."
    assert unmet(wanted, talk, ()) == ""


@pytest.mark.parametrize(
    ("wanted", "found", "alike"),
    [
        ("a…", "abc", True),
        ("…", None, False),
        ("2027-03-02", date(2027, 3, 2), True),
        (1, 1.0, True),
        (True, 1, False),
        (1, True, False),
        (None, None, True),
        (None, "", False),
        ({"a": 1}, {"a": 1}, True),
    ],
)
def test_values_are_compared_as_an_author_means_them(wanted: Any, found: Any, alike: bool) -> None:
    assert same(wanted, found) is alike


def test_a_dotted_name_leads_into_a_value_or_to_a_value_of_that_name() -> None:
    values = {"beds.label": "two", "order": {"place": {"name": "A"}}, "text": "x"}
    assert value_of("beds.label", values) == "two"
    assert value_of("order.place.name", values) == "A"
    assert value_of("text.name", values) is None
    assert value_of("none", values) is None
