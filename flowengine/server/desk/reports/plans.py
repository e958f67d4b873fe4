"""The plan of a day: learnt from the log and the queue's hours, or from figures given by hand."""

from __future__ import annotations

import asyncio
import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from flowengine.desk import waits
from flowengine.desk.forecast import WEEKS, Interval, arrivals, counted, forecast
from flowengine.desk.planning import plan
from flowengine.host.desk.reporting import entries
from flowengine.host.desk.terms import NO_TERMS
from flowengine.server.desk.reports import columns

if TYPE_CHECKING:
    from collections.abc import Sequence

    from flowengine.desk.planning import Planned
    from flowengine.desk.waits import Figures
    from flowengine.language.program import Hours
    from flowengine.server.desk.reports.wishes import Wish
    from flowengine.server.desk.visit import Visit
    from flowengine.server.desk.words import Words

FEW = 20  # talks below which nothing can be learnt
MINUTES = 30
WEEK = 7 * 24 * 3600.0


@dataclass(frozen=True, slots=True)
class Made:
    """The plan; `trouble` is a sentence where there is none."""

    planned: tuple[Planned, ...] = ()
    aht: float = 0.0
    patience: float = math.inf
    learnt: str = ""
    trouble: str = ""


async def planned(visit: Visit, wish: Wish) -> Made:
    """Raises StoreError."""
    if wish.calls is not None and wish.aht is not None:
        return await _counted(_alike(wish, wish.calls), wish, wish.aht, wish.patience or math.inf)
    log = await entries(visit.store, visit.at - WEEK * (WEEKS + 1))
    own = [one for one in log if one.queue == wish.queue]
    figures = waits.learn(own).get(wish.queue, waits.Figures(0, 0.0, math.inf))
    if wish.aht is None and figures.handled < FEW:
        return Made(trouble=visit.words.say("report_staff_few", count=figures.handled))
    if wish.calls is not None:
        return await _learnt(_alike(wish, wish.calls), wish, figures, visit.words)
    hours = visit.house.desk.terms.get(wish.queue, NO_TERMS).hours
    intervals = _expected(arrivals(own), wish, hours)
    if not intervals:
        return Made(trouble=visit.words["report_staff_closed"])
    busy = [one for one in intervals if one.expected > 0]
    if not busy:
        return Made(trouble=visit.words["report_staff_nobody"])
    return await _learnt(busy, wish, figures, visit.words)


def _alike(wish: Wish, calls: float) -> list[Interval]:
    """A day of hours with so many people each."""
    begin = wish.day.toordinal() * 86_400.0
    return [Interval(begin + 3600.0 * n, 60, calls, 1) for n in range(24)]


def _expected(came: Sequence[float], wish: Wish, hours: Hours | None) -> tuple[Interval, ...]:
    counts = counted(came, wish.zone, MINUTES)
    return forecast(counts, wish.day, wish.zone, MINUTES, hours=hours)


async def _learnt(intervals: Sequence[Interval], wish: Wish, figures: Figures, told: Words) -> Made:
    aht, patience = wish.aht or figures.aht, wish.patience or figures.patience
    endless = told["report_staff_endless"]
    known = told.figure(columns.span(patience)) if patience < math.inf else endless
    took = told.figure(columns.span(aht))
    learnt = told.say("report_staff_learnt", count=figures.handled, aht=took, patience=known)
    return await _counted(intervals, wish, aht, patience, learnt)


async def _counted(
    intervals: Sequence[Interval], wish: Wish, aht: float, patience: float, learnt: str = ""
) -> Made:
    try:
        planned = await asyncio.to_thread(plan, intervals, aht, patience, wish.goal)
    except ValueError as error:
        return Made(trouble=str(error))
    return Made(planned, aht, patience, learnt)
