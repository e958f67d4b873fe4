from __future__ import annotations

import pytest

from flowengine.runtime.goals import DIVERTED, KEPT, LOST, MOVED, Goal, goal
from tests.runtime.talk import program

FLOW = """
start:
  ask a: text "A?"
  ask b: text "B?"
  end
"""


@pytest.mark.parametrize(
    ("moved", "place", "expected"),
    [
        ("", "line.start/a", Goal(KEPT, "line.start/a")),
        ("", "line.start/z", Goal(LOST)),
        ("", "line.begin/a", Goal(LOST)),
        ("moved begin -> start", "line.begin/a", Goal(MOVED, "line.start/a")),
        ("moved begin -> start", "line.begin/z", Goal(MOVED, "line.start")),
        ("moved begin -> start", "line.begin", Goal(MOVED, "line.start")),
        ("moved begin -> start", "line.other/a", Goal(LOST)),
        ("moved x -> begin\nmoved begin -> start", "line.x/b", Goal(MOVED, "line.start/b")),
        ("moved x -> y\nmoved y -> x", "line.x/b", Goal(LOST)),
        ("moved start.z -> start.b", "line.start/z", Goal(MOVED, "line.start/b")),
        ("moved start.z -> start.b", "line.start/y", Goal(LOST)),
        ("moved away.z -> start", "away.z/b", Goal(MOVED, "line.start/b")),
        ("moved begin -> callback", "line.begin/a", Goal(MOVED, "callback.start")),
    ],
)
def test_a_place_is_found_by_its_name_or_by_what_the_flow_says(
    moved: str, place: str, expected: Goal
) -> None:
    assert goal(program(f"{moved}\n{FLOW}"), place) == expected


def test_who_publishes_may_send_people_elsewhere_whatever_the_flow_says() -> None:
    new = program(f"moved begin -> start\n{FLOW}")
    places = {"line.begin": "line.start/b", "line.start/a": "line.start/b"}
    assert goal(new, "line.begin/a", places) == Goal(DIVERTED, "line.start/b")
    assert goal(new, "line.start/a", places) == Goal(DIVERTED, "line.start/b")
    assert goal(new, "line.start/b", places) == Goal(KEPT, "line.start/b")


def test_nobody_can_be_sent_to_a_place_that_is_not_there() -> None:
    with pytest.raises(ValueError, match=r"has no place line\.nowhere/a"):
        goal(program(FLOW), "line.start/a", {"line.start": "line.nowhere"})
