"""A plan tried out for a page: one trial at a time in each server process, for it takes a core."""

from __future__ import annotations

import asyncio
import math
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import msgspec

from flowengine.host.desk import trying
from flowengine.host.desk.trying import Plan, Stopped
from flowengine.server.desk.reports import columns

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from flowengine.desk.planning import Tried
    from flowengine.server.desk.reports.plans import Made
    from flowengine.server.desk.reports.wishes import Wish
    from flowengine.server.desk.visit import Visit
    from flowengine.server.desk.words import Words


async def lines(visit: Visit, made: Made, wish: Wish) -> AsyncIterator[bytes]:
    """A line of JSON after each day, at last with what came of all."""
    async for one in _steps(visit, made, wish):
        yield msgspec.json.encode(one) + b"\n"


async def last(visit: Visit, made: Made, wish: Wish) -> dict[str, Any] | None:
    """For a page without a script: the last of them."""
    found = None
    async for one in _steps(visit, made, wish):
        found = one
    return found


async def _steps(visit: Visit, made: Made, wish: Wish) -> AsyncIterator[dict[str, Any]]:
    wanted, turn, told = _plan(made, wish), _turn(visit), visit.words
    if not made.planned or not wanted.bounded:
        yield {"trouble": made.trouble or told["report_staff_too_many"]}
    elif turn.locked():
        yield {"trouble": told["report_staff_busy_server"]}
    else:
        async with turn:
            try:
                async for done, found in trying.tried(wanted):
                    yield {"day": done, "of": wanted.days, "rows": _rows(found, told)}
            except Stopped:
                yield {"trouble": told["report_staff_failed"]}


def _turn(visit: Visit) -> asyncio.Lock:
    """One trial at a time: they take a whole core."""
    state = visit.request.app.state
    if not hasattr(state, "trials"):
        state.trials = asyncio.Lock()
    found: asyncio.Lock = state.trials
    return found


def _plan(made: Made, wish: Wish) -> Plan:
    """With as many agents as were asked for, else as the plan says."""
    return Plan(
        intervals=tuple(
            (
                one.interval.begins,
                one.interval.minutes,
                one.interval.expected,
                one.need.agents if wish.agents is None else wish.agents,
            )
            for one in made.planned
        ),
        aht=made.aht,
        patience=made.patience if made.patience < math.inf else None,
        within=wish.goal.within,
    )


def _rows(found: Tried, told: Words) -> list[tuple[str, str]]:
    names = {
        "people": (told["report_staff_people"], "count"),
        "within": (told["report_staff_line_within"], columns.SHARE),
        "abandoned": (told["report_staff_line_abandoned"], columns.SHARE),
        "asa": (told["report_asa"], columns.SECONDS),
        "occupancy": (told["report_staff_line_busy"], columns.SHARE),
    }
    values = asdict(found)
    return [
        (name, told.figure(columns.written(values[key], kind)))
        for key, (name, kind) in names.items()
    ]
