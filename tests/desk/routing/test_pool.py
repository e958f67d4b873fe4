"""Which agents could, which can, and who is asked first."""

from __future__ import annotations

from typing import Any

import pytest

from flowengine.desk import routing
from flowengine.desk.items import Item
from flowengine.desk.people import Agent
from tests.desk.kit import NOW, QUEUES, agent, waiting


def given_to(agents: list[Agent], *items: Item) -> dict[str, str]:
    return {match.item.id: match.agent for match in routing.choose(items, agents, QUEUES, NOW)}


@pytest.mark.parametrize("status", ["offline", "break", "training", "wrap-up", "away", "reedy", ""])
def test_f7_only_who_is_ready_is_given_work(status: str) -> None:
    assert given_to([agent("a", status=status)], waiting("x")) == {}


@pytest.mark.parametrize("place", range(4))
def test_f23_somebody_unavailable_at_any_place_holds_nobody_up(place: int) -> None:
    agents = [agent(f"a{n}", present=n != place) for n in range(4)]
    items = [waiting(f"x{n}", 10.0 - n) for n in range(3)]
    found = given_to(agents, *items)
    assert sorted(found) == ["x0", "x1", "x2"]
    assert f"a{place}" not in found.values()


@pytest.mark.parametrize(
    ("who", "item", "able"),
    [
        ({}, {"language": "uk"}, True),
        ({}, {"language": "fa"}, False),
        ({"languages": {"fa": 0}}, {"language": "fa"}, False),
        ({"skills": {"housing": 3}}, {"skills": (("housing", 3),)}, True),
        ({"skills": {"housing": 2}}, {"skills": (("housing", 3),)}, False),
        ({"skills": {"law": 5}}, {"skills": (("law", 1), ("housing", 1))}, False),
        ({"queues": frozenset({"duty"})}, {}, False),
        ({"queues": frozenset({"duty"})}, {"also": ("duty",)}, True),
        ({"queues": frozenset({"*"})}, {}, True),
        ({"load": {"voice": 1}}, {"media": "chat"}, False),
        ({"load": {"chat": 3}}, {"media": "chat"}, False),
        ({"load": {"chat": 3}}, {"media": "async"}, True),
    ],
)
def test_who_could_take_what(who: dict[str, Any], item: dict[str, Any], able: bool) -> None:
    assert bool(given_to([agent("a", **who)], waiting("x", **item))) is able


@pytest.mark.parametrize(
    ("better", "worse"),
    [
        ({}, {"load": {"chat": 1}}),
        ({}, {"languages": {"uk": 5, "fa": 5}}),
        ({}, {"skills": {"law": 1}}),
        ({}, {"queues": frozenset({"advice", "duty"})}),
        ({}, {"queues": frozenset({"*"})}),
        ({"idle": 100.0}, {"idle": 200.0}),
        ({"idle": 900.0}, {"idle": 100.0, "skills": {"law": 1}}),
        ({"load": {"async": 4}}, {"skills": {"law": 1}}),
    ],
)
def test_fewest_in_hand_then_least_flexible_then_longest_idle(
    better: dict[str, Any], worse: dict[str, Any]
) -> None:
    one, other = agent("z", **better), agent("a", **worse)
    assert given_to([one, other], waiting("x")) == {"x": "z"}
    assert given_to([other, one], waiting("x")) == {"x": "z"}


def test_idle_time_looks_back_a_week_and_no_further() -> None:
    week = 7 * 24 * 3600.0
    now = 10 * week
    agents = [agent("b", idle=now - 3 * week), agent("a", idle=now - 2 * week)]
    (match,) = routing.choose([waiting("x")], agents, QUEUES, now)
    assert match.agent == "a"


def test_one_offer_at_a_time_but_letters_are_asked_about_beside() -> None:
    asked = waiting("open", state="offered", agent="a")
    who = [agent("a", load={"chat": 1})]
    assert given_to(who, asked, waiting("x")) == {}
    assert given_to(who, asked, waiting("x", media="async")) == {"x": "a"}
    found = given_to([agent("a")], waiting("x", 30.0, media="async"), waiting("y"), waiting("z"))
    assert found == {"x": "a", "y": "a"} or found == {"x": "a", "z": "a"}
