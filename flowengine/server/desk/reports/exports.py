"""A report to take along: as CSV and as PDF. Who took which is written to the audit before."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from starlette.responses import Response

from flowengine.server import given
from flowengine.server.desk.pages import reads
from flowengine.server.desk.reports import printed, tables
from flowengine.server.desk.reports.scope import Scope, account, exports, scope
from flowengine.server.desk.reports.sheet import sheet
from flowengine.server.desk.visit import forbidden
from flowengine.server.languages import direction

if TYPE_CHECKING:
    from flowengine.server.desk.visit import Visit


async def table(visit: Visit) -> Response:
    """The rows, all figures; `bom=no` leaves out the byte order mark. Raises Refusal."""
    seen = await _taken(visit, "CSV")
    found = await account(visit, seen)
    text = as_sheet(seen, tables.rows(found, seen.asked, seen.told, seen.shown), visit)
    return _file(text.encode(), "text/csv; charset=utf-8", _name(seen, "csv"))


def as_sheet(seen: Scope, rows: list[tables.Row], visit: Visit) -> str:
    names = tables.all_columns(seen.asked)
    head = [seen.told[f"report_by_{seen.asked.by}"], *(one.name for one in names)]
    body = [[tables.filed(row, seen.asked), *row.numbers(names)] for row in rows]
    return sheet(head, body, bom=given.text(visit.request, "bom") != "no")


async def paper(visit: Visit) -> Response:
    """Raises Refusal."""
    seen = await _taken(visit, "PDF")
    found = await account(visit, seen)
    rtl = direction(reads(visit.request)) == "rtl"
    made = await asyncio.to_thread(
        printed.printed, found, seen.asked, seen.told, seen.shown, visit.at, rtl=rtl
    )
    return _file(made, "application/pdf", _name(seen, "pdf"))


async def _taken(visit: Visit, what: str) -> Scope:
    seen = await scope(visit)
    if not exports(visit, seen):
        raise forbidden()
    subject = f"{seen.asked.first}/{seen.asked.last} by {seen.asked.by}"
    narrowed = [one for one in (seen.asked.queue, seen.asked.channel, seen.asked.language) if one]
    agent = seen.shown.get(seen.asked.agent, seen.asked.agent)
    await visit.did(f"took the report as {what}", " ".join([subject, *narrowed, agent]).strip())
    return seen


def _name(seen: Scope, ending: str) -> str:
    return f"report-{seen.asked.first}-{seen.asked.last}.{ending}"


def _file(body: bytes, kind: str, name: str) -> Response:
    named = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
    return Response(body, media_type=kind, headers=named)
