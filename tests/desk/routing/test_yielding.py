"""Offers that give way to urgent people, and those that do not."""

from __future__ import annotations

from typing import Any

import pytest
from msgspec.structs import replace

from flowengine.desk import items, moves, routing
from flowengine.desk.items import Item
from flowengine.desk.people import Agent
from tests.desk.kit import NOW, QUEUES, agent, waiting

URGENT = waiting("u", priority=items.URGENT)


def offered(name: str, to: str, **rest: Any) -> Item:
    return moves.offered(waiting(name, 50.0, **rest), to, "t", NOW + 20, NOW, {}).after


def given_back(people: list[Item], *agents: Agent) -> list[str]:
    return [one.id for one in routing.yielding(people, agents, QUEUES, NOW)]


def asked(name: str, media: str = "chat", **rest: Any) -> Agent:
    """An agent with an open offer."""
    return agent(name, load={media: 1}, **rest)


def test_the_offer_goes_back_and_then_the_urgent_one_is_offered() -> None:
    offer = offered("x", "a")
    assert given_back([offer, URGENT], asked("a")) == ["x"]
    back = moves.withdrawn(offer, NOW, "urgent").after
    assert (back.joined, back.passed) == (offer.joined, ())
    (made,) = routing.choose([back, URGENT], [agent("a")], QUEUES, NOW)
    assert (made.item.id, made.agent) == ("u", "a")


@pytest.mark.parametrize(
    ("people", "agents"),
    [
        ([offered("x", "a"), replace(URGENT, priority=items.HIGH)], [asked("a")]),
        ([offered("x", "a", priority=items.URGENT), URGENT], [asked("a")]),
        ([offered("x", "a"), URGENT], [asked("a"), agent("b")]),  # somebody is free
        ([offered("x", "a"), replace(URGENT, queue="duty")], [asked("a")]),
        ([offered("x", "a"), URGENT], [asked("a", status="break")]),
        ([offered("x", "a", media="async"), URGENT], [asked("a", "async", caps={"chat": 0})]),
        ([offered("x", "a"), replace(URGENT, media="voice")], [agent("a", load={"chat": 2})]),
        ([offered("x", "b"), URGENT], [agent("a", load={"chat": 3}), asked("b", present=False)]),
        (
            [offered("x", "a"), replace(URGENT, passed=("a",), since=NOW - 5)],
            [asked("a"), agent("b", load={"chat": 3})],
        ),
    ],
    ids=[
        "high is not urgent", "both are urgent", "another is free", "another queue", "on a break",
        "another lane", "in talks", "not there", "has let it pass",
    ],
)  # fmt: skip
def test_what_does_not_give_way(people: list[Item], agents: list[Agent]) -> None:
    assert given_back(people, *agents) == []


def test_a_call_takes_the_place_of_a_chat_that_nobody_talks_in_yet() -> None:
    assert given_back([offered("x", "a"), replace(URGENT, media="voice")], asked("a")) == ["x"]


def test_each_urgent_person_has_one_offer_the_least_urgent_first() -> None:
    people = [
        offered("high", "a", priority=items.HIGH),
        offered("low", "b", priority=items.LOW),
        offered("normal", "c"),
        URGENT,
    ]
    agents = [asked("a"), asked("b"), asked("c")]
    assert given_back(people, *agents) == ["low"]
    second = replace(URGENT, id="v")
    assert given_back([*people, second], *agents) == ["low", "normal"]
    more = [replace(URGENT, id=f"w{n}") for n in range(3)]
    assert given_back([*people, *more, second], *agents) == ["low", "normal", "high"]
