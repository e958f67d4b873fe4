"""The report on paper: which of its tables and charts stand there, in which words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flowengine.server.desk.reports import besides, drawings, tables
from flowengine.server.desk.reports.asked import period
from flowengine.server.desk.reports.columns import BRIEF
from flowengine.server.desk.reports.paper import Columns, Grid, paper
from flowengine.server.languages import name_in

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from flowengine.host.desk.reporting import Account
    from flowengine.server.desk.reports.asked import Asked
    from flowengine.server.desk.reports.tables import Row
    from flowengine.server.desk.words import Words


def printed(
    account: Account,
    asked: Asked,
    told: Words,
    shown: Mapping[str, str],
    now: float,
    *,
    rtl: bool = False,
) -> bytes:
    """A PDF. What people said is not in it: paper is left lying about."""
    whole = tables.total(account, asked, told)
    parts: list[Grid | Columns] = [
        _over_time(account, asked, told, now),
        _rows(asked, told, [*tables.rows(account, asked, told, shown), whole]),
        _figures(asked, told, whole),
        *_promised(account, told),
        *_outcomes(account, told),
    ]
    return paper(
        told["report_title"],
        [*_lead(asked, told, shown), told.say("report_counted", count=account.entries)],
        parts,
        foot=period(asked, told),
        rtl=rtl,
        wide=True,
        figure=told.figure,
    )


def _over_time(account: Account, asked: Asked, told: Words, now: float) -> Columns:
    found = drawings.intervals(account, asked, told, now)
    return Columns(
        told["report_over_time"],
        found.ticks,
        [(one.answered, one.abandoned) for one in found.figures],
        (told["report_answered"], told["report_abandoned"]),
        told.figure,
    )


def _rows(asked: Asked, told: Words, rows: Sequence[Row]) -> Grid:
    names, by = tables.columns(asked), told[f"report_by_{asked.by}"]
    return Grid(
        told.say("report_rows", by=by),
        [by, *(told[f"report_{one.name}"] for one in names)],
        [[row.name, *row.texts(names)] for row in rows],
        wide=0.16 if len(names) == len(BRIEF) else 0.4,
    )


def _figures(asked: Asked, told: Words, whole: Row) -> Grid:
    names = tables.all_columns(asked)
    return Grid(
        told["report_figures"],
        [told["report_figure"], told["report_value"], told["report_definition"]],
        [
            [told[f"report_{one.name}"], text, told[f"report_def_{one.name}"]]
            for one, text in zip(names, whole.texts(names), strict=True)
        ],
        wide=0.24,
        words=True,
    )


def _lead(asked: Asked, told: Words, shown: Mapping[str, str]) -> list[str]:
    named = [
        (told["report_queue"], told.titled(asked.queue)),
        (told["report_channel"], asked.channel),
        (told["report_language"], asked.language and name_in(told.language, asked.language)),
        (told["report_agent"], shown.get(asked.agent, asked.agent)),
    ]
    narrowed = " · ".join(f"{name}: {value}" for name, value in named if value)
    lines = [f"{period(asked, told)} · {asked.zone}"]
    if asked.careful:
        lines.append(told["report_careful"])
    return [*lines, narrowed] if narrowed else lines


def _promised(account: Account, told: Words) -> list[Grid | Columns]:
    heads = ("queue", "people", "promised_range", "actual", "kept")
    rows = [[str(cell) for cell in row] for row in besides.promised(account, told)]
    return (
        [Grid(told["report_promised"], [told[f"report_{one}"] for one in heads], rows)]
        if rows
        else []
    )


def _outcomes(account: Account, told: Words) -> list[Grid | Columns]:
    found = besides.outcome_rows(account, told)
    rows = [[name, str(count), category] for name, count, category in found]
    heads = [told[f"report_{one}"] for one in ("outcome", "count", "category")]
    return [Grid(told["report_outcomes"], heads, rows, wide=0.4, words=True)] if rows else []
