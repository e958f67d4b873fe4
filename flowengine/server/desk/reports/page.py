"""The report as a page: figures with their definitions, charts, tables, what people said."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flowengine.desk.categories import FEW
from flowengine.desk.reports import AGENT
from flowengine.server import given
from flowengine.server.desk.pages import TOP
from flowengine.server.desk.reports import asked as asking
from flowengine.server.desk.reports import besides, columns, drawings, tables
from flowengine.server.desk.reports.columns import (
    BY_NAME,
    COLUMNS,
    GROUPS,
    MARK,
    SECONDS,
    SHARE,
    written,
)
from flowengine.server.desk.reports.scope import Scope, account, exports, scope, zones
from flowengine.server.languages import name_in

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from starlette.responses import Response

    from flowengine.host.desk.reporting import Account
    from flowengine.host.desk.surveys import Opinion
    from flowengine.server.desk.visit import Visit
    from flowengine.server.desk.words import Words

REPORTS = f"{TOP}/reports"
TILES = ("offered", "strict", "abandonment", "asa", "promises_kept", "csat")
COMMENTS = 100  # shown at once, the last first


async def show(visit: Visit) -> Response:
    seen = await scope(visit)
    found = await account(visit, seen)
    return visit.page(
        "reports.html", section="reports", tab="service", **_values(visit, seen, found)
    )


def _values(visit: Visit, seen: Scope, found: Account) -> dict[str, Any]:
    asked, told = seen.asked, seen.told
    return {
        "asked": asked,
        "days": asking.period(asked, told),
        "choices": choices(visit, seen, found),
        "may_export": exports(visit, seen),
        "csv": address(visit, f"{REPORTS}/table.csv"),
        "csv_plain": address(visit, f"{REPORTS}/table.csv", bom="no"),
        "pdf": address(visit, f"{REPORTS}/report.pdf"),
        "counted": told.say("report_counted", count=found.entries),
        "empty": not found.finest.rows,
        "charts": [
            *drawings.over_time(found, asked, told, visit.at),
            drawings.week(found, asked, told),
        ],
        "marks": _marks(seen, found),
        "comments": _comments(visit, found),
        "titled": visit.titled,
        "times": _times(seen, found),
        **_counted(seen, found),
        **_beside(visit, seen, found),
    }


def _counted(seen: Scope, found: Account) -> dict[str, Any]:
    """The tiles, the rows with their total, and all figures with their definitions."""
    asked, told = seen.asked, seen.told
    names, whole = tables.columns(asked), tables.total(found, asked, told)
    rows = tables.rows(found, asked, told, seen.shown)
    return {
        "tiles": [_tile(name, whole) for name in TILES],
        "rows_title": told.say("report_rows", by=told[f"report_by_{asked.by}"]),
        "columns": names,
        "rows": [(row.name, row.texts(names)) for row in rows],
        "total": whole.texts(names),
        "careful": asked.careful,
        "of_agents": asked.by == AGENT,
        "figures": _figures(whole, by_agent=bool(asked.agent)),
    }


def _beside(visit: Visit, seen: Scope, found: Account) -> dict[str, Any]:
    """Waits that were told, and how talks ended."""
    told = seen.told
    return {
        "promised": [
            [queue, *(told.figure(str(cell)) for cell in row)]
            for queue, *row in besides.promised(found, told)
        ],
        "outcomes": [
            (visit.outcome(name), told.figure(str(count)), category)
            for name, count, category in besides.outcome_rows(found, told)
        ],
        "categories": [
            (name, told.figure(str(count))) for name, count in besides.category_rows(found, told)
        ],
    }


def choices(visit: Visit, seen: Scope, found: Account) -> dict[str, Any]:
    """What the form offers: what is declared, and what the period has."""
    declared = set(visit.house.desk.queues) | set(found.known.get("queue", ()))
    allowed = set(seen.queues) or declared
    asked = seen.asked
    return {
        "periods": asking.PERIODS,
        "spans": asking.SPANS,
        "zones": _pairs(zones(visit), {}),
        "by": [one for one in asking.ROWS if seen.agents or one != AGENT],
        "queue": _queues((declared & allowed) | {asked.queue}, seen.told),
        "channel": _pairs({*found.known.get("channel", ()), asked.channel}, seen.told, "channel_"),
        "language": [
            (one, name_in(seen.told.language, one))
            for one in sorted({*found.known.get("language", ()), asked.language} - {""})
        ],
        "agent": sorted(
            (
                (one, seen.shown.get(one, one))
                for one in seen.theirs.intersection((*found.known.get("agent", ()), asked.agent))
            ),
            key=lambda one: one[1],
        )
        if seen.agents
        else [],
    }


def _queues(names: Iterable[str], told: Words) -> list[tuple[str, str]]:
    """In order of what they are called."""
    found = [(one, told.titled(one)) for one in names if one]
    return sorted(found, key=lambda one: (one[1].casefold(), one[0]))


def _pairs(
    values: Iterable[str], told: Mapping[str, str], beginning: str = ""
) -> list[tuple[str, str]]:
    """Values and how they are read, in order."""
    return [(one, told.get(beginning + one, one)) for one in sorted(values) if one]


def address(visit: Visit, path: str, **more: str) -> str:
    """The same question asked of another page below."""
    _, mark, query = given.address(visit.request, **more).partition("?")
    return path + mark + query


def _tile(name: str, whole: tables.Row) -> dict[str, str]:
    column = BY_NAME[name]
    beside = ""
    if name == "csat":
        (beside,) = whole.texts([BY_NAME["response"]])
    return {
        "name": name,
        "value": whole.texts([column])[0],
        "beside": beside,
    }


def _figures(whole: tables.Row, *, by_agent: bool) -> list[tuple[str, list[tuple[str, str]]]]:
    """By group, what each is called and its value."""
    slow = columns.OF_AGENTS if by_agent else COLUMNS
    found = []
    for group in GROUPS:
        own = [one for one in slow if one.group == group]
        texts = whole.texts(own)
        if own:
            found.append((group, [(one.name, text) for one, text in zip(own, texts, strict=True)]))
    return found


def _marks(seen: Scope, found: Account) -> Any:
    rated = sum(one.rating is not None for one in found.opinions)
    few = seen.asked.careful and rated < FEW
    return drawings.marks(found.opinions, seen.told) if rated and not few else None


def _comments(visit: Visit, found: Account) -> list[Opinion] | None:
    """What people wrote, of queues whose people they may know; None where of none."""
    may = {
        queue
        for queue in {*visit.house.desk.queues, *(one.queue for one in found.opinions)}
        if visit.may("contact.read", queue=queue)
    }
    if not may:
        return None
    said = [one for one in found.opinions if one.remark and one.queue in may]
    return list(reversed(said))[:COMMENTS]


def _times(seen: Scope, found: Account) -> list[tuple[str, ...]]:
    """Only where rows are by agent, in order of names."""
    if seen.asked.by != AGENT or not seen.agents:
        return []
    made = [
        (
            seen.shown.get(agent, agent),
            *(
                seen.told.figure(text)
                for text in (
                    written(one.statuses.get("ready", 0.0), SECONDS),
                    written(one.busy, SECONDS),
                    written(one.occupancy, SHARE),
                    written(one.concurrency, MARK),
                )
            ),
        )
        for agent, one in found.times.items()
        if agent in seen.theirs and seen.asked.agent in ("", agent)
    ]
    return sorted(made)
