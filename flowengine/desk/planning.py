"""A day's plan: who is needed in each interval, and what a plan would have come to, tried out by
the routing itself over many days of chance."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from flowengine.desk import simulation, staffing
from flowengine.desk.people import Agent
from flowengine.desk.simulation import Crowd, Shift
from flowengine.language.program import Queue

if TYPE_CHECKING:
    from collections.abc import Sequence

    from flowengine.desk.forecast import Interval
    from flowengine.desk.simulation import Chance, Trial
    from flowengine.desk.staffing import Goal, Need

NAME = "queue"  # that people of a trial wait in
AFTER = 3600.0  # seconds that a day is followed beyond its end, for those who still wait


@dataclass(frozen=True, slots=True)
class Planned:
    """An interval and whom it needs."""

    interval: Interval
    need: Need


@dataclass(frozen=True, slots=True)
class Tried:
    """What came of a plan: shares of those who came, seconds, and agents' share of time at work;
    `people` a day, `within` None where nobody came."""

    people: float
    within: float | None
    abandoned: float | None
    asa: float | None
    occupancy: float | None


def plan(
    intervals: Sequence[Interval], aht: float, patience: float, goal: Goal
) -> tuple[Planned, ...]:
    """The fewest agents for each interval by itself: what is left over from the one before is not
    seen, `tried` sees it."""
    return tuple(Planned(one, staffing.needed(one.rate, aht, patience, goal)) for one in intervals)


def tried(
    intervals: Sequence[Interval],
    agents: Sequence[int],
    aht: float,
    patience: float,
    within: float,
    chance: Chance,
    *,
    days: int = 20,
) -> Tried:
    """So many days with `agents` in each of the intervals, who all can do everything."""
    start = intervals[0].begins
    ends = [one.begins - start + 60.0 * one.minutes for one in intervals]
    rates = [(one.begins - start, one.rate) for one in intervals]
    people = Crowd("all", NAME, (*rates, (ends[-1], 0.0)), aht, patience)
    shifts = _shifts([begin for begin, _ in rates], ends, agents)
    trials: list[Trial] = []
    busy = there = 0.0
    for _ in range(days):
        day = simulation.run(
            [people], shifts, {NAME: Queue(hours="", most=0)}, ends[-1] + AFTER, chance
        )
        trials += day.trials
        busy, there = busy + day.busy, there + day.there
    return _summed(trials, within, busy / there if there else None, days)


def _summed(trials: Sequence[Trial], within: float, occupancy: float | None, days: int) -> Tried:
    count = len(trials)
    if not count:
        return Tried(0.0, None, None, None, occupancy)
    return Tried(
        people=count / days,
        within=sum(one.answered and one.waited <= within for one in trials) / count,
        abandoned=sum(not one.answered for one in trials) / count,
        asa=sum(one.waited for one in trials) / count,
        occupancy=occupancy,
    )


def _shifts(begins: Sequence[float], ends: Sequence[float], agents: Sequence[int]) -> list[Shift]:
    """Agent number k is there in every interval that needs more than k."""
    return [
        Shift(Agent(id=f"{number:04}", queues=frozenset({NAME})), spans)
        for number in range(max(agents, default=0))
        if (spans := _spans(begins, ends, [count > number for count in agents]))
    ]


def _spans(
    begins: Sequence[float], ends: Sequence[float], there: Sequence[bool]
) -> tuple[tuple[float, float], ...]:
    found: list[tuple[float, float]] = []
    for begin, end, here in zip(begins, ends, there, strict=True):
        if here and found and found[-1][1] == begin:
            found[-1] = found[-1][0], end
        elif here:
            found.append((begin, end))
    return tuple(found)
