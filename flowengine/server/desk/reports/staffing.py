"""How many people a queue needs, on a page: the plan of a day, and the plan tried out.

The plan is arithmetic and there at once. A trial takes seconds, runs in a process of its own, and
says how far it is; one at a time in each server process.
"""

from __future__ import annotations

import asyncio
import math
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import msgspec
from starlette.responses import Response, StreamingResponse

from flowengine.desk import items, log, waits
from flowengine.desk.forecast import WEEKS, Interval, counted, forecast
from flowengine.desk.planning import plan
from flowengine.desk.staffing import Goal
from flowengine.host.desk import trying
from flowengine.host.desk.reporting import entries
from flowengine.host.desk.trying import DAYS, Plan, Stopped
from flowengine.server import given
from flowengine.server.desk.pages import TOP
from flowengine.server.desk.reports import asked as asking
from flowengine.server.desk.reports import charts, columns
from flowengine.server.desk.reports.charts import Chart, Series
from flowengine.server.desk.reports.scope import visible, zones

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Sequence
    from datetime import date

    from flowengine.desk.log import Entry
    from flowengine.desk.planning import Planned, Tried
    from flowengine.server.desk.visit import Visit
    from flowengine.server.desk.words import Words

STAFFING = f"{TOP}/reports/staffing"
TRIAL = f"{STAFFING}/trial"
FEW = 20  # talks below which nothing can be learnt
MINUTES = 30
WEEK = 7 * 24 * 3600.0
_GIVEN = ("calls", "aht", "patience", "within", "share", "abandoned", "shrinkage", "agents")


@dataclass(frozen=True, slots=True)
class Wish:
    """What the form says; None where a field is empty. Times are seconds, shares 0 to 1."""

    queue: str
    day: date
    zone: str
    calls: float | None
    aht: float | None
    patience: float | None
    agents: int | None
    goal: Goal


@dataclass(frozen=True, slots=True)
class Made:
    """The plan; `trouble` is a sentence where there is none."""

    planned: tuple[Planned, ...] = ()
    aht: float = 0.0
    patience: float = math.inf
    learnt: str = ""
    trouble: str = ""


async def show(visit: Visit) -> Response:
    told = visit.words
    queues = visible(visit) or tuple(sorted(visit.house.desk.queues))
    wish = _wish(visit, queues)
    started = bool(visit.request.query_params)
    made = await _planned(visit, wish, told) if started else Made()
    tries = bool(made.planned) and given.text(visit.request, "try") == "yes"
    waits_for = tries and given.text(visit.request, "wait") == "yes"
    return visit.page(
        "reports-staffing.html", section="reports", tab="staffing", wish=wish, day=wish.day,
        queues=[(one, one) for one in queues], zones=[(one, one) for one in zones(visit)],
        form={name: given.text(visit.request, name, 12) for name in _GIVEN}, goal=wish.goal,
        made=made, rows=[[told.figure(cell) for cell in _row(one, wish)] for one in _told(made, wish)],
        hours="" if wish.calls is not None else _hours(made.planned, told),
        chart=_chart(made.planned, wish, told) if made.planned and wish.calls is None else "",
        trial=_trial_address(visit) if tries and not waits_for else "",
        wait=given.address(visit.request, wait="yes"),
        tried=await _tried_now(visit, made, wish, told) if waits_for else None,
        trying_words=told.say("report_staff_trying", count=DAYS),
        tried_title=told.say("report_staff_tried", count=DAYS),
    )  # fmt: skip


async def trial(visit: Visit) -> Response:
    """A line of JSON after each day, at last with what came of all. Raises Refusal."""
    told = visit.words
    wish = _wish(visit, visible(visit) or tuple(sorted(visit.house.desk.queues)))
    made = await _planned(visit, wish, told)
    lines = _lines(visit, made, wish, told)
    return StreamingResponse(lines, media_type="application/x-ndjson")


# ---------------------------------------------------------------- what was asked


def _wish(visit: Visit, queues: Sequence[str]) -> Wish:
    named = given.text(visit.request, "queue")
    queue = named if named in queues else (queues[0] if queues else "")
    if named and named not in queues:
        visit.demand("report.read", queue=named)
    known = zones(visit)
    zone = given.text(visit.request, "zone")
    zone = zone if zone in known else known[0]
    agents = _number(visit, "agents", 0.0, trying.MOST_AGENTS)
    tomorrow = datetime.fromtimestamp(visit.at, UTC).astimezone(ZoneInfo(zone)) + timedelta(days=1)
    return Wish(
        queue,
        asking.day(given.text(visit.request, "day")) or tomorrow.date(),
        zone,
        _number(visit, "calls", 0.01, 100_000),
        _number(visit, "aht", 1, 86_400),
        _number(visit, "patience", 1, 86_400),
        None if agents is None else int(agents),
        Goal(
            share=_share(visit, "share", 0.8),
            within=_number(visit, "within", 1, 86_400) or 60.0,
            abandoned=_share(visit, "abandoned", 1.0) or 1.0,
            shrinkage=_share(visit, "shrinkage", 0.0),
        ),
    )


def _number(visit: Visit, name: str, least: float, most: float) -> float | None:
    try:
        found = float(given.text(visit.request, name, 12).replace(",", "."))
    except ValueError:
        return None
    return found if least <= found <= most else None


def _share(visit: Visit, name: str, otherwise: float) -> float:
    found = _number(visit, name, 0, 99)
    return otherwise if found is None else found / 100.0


# ---------------------------------------------------------------- the plan


async def _planned(visit: Visit, wish: Wish, told: Words) -> Made:
    if wish.calls is not None and wish.aht is not None:
        begin = wish.day.toordinal() * 86_400.0
        hours = [Interval(begin + 3600.0 * n, 60, wish.calls, 1) for n in range(24)]
        return await _counted(hours, wish, wish.aht, wish.patience or math.inf, "")
    log_ = await entries(visit.store, visit.at - WEEK * (WEEKS + 1))
    own = [one for one in log_ if one.queue == wish.queue]
    figures = waits.learn(own).get(wish.queue, waits.Figures(0, 0.0, math.inf))
    if wish.aht is None and figures.handled < FEW:
        return Made(trouble=told.say("report_staff_few", count=figures.handled))
    aht, patience = wish.aht or figures.aht, wish.patience or figures.patience
    intervals = _expected(own, wish)
    if not intervals:
        return Made(trouble=told["report_staff_nobody"])
    known = told.figure(columns.span(patience)) if patience < math.inf else told["report_staff_endless"]
    learnt = told.say(
        "report_staff_learnt", count=figures.handled, aht=told.figure(columns.span(aht)), patience=known
    )
    return await _counted(intervals, wish, aht, patience, learnt)


def _expected(own: Sequence[Entry], wish: Wish) -> list[Interval]:
    if wish.calls is not None:
        begin = wish.day.toordinal() * 86_400.0
        return [Interval(begin + 3600.0 * n, 60, wish.calls, 1) for n in range(24)]
    came = [
        one.at
        for one in own
        if one.kind == log.JOINED and one.body.get("kind", items.CONTACT) == items.CONTACT
    ]
    found = forecast(counted(came, wish.zone, MINUTES), wish.day, wish.zone, MINUTES)
    return [one for one in found if one.expected > 0]


async def _counted(
    intervals: Sequence[Interval], wish: Wish, aht: float, patience: float, learnt: str
) -> Made:
    try:
        planned = await asyncio.to_thread(plan, intervals, aht, patience, wish.goal)
    except ValueError as error:
        return Made(trouble=str(error))
    return Made(planned, aht, patience, learnt)


def _row(one: Planned, wish: Wish) -> list[str]:
    need, line = one.need, one.need.line
    return [
        _begins(one, wish),
        f"{one.interval.expected:.1f}",
        f"{need.load:.1f}",
        f"{need.agents}",
        f"{need.rostered}",
        f"{line.within * 100:.0f} %",
        f"{line.abandoned * 100:.1f} %",
        f"{line.occupancy * 100:.0f} %",
        f"{need.simple}",
        f"{need.simple_line.within * 100:.0f} %",
    ]


def _begins(one: Planned, wish: Wish) -> str:
    if wish.calls is not None:
        return "1 h"
    found = datetime.fromtimestamp(one.interval.begins, UTC).astimezone(ZoneInfo(wish.zone))
    return found.strftime("%H:%M")


def _told(made: Made, wish: Wish) -> tuple[Planned, ...]:
    """Hours that are all alike are told once."""
    return made.planned if wish.calls is None else made.planned[:1]


def _hours(planned: Sequence[Planned], told: Words) -> str:
    hours = sum(one.need.agents * one.interval.minutes / 60.0 for one in planned)
    return told.say("report_staff_hours", hours=told.figure(f"{hours:.1f}"))


def _chart(planned: Sequence[Planned], wish: Wish, told: Words) -> Any:
    chart = Chart(
        "needed", told["report_staff_chart"], told["report_staff_chart_about"],
        told["report_staff_begins"], [_begins(one, wish) for one in planned],
        (
            Series(told["report_staff_need"], [one.need.agents for one in planned]),
            Series(told["report_staff_simple"], [one.need.simple for one in planned], "two"),
            Series(told["report_staff_load"], [one.need.load for one in planned], "three"),
        ),
    )  # fmt: skip
    return charts.lines(chart, told["report_numbers"])


# ---------------------------------------------------------------- the trial


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


def _trial_address(visit: Visit) -> str:
    _, mark, query = given.address(visit.request).partition("?")
    return TRIAL + mark + query


def _turn(visit: Visit) -> asyncio.Lock:
    """One trial at a time: they take a whole core."""
    state = visit.request.app.state
    if not hasattr(state, "trials"):
        state.trials = asyncio.Lock()
    found: asyncio.Lock = state.trials
    return found


async def _lines(visit: Visit, made: Made, wish: Wish, told: Words) -> AsyncIterator[bytes]:
    async for one in _steps(visit, made, wish, told):
        yield msgspec.json.encode(one) + b"\n"


async def _steps(
    visit: Visit, made: Made, wish: Wish, told: Words
) -> AsyncIterator[dict[str, Any]]:
    wanted, turn = _plan(made, wish), _turn(visit)
    if not made.planned or not wanted.bounded:
        yield {"trouble": made.trouble or told["report_staff_too_many"]}
    elif turn.locked():
        yield {"trouble": told["report_staff_busy_server"]}
    else:
        async with turn:
            try:
                async for done, found in trying.tried(wanted):
                    yield {"day": done, "of": wanted.days, "rows": tried_rows(found, told)}
            except Stopped:
                yield {"trouble": told["report_staff_failed"]}


async def _tried_now(visit: Visit, made: Made, wish: Wish, told: Words) -> dict[str, Any] | None:
    """For a page without a script: the last step."""
    last = None
    async for one in _steps(visit, made, wish, told):
        last = one
    return last


def tried_rows(found: Tried, told: Words) -> list[tuple[str, str]]:
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
