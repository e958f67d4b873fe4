"""Who comes first: urgent, then whoever has waited longest with their head start."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flowengine.desk import routing
from flowengine.desk.items import HIGH, LOW, NORMAL, PRIORITIES, URGENT, Item
from flowengine.desk.people import Agent
from tests.desk.kit import NOW, QUEUES, agent, waiting


def served(*people: Item, agents: tuple[Agent, ...] = ()) -> list[str]:
    return [item.id for item in routing.order(people, agents, QUEUES, NOW)]


@pytest.mark.parametrize(
    ("one", "other", "order"),
    [
        (waiting("a", 100.0), waiting("b", 99.0), ["a", "b"]),
        (waiting("a", 9999.0, priority=HIGH), waiting("b", 1.0, priority=URGENT), ["b", "a"]),
        (waiting("a", 121.0, priority=LOW), waiting("b", 0.0), ["a", "b"]),
        (waiting("a", 119.0, priority=LOW), waiting("b", 0.0), ["b", "a"]),
        (waiting("a", 241.0, priority=LOW), waiting("b", 0.0, priority=HIGH), ["a", "b"]),
        (waiting("a", 10.0), waiting("b", 5.0, first=True), ["b", "a"]),
        (waiting("a", 10.0, first=True), waiting("b", 5.0, first=True), ["a", "b"]),
        (waiting("a", 5.0, first=True), waiting("b", 1.0, priority=HIGH), ["b", "a"]),
        (waiting("b", 10.0), waiting("a", 10.0), ["a", "b"]),
    ],
)
def test_the_order_of_two(one: Item, other: Item, order: list[str]) -> None:
    assert served(one, other) == order
    assert served(other, one) == order


def test_f25_the_head_of_one_priority_stands_where_its_first_stands() -> None:
    people = [
        waiting("oldest", 500.0),
        waiting("lost", 5.0, first=True),
        waiting("high", 300.0, priority=HIGH),
        waiting("low", 550.0, priority=LOW),
    ]
    assert served(*people) == ["lost", "oldest", "low", "high"]


def test_only_who_waits_is_ranked() -> None:
    assert served(waiting("a", state="offered", agent="x"), waiting("b", state="later")) == []


UKRAINIANS = tuple(agent(f"uk{n}") for n in range(6))
FARSI = (agent("fa5", languages={"uk": 5, "fa": 5}), agent("fa2", languages={"uk": 5, "fa": 2}))


@pytest.mark.parametrize(
    ("waited", "agents", "order"),
    [
        (119.0, (*UKRAINIANS, *FARSI), ["fa", "uk"]),
        (121.0, (*UKRAINIANS, *FARSI), ["uk", "fa"]),
        (5.0, FARSI, ["uk", "fa"]),
        (5.0, UKRAINIANS, ["uk", "fa"]),
        (5.0, (agent("off", status="offline"), *FARSI), ["uk", "fa"]),
    ],
)
def test_who_needs_what_is_scarce_has_a_head_start(
    waited: float, agents: tuple[Agent, ...], order: list[str]
) -> None:
    people = (waiting("uk", waited, language="uk"), waiting("fa", 0.0, language="fa"))
    assert served(*people, agents=agents) == order


@given(
    st.lists(
        st.tuples(st.floats(0.0, 2000.0), st.sampled_from(sorted(PRIORITIES.values()))),
        min_size=2,
        max_size=30,
    )
)
def test_the_starvation_bound_holds(people: list[tuple[float, int]]) -> None:
    """Nobody is overtaken by who came 120 s a level of priority, or more, after them."""
    crowd = [
        waiting(str(number), waited, priority=priority)
        for number, (waited, priority) in enumerate(people)
        if priority < URGENT
    ]
    order = served(*crowd)
    for item in crowd:
        for other in crowd:
            later = other.joined - item.joined
            if later > routing.HEAD_START * max(other.priority - item.priority, 0) + 0.001:
                assert order.index(item.id) < order.index(other.id)


def test_normal_is_what_nobody_set() -> None:
    assert waiting("a").priority == NORMAL
