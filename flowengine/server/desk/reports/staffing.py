"""How many people a queue needs, on a page: the plan of a day, and the plan tried out.

The plan is arithmetic and there at once. A trial takes seconds, runs in a process of its own, and
says how far it is.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from starlette.responses import Response, StreamingResponse

from flowengine.host.desk.trying import DAYS
from flowengine.server import given
from flowengine.server.desk.pages import TOP
from flowengine.server.desk.reports import charts, trials
from flowengine.server.desk.reports.charts import Chart, Series
from flowengine.server.desk.reports.plans import Made, planned
from flowengine.server.desk.reports.scope import zones
from flowengine.server.desk.reports.wishes import GIVEN, queues, wished

if TYPE_CHECKING:
    from collections.abc import Sequence

    from flowengine.desk.planning import Planned
    from flowengine.server.desk.reports.wishes import Wish
    from flowengine.server.desk.visit import Visit
    from flowengine.server.desk.words import Words

STAFFING = f"{TOP}/reports/staffing"
TRIAL = f"{STAFFING}/trial"


async def show(visit: Visit) -> Response:
    """Raises Refusal."""
    known = queues(visit)
    wish = wished(visit, known)
    made = await planned(visit, wish) if visit.request.query_params else Made()
    return visit.page(
        "reports-staffing.html",
        section="reports",
        tab="staffing",
        wish=wish,
        day=wish.day,
        queues=[(one, visit.titled(one)) for one in known],
        zones=[(one, one) for one in zones(visit)],
        form={name: given.text(visit.request, name, 12) for name in GIVEN},
        goal=wish.goal,
        made=made,
        **_table(made, wish, visit.words),
        **await _trial(visit, made, wish),
    )


async def trial(visit: Visit) -> Response:
    """A line of JSON after each day. Raises Refusal."""
    wish = wished(visit, queues(visit))
    made = await planned(visit, wish)
    return StreamingResponse(trials.lines(visit, made, wish), media_type="application/x-ndjson")


# ---------------------------------------------------------------- the plan


def _table(made: Made, wish: Wish, told: Words) -> dict[str, Any]:
    """Rows, hours of agents and the chart. Hours that are all alike are told once."""
    if wish.calls is not None:
        rows, hours, chart = made.planned[:1], "", ""
    else:
        rows, hours = made.planned, _hours(made.planned, told)
        chart = _chart(made.planned, wish, told) if made.planned else ""
    figures = [[told.figure(cell) for cell in _row(one, wish)] for one in rows]
    return {"rows": figures, "hours": hours, "chart": chart}


async def _trial(visit: Visit, made: Made, wish: Wish) -> dict[str, Any]:
    """Where a trial is to be had, or what came of one where the page waited for it."""
    tries = bool(made.planned) and given.text(visit.request, "try") == "yes"
    waits = tries and given.text(visit.request, "wait") == "yes"
    told = visit.words
    return {
        "trial": _trial_address(visit) if tries and not waits else "",
        "wait": given.address(visit.request, wait="yes"),
        "tried": await trials.last(visit, made, wish) if waits else None,
        "trying_words": told.say("report_staff_trying", count=DAYS),
        "tried_title": told.say("report_staff_tried", count=DAYS),
    }


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
        figure=told.figure,
    )  # fmt: skip
    return charts.lines(chart, told["report_numbers"])


def _trial_address(visit: Visit) -> str:
    _, mark, query = given.address(visit.request).partition("?")
    return TRIAL + mark + query
