"""What is served, which versions of it there were, and the results it brought, as JSON or CSV."""

from __future__ import annotations

import csv
import io
import re
from typing import TYPE_CHECKING, Any

import msgspec

from flowengine.host.refusal import Refusal
from flowengine.server.api import given, taken, views
from flowengine.server.api.endpoint import Reply
from flowengine.server.api.paging import number

if TYPE_CHECKING:
    from collections.abc import Iterable

    from flowengine.server.api.endpoint import Asked

COLUMNS = ("at", "conversation", "kind", "name", "value", "category", "raw")
# What a spreadsheet would take for a formula (OWASP, "CSV injection"), also in its wide form.
_FORMULA = re.compile(r"^[=+\-@\t\r\n＝＋－＠]")
_FIGURE = re.compile(r"^[+-]?\d+([.,]\d+)?(?!\n)$")


async def flows(asked: Asked) -> Reply:
    found = asked.house.library.programs
    return Reply(
        given.Flows(
            flows=tuple(
                given.Flow(
                    name=name,
                    title=program.title,
                    languages=tuple(program.languages),
                    channels=tuple(program.channels),
                    entries=tuple(program.entries),
                    values=tuple(program.from_page),
                    version=program.digest,
                )
                for name, program in sorted(found.items())
            )
        )
    )


async def publications(asked: Asked) -> Reply:
    found = await asked.house.store.publications(asked.path["flow"])
    if not found and asked.path["flow"] not in asked.house.library.programs:
        raise Refusal("unknown-flow", "There is no such flow, and there never was.")
    return Reply(given.Publications(publications=tuple(views.publication(one) for one in found)))


async def results(asked: Asked) -> Reply:
    found, last = await _facts(asked)
    return Reply(given.Facts(facts=found, next=last, more=len(found) == asked.query.limit))


async def table(asked: Asked) -> Reply:
    """`Link` leads to the next page (RFC 8288), as `next` does in JSON."""
    found, last = await _facts(asked)
    wanted: taken.Wanted = asked.query
    more = f"?kind={wanted.kind}&limit={wanted.limit}&cursor={last}"
    link = f'</api/v1/flows/{asked.path["flow"]}/results.csv{more}>; rel="next"'
    named = {"Content-Disposition": 'attachment; filename="results.csv"'}
    return Reply(written(found), headers=named | ({"Link": link} if found else {}))


async def _facts(asked: Asked) -> tuple[tuple[given.Fact, ...], str]:
    wanted: taken.Wanted = asked.query
    rows = await asked.house.store.results(
        asked.path["flow"], kind=wanted.kind, after=number(wanted.cursor), limit=wanted.limit
    )
    last = str(rows[-1][0]) if rows else wanted.cursor
    return tuple(views.fact(key, fact) for _, key, fact in rows), last


def written(facts: Iterable[given.Fact]) -> bytes:
    """CSV (RFC 4180) in UTF-8 with the mark that spreadsheets know it by."""
    page = io.StringIO(newline="")
    writer = csv.writer(page)
    writer.writerow(COLUMNS)
    for one in facts:
        row = {"at": one.at, "conversation": one.conversation, "kind": one.kind, **_named(one)}
        writer.writerow([defused(_cell(row.get(column, ""))) for column in COLUMNS])
    return page.getvalue().encode("utf-8-sig")


def _named(fact: given.Fact) -> dict[str, Any]:
    """A tag and a note have their words in the column of values."""
    own = {"tagged": ("subject", "tag"), "noted": ("queue", "text")}.get(fact.kind)
    if own is None:
        return fact.body
    return {"name": fact.body.get(own[0], ""), "value": fact.body.get(own[1], "")}


def _cell(value: Any) -> str:
    if isinstance(value, str):
        return value
    return "" if value is None else msgspec.json.encode(value).decode()


def defused(text: str) -> str:
    """The text so that no spreadsheet runs it: an apostrophe in front, but not before a figure."""
    return f"'{text}" if _FORMULA.match(text) and not _FIGURE.match(text) else text
