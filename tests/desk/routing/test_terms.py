"""What is asked of an agent, and how that relaxes while somebody waits."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from flowengine.desk import routing
from flowengine.language.program import Queue, Ring
from tests.desk.kit import NOW, waiting

RINGS = Queue(
    hours="",
    most=0,
    level=4,
    rings=(Ring(after=30, level=2), Ring(after=60, level=2, without=("language",))),
    overflow=((90, "duty"),),
)
FARSI = {"language": "fa", "skills": (("housing", 5), ("law", 0))}


@pytest.mark.parametrize(
    ("waited", "ring", "speaks", "needs", "queues"),
    [
        (0.0, 0, ("fa", 4), (("housing", 5), ("law", 4)), ("advice", "legal")),
        (29.9, 0, ("fa", 4), (("housing", 5), ("law", 4)), ("advice", "legal")),
        (30.0, 1, ("fa", 2), (("housing", 2), ("law", 2)), ("advice", "legal")),
        (60.0, 2, None, (("housing", 2), ("law", 2)), ("advice", "legal")),
        (90.0, 2, None, (("housing", 2), ("law", 2)), ("advice", "legal", "duty")),
    ],
)
def test_rings_relax_and_queues_are_added(
    waited: float,
    ring: int,
    speaks: tuple[str, int] | None,
    needs: tuple[tuple[str, int], ...],
    queues: tuple[str, ...],
) -> None:
    item = waiting("a", waited, also=("legal",), **FARSI)
    found = routing.terms(item, {"advice": RINGS}, NOW)
    assert (found.ring, found.speaks, found.needs, found.queues) == (ring, speaks, needs, queues)


def test_a_ring_never_asks_for_more_than_was_asked_before() -> None:
    strict = Queue(hours="", most=0, level=2, rings=(Ring(after=10, level=5),))
    item = waiting("a", 20.0, skills=(("housing", 1), ("law", 3)))
    assert routing.terms(item, {"advice": strict}, NOW).needs == (("housing", 1), ("law", 2))


def test_a_skill_is_left_out() -> None:
    queue = Queue(hours="", most=0, rings=(Ring(after=10, without=("housing",)),))
    item = waiting("a", 20.0, skills=(("housing", 1), ("law", 3)))
    assert routing.terms(item, {"advice": queue}, NOW).needs == (("law", 1),)


def test_rings_count_from_entering_the_queue_and_not_from_the_clock() -> None:
    item = replace(waiting("a", 500.0), entered=NOW - 5, language="fa")
    assert routing.terms(item, {"advice": RINGS}, NOW).speaks == ("fa", 4)


def test_a_queue_that_nobody_declares_any_more_still_has_terms() -> None:
    assert routing.terms(waiting("a", language="fa"), {}, NOW).speaks == ("fa", 1)


@pytest.mark.parametrize(
    ("waited", "passed", "moment"),
    [
        (0.0, (), 30.0),
        (30.0, (), 60.0),
        (60.0, (), 90.0),
        (90.0, (), 0.0),
        (90.0, ("olena",), 145.0),
        (200.0, ("olena",), 0.0),
    ],
)
def test_the_router_knows_when_something_changes(
    waited: float, passed: tuple[str, ...], moment: float
) -> None:
    began = NOW - waited
    item = replace(waiting("a", waited, passed=passed), since=began + min(waited, 85.0))
    expected = began + moment if moment else 0.0
    assert routing.relaxes_at(item, RINGS, NOW) == expected
    assert routing.relaxes_at(replace(item, passed=()), None, NOW) == 0.0
