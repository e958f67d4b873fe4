"""How many agents: by Erlang A, with Erlang C beside it."""

from __future__ import annotations

import math

import pytest

from flowengine.desk import staffing
from flowengine.desk.staffing import Goal, needed, rostered


@pytest.mark.parametrize(
    ("calls", "minutes", "simple", "level", "occupancy", "agents", "with_patience", "abandoned"),
    [
        (6, 15, 4, 0.93, 0.38, 3, 0.85, 0.103),
        (12, 15, 6, 0.91, 0.50, 5, 0.87, 0.080),
        (20, 15, 8, 0.84, 0.63, 7, 0.84, 0.087),
        (60, 5, 8, 0.86, 0.63, 7, 0.83, 0.063),
        (120, 5, 14, 0.87, 0.71, 13, 0.87, 0.040),
    ],
)
def test_eighty_per_cent_within_twenty_seconds(
    calls: int,
    minutes: int,
    simple: int,
    level: float,
    occupancy: float,
    agents: int,
    with_patience: float,
    abandoned: float,
) -> None:
    need = needed(calls / 3600.0, 60.0 * minutes, 180.0, Goal())
    assert (need.agents, need.simple) == (agents, simple)
    assert need.load == pytest.approx(calls * minutes / 60.0)
    assert need.simple_line.within == pytest.approx(level, abs=0.006)
    assert need.simple_line.occupancy == pytest.approx(occupancy, abs=0.006)
    assert need.line.within == pytest.approx(with_patience, abs=0.006)
    assert need.line.abandoned == pytest.approx(abandoned, abs=5e-4)


def test_an_example_that_another_program_publishes() -> None:
    need = needed(100 / 1800.0, 180.0, math.inf, Goal(shrinkage=0.3))
    assert (need.agents, need.rostered, need.simple) == (14, 20, 14)
    assert need.line.within == pytest.approx(0.88835, abs=5e-6)
    assert need.line.occupancy == pytest.approx(0.71429, abs=5e-6)
    assert need.line.wait == pytest.approx(0.17413, abs=5e-6)


def test_who_gives_up_can_be_the_goal() -> None:
    easy = needed(20 / 3600.0, 900.0, 180.0, Goal())
    strict = needed(20 / 3600.0, 900.0, 180.0, Goal(abandoned=0.03))
    assert strict.agents > easy.agents
    assert strict.line.abandoned <= 0.03 < easy.line.abandoned


def test_nobody_comes_and_nobody_is_needed() -> None:
    need = needed(0.0, 900.0, 180.0, Goal(shrinkage=0.3))
    assert (need.agents, need.rostered, need.simple) == (0, 0, 0)


def test_a_goal_that_no_line_reaches_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(staffing, "MOST", 50)
    with pytest.raises(ValueError, match="No line of fewer than 50 agents"):
        needed(1.0, 60.0, 180.0, Goal(share=1.1))


@pytest.mark.parametrize(
    ("agents", "shrinkage", "plan"), [(14, 0.3, 20), (7, 0.3, 10), (9, 0.1, 10), (5, 0.0, 5)]
)
def test_shrinkage_rounds_up_and_not_by_chance(agents: int, shrinkage: float, plan: int) -> None:
    assert rostered(agents, shrinkage) == plan
