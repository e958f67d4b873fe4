"""A plan tried out beside the server: another process lets days of chance happen, one by one.

In a thread it would keep the server from answering; a process can also be ended when nobody waits
for it any more. It is given figures only, and gives figures back.
"""

from __future__ import annotations

import asyncio
import contextlib
import math
import sys
from random import Random
from typing import TYPE_CHECKING

import msgspec

from flowengine.desk import planning
from flowengine.desk.forecast import Interval
from flowengine.desk.planning import Tried

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Sequence

DAYS = 20
LONGEST = 60.0  # seconds of all days together
MOST_PEOPLE = 2_000  # in one day
MOST_AGENTS = 150


class Plan(msgspec.Struct, frozen=True, kw_only=True):
    """`intervals` are (begins, minutes, people expected, agents); `patience` is None where nobody
    gives up; seconds. `agents` may be more than the people need and fewer."""

    intervals: tuple[tuple[float, int, float, int], ...]
    aht: float
    patience: float | None
    within: float
    seed: int = 1
    days: int = DAYS

    @property
    def bounded(self) -> bool:
        """Whether it is little enough to be tried."""
        people = sum(one[2] for one in self.intervals)
        agents = max((one[3] for one in self.intervals), default=0)
        return bool(self.intervals) and people <= MOST_PEOPLE and agents <= MOST_AGENTS


class Stopped(RuntimeError):
    """It took too long, or the process ended before its last day."""


async def tried(plan: Plan) -> AsyncIterator[tuple[int, Tried]]:
    """The number of days done, and what came of them together, after each. Raises Stopped."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", __name__,
        stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE,
    )  # fmt: skip
    until = asyncio.get_running_loop().time() + LONGEST
    days: list[Tried] = []
    try:
        told, heard = _pipes(process)
        told.write(msgspec.json.encode(plan))
        told.close()
        while line := await _line(heard, until):
            days.append(msgspec.json.decode(line, type=Tried))
            yield len(days), together(days)
        if len(days) < plan.days:
            raise Stopped
    finally:
        with contextlib.suppress(ProcessLookupError):  # it may have just ended
            process.kill()
        await process.wait()


def _pipes(
    process: asyncio.subprocess.Process,
) -> tuple[asyncio.StreamWriter, asyncio.StreamReader]:
    """Both were asked for above."""
    if process.stdin is None or process.stdout is None:
        raise Stopped
    return process.stdin, process.stdout


async def _line(heard: asyncio.StreamReader, until: float) -> bytes:
    try:
        async with asyncio.timeout_at(until):
            return await heard.readline()
    except TimeoutError as error:
        raise Stopped from error


def together(days: Sequence[Tried]) -> Tried:
    """Shares and means of all their people; agents' busy time of all their days."""
    people = sum(one.people for one in days)
    busy = [one.occupancy for one in days if one.occupancy is not None]

    def mean(name: str) -> float | None:
        if not people:
            return None
        return sum((getattr(one, name) or 0.0) * one.people for one in days) / people

    return Tried(
        people=people / len(days),
        within=mean("within"),
        abandoned=mean("abandoned"),
        asa=mean("asa"),
        occupancy=sum(busy) / len(busy) if busy else None,
    )


def one_day(plan: Plan, number: int) -> Tried:
    """The day of that number; the same one each time."""
    return planning.tried(
        [Interval(begins, minutes, people, 1) for begins, minutes, people, _ in plan.intervals],
        [agents for *_, agents in plan.intervals],
        plan.aht,
        math.inf if plan.patience is None else plan.patience,
        plan.within,
        Random(plan.seed * 1000 + number),  # noqa: S311 - a simulation; no secret comes of it
        days=1,
    )


def _run() -> None:
    plan = msgspec.json.decode(sys.stdin.buffer.read(), type=Plan)
    for number in range(plan.days):
        sys.stdout.write(msgspec.json.encode(one_day(plan, number)).decode() + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    _run()
