"""The charts of a report: which figures they show, and what they say of themselves."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from flowengine.desk import cutting
from flowengine.desk.figures import Figures
from flowengine.desk.reports import INTERVAL
from flowengine.server.desk.reports import charts
from flowengine.server.desk.reports.asked import read_label, ticks
from flowengine.server.desk.reports.charts import Chart, Series
from flowengine.server.desk.reports.columns import BY_NAME, SHARE

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from markupsafe import Markup

    from flowengine.host.desk.reporting import Account
    from flowengine.host.desk.surveys import Opinion
    from flowengine.server.desk.reports.asked import Asked
    from flowengine.server.desk.words import Words

MARKS = (1, 2, 3, 4, 5)


@dataclass(frozen=True, slots=True)
class Intervals:
    """Every interval of a period, in order: as it is called, shorter, and what began in it."""

    labels: list[str]
    ticks: list[str]
    figures: list[Figures]


def intervals(account: Account, asked: Asked, told: Words, now: float) -> Intervals:
    """In the reader's words and figures."""
    rows = cutting.regrouped(account.finest, (INTERVAL,), asked.begins).rows
    moments = asked.intervals(now)
    return Intervals(
        [read_label(at, asked.span, asked.zone, told) for at in moments],
        ticks(moments, asked.span, asked.zone, told),
        [rows.get((at,), Figures()) for at in moments],
    )


def over_time(account: Account, asked: Asked, told: Words, now: float) -> tuple[Markup, Markup]:
    """Who came, and how many of them were answered in time or gave up."""
    found = intervals(account, asked, told, now)
    labels, figures = found.labels, found.figures
    came = Chart(
        "over-time", told["report_over_time"], told["report_over_time_about"],
        told["report_interval"], labels,
        (
            Series(told["report_answered"], [one.answered for one in figures]),
            Series(told["report_abandoned"], [one.abandoned for one in figures], "two"),
        ),
        ticks=found.ticks, figure=told.figure,
    )  # fmt: skip
    careful = bool(asked.language)
    level = Chart(
        "level", told["report_level_over_time"], told["report_level_over_time_about"],
        told["report_interval"], labels,
        tuple(
            Series(
                told[f"report_{name}"],
                [BY_NAME[name].number(one, careful=careful) for one in figures],
                look,
            )
            for name, look in (("strict", "one"), ("abandonment", "two"))
        ),
        SHARE, found.ticks, told.figure,
    )  # fmt: skip
    table = told["report_numbers"]
    return charts.bars(came, table), charts.lines(level, table, 1.0)


def week(account: Account, asked: Asked, told: Words) -> Markup:
    """Everybody who came, by weekday and hour of the zone."""
    cells = [[0] * 24 for _ in range(7)]
    zone = ZoneInfo(asked.zone)
    for (at,), figures in cutting.regrouped(account.finest, (INTERVAL,)).rows.items():
        moment = datetime.fromtimestamp(float(at), UTC).astimezone(zone)
        cells[moment.weekday()][moment.hour] += came(figures)
    return charts.heat(
        Chart(
            "week", told["report_week"], told["report_week_about"], told["report_interval"],
            [told.figure(f"{hour:02}") for hour in range(24)],
            [Series(told[f"report_weekday_{n}"], row) for n, row in enumerate(cells)],
            figure=told.figure,
        ),
        told["report_numbers"],
    )  # fmt: skip


def came(figures: Figures) -> int:
    """Everybody who began to wait here for the first time or again."""
    return figures.offered + figures.for_callback + figures.unserved + figures.waiting


def marks(opinions: Iterable[Opinion], told: Words) -> Markup:
    given = [round(one.rating) for one in opinions if one.rating is not None]
    return charts.bars(
        Chart(
            "marks", told["report_marks"], told["report_marks_about"], told["report_mark_given"],
            [told.figure(str(mark)) for mark in MARKS],
            (Series(told["report_rated"], [given.count(mark) for mark in MARKS]),),
            figure=told.figure,
        ),
        told["report_numbers"],
    )  # fmt: skip


def places(name: str, counts: Sequence[tuple[str, int]], told: Words, series: str) -> Markup:
    """A funnel of places; `name` is reached or stopped."""
    return charts.funnel(
        Chart(
            name, told[f"report_{name}"], told[f"report_{name}_about"], told["report_place"],
            [place for place, _ in counts],
            (Series(series, [count for _, count in counts]),),
            figure=told.figure,
        ),
        told["report_numbers"],
    )  # fmt: skip
