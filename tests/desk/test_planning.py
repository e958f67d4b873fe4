"""A plan for a day, and what chance makes of it."""

from __future__ import annotations

from random import Random

import pytest

from flowengine.desk import erlang, planning
from flowengine.desk.forecast import Interval
from flowengine.desk.planning import Tried
from flowengine.desk.staffing import Goal

HOURS = [Interval(36_000.0 + 3600.0 * n, 60, people, 6) for n, people in enumerate((20, 0, 60))]


def test_each_interval_is_planned_by_itself() -> None:
    planned = planning.plan(HOURS, 300.0, 180.0, Goal(within=20.0))
    assert [one.need.agents for one in planned] == [3, 0, 7]
    assert [one.interval for one in planned] == HOURS


def test_a_plan_is_tried_by_the_routing_itself() -> None:
    day = [Interval(3600.0 * n, 60, 20.0, 6) for n in range(12)]
    found = planning.tried(day, [6] * 12, 900.0, 180.0, 20.0, Random(1), days=3)
    exact = erlang.with_patience(5.0, 6, 900.0, 180.0, 20.0)
    assert found.people == pytest.approx(240.0, rel=0.1)
    assert found.within == pytest.approx(
        exact.within, abs=0.1
    )  # the first of a day find everybody free
    assert found.abandoned == pytest.approx(exact.abandoned, abs=0.08)
    assert found.asa == pytest.approx(exact.asa, abs=12.0)
    assert found.occupancy == pytest.approx(exact.occupancy, abs=0.08)
    again = planning.tried(day, [6] * 12, 900.0, 180.0, 20.0, Random(1), days=3)
    assert again == found


def test_agents_are_there_only_when_the_plan_says_so() -> None:
    found = planning.tried(HOURS, [2, 0, 3], 60.0, 30.0, 20.0, Random(1), days=2)
    assert found.occupancy is not None
    assert found.occupancy < 0.5
    begins, ends = [0.0, 60.0, 120.0], [60.0, 120.0, 180.0]
    shifts = planning._shifts(begins, ends, [1, 1, 2])
    assert [shift.spans for shift in shifts] == [((0.0, 180.0),), ((120.0, 180.0),)]
    assert [s.spans for s in planning._shifts(begins, ends, [1, 0, 1])] == [
        ((0.0, 60.0), (120.0, 180.0))
    ]


def test_a_day_without_anybody() -> None:
    empty = [Interval(0.0, 60, 0.0, 6)]
    nobody = planning.tried(empty, [0], 60.0, 30.0, 20.0, Random(1), days=2)
    assert nobody == Tried(0.0, None, None, None, None)
    idle = planning.tried(empty, [1], 60.0, 30.0, 20.0, Random(1), days=2)
    assert idle == Tried(0.0, None, None, None, 0.0)
