"""A plan tried out in another process: the same days each time, ended when it takes too long."""

from __future__ import annotations

import asyncio
from unittest.mock import patch

import msgspec
import pytest

from flowengine.desk.planning import Tried
from flowengine.host.desk import trying
from flowengine.host.desk.trying import Plan, Stopped, one_day, together, tried

PLAN = Plan(
    intervals=((0.0, 60, 20.0, 7), (3600.0, 60, 10.0, 4)), aht=600.0, patience=180.0,
    within=20.0, days=3,
)  # fmt: skip


def test_days_together_are_means_of_their_people() -> None:
    found = together([Tried(30.0, 0.5, 0.2, 40.0, 0.6), Tried(10.0, 0.9, 0.0, 0.0, 0.2)])
    assert found.people == 20.0
    assert (found.within, found.abandoned, found.asa, found.occupancy) == pytest.approx(
        (0.6, 0.15, 30.0, 0.4)
    )
    nobody = together([Tried(0.0, None, None, None, None)])
    assert nobody == Tried(0.0, None, None, None, None)


@pytest.mark.parametrize(
    ("changed", "bounded"),
    [
        ({}, True),
        ({"intervals": ()}, False),
        ({"intervals": ((0.0, 60, 9000.0, 4),)}, False),
        ({"intervals": ((0.0, 60, 9.0, 4000),)}, False),
    ],
)
def test_only_so_much_is_tried(changed: dict[str, object], bounded: bool) -> None:
    assert msgspec.structs.replace(PLAN, **changed).bounded is bounded


def test_who_never_gives_up_waits() -> None:
    patient = msgspec.structs.replace(PLAN, patience=None)
    assert one_day(patient, 1).abandoned == 0.0


@pytest.mark.slow
def test_each_day_is_told_and_is_the_same_each_time() -> None:
    async def days() -> list[tuple[int, Tried]]:
        return [one async for one in tried(PLAN)]

    found = asyncio.run(days())
    assert [number for number, _ in found] == [1, 2, 3]
    assert found[-1][1] == together([one_day(PLAN, number) for number in range(3)])


@pytest.mark.slow
def test_what_takes_too_long_is_ended() -> None:
    async def days() -> None:
        async for _ in tried(PLAN):
            pass

    with patch.object(trying, "LONGEST", 0.0), pytest.raises(Stopped):
        asyncio.run(days())
