from __future__ import annotations

import pytest

from flowengine.desk.people import Switch
from flowengine.host.desk.board import QueueState
from flowengine.server.desk.board_light import GREY, Light, Stand, light, worst

WITHIN = 60.0


@pytest.mark.parametrize(
    ("queue", "waited", "level", "expected"),
    [
        ({"present": 1}, 0, None, ("green", "well")),
        ({"present": 1, "waiting": 1}, 60, 0.8, ("green", "well")),
        ({"present": 1, "waiting": 1, "urgent": 1}, 1, None, ("red", "urgent")),
        ({"waiting": 1}, 1, None, ("red", "nobody")),
        ({"present": 1, "waiting": 1}, 121, 0.5, ("red", "long")),
        ({"present": 1, "waiting": 1}, 61, 0.5, ("amber", "late")),
        ({"present": 1}, 0, 0.79, ("amber", "level")),
        ({"present": 1, "switches": (Switch(queue="q", kind="surge"),)}, 0, None,
         ("amber", "switched")),
        ({}, 0, None, ("amber", "absent")),
        ({"open": False}, 0, 0.1, ("grey", "closed")),
        ({"open": False, "waiting": 1}, 1, None, ("red", "nobody")),
    ],
)  # fmt: skip
def test_the_first_rule_that_holds_gives_the_colour(
    queue: dict[str, object], waited: float, level: float | None, expected: tuple[str, str]
) -> None:
    state = QueueState(name="q", **queue)  # type: ignore[arg-type]
    assert light(Stand(state, waited, WITHIN, level)) == expected


def test_the_worst_light_is_the_desks() -> None:
    lights = [Light("green", "well"), Light("amber", "late"), Light("grey", "closed")]
    assert worst(lights) == ("amber", "late")
    assert worst([]).colour == GREY
