"""`flowengine report`: what happened at the desk, as a table, a CSV or a PDF."""

from __future__ import annotations

import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from flowengine.cli.beside import beside, store_argument
from flowengine.cli.contact import WHO
from flowengine.cli.counting import many
from flowengine.cli.refusal import Refusal

if TYPE_CHECKING:
    from argparse import Namespace

    from flowengine.desk.declared import Declared
    from flowengine.host.desk.reporting import Account
    from flowengine.server.desk.reports.asked import Asked
    from flowengine.server.desk.reports.tables import Row
    from flowengine.store.verbs import Store

TABLE, CSV, PDF = "table", "csv", "pdf"
BY = ("queue", "channel", "language", "agent", "interval")


def register(commands: Any) -> None:
    command = commands.add_parser(
        "report",
        help="count what happened at the desk: waits, talks, promises, opinions",
        description="Counts waits, talks, promised calls and opinions from the desk's log. That"
        " somebody took a report is written to the audit.",
    )
    store_argument(command)
    add = command.add_argument
    add("--since", metavar="DATE", default="", help="first day, as 2026-11-01; else a week ago")
    add("--until", metavar="DATE", default="", help="last day; else today")
    add("--zone", metavar="ZONE", default="UTC", help="of the days, as Europe/Kyiv")
    add("--queue", metavar="QUEUE", default="", help="only this one")
    add("--channel", metavar="CHANNEL", default="", help="only this one")
    add("--language", metavar="LANGUAGE", default="", help="only this one, as uk")
    add("--by", choices=BY, default="queue", help="what the rows are")
    add("--span", choices=("15", "60", "day", "week"), default="", help="of an interval")
    add("--flows", type=Path, metavar="FOLDER",
        help="whose queues say what the log of an older version does not: aim, hours")  # fmt: skip
    add("--format", choices=(TABLE, CSV, PDF), default=TABLE, help="what is written")
    add("--categories", action="store_true",
        help="only contacts by category and channel, as a CSV, for the yearly count")  # fmt: skip
    add("--no-bom", action="store_true", help="no byte order mark before a CSV")
    add("-o", "--output", type=Path, metavar="FILE", help="where to; a PDF needs it")
    command.set_defaults(run=run)


def run(chosen: Namespace) -> int:
    """Raises Refusal."""
    if chosen.format == PDF and chosen.output is None:
        raise Refusal("Say where the PDF goes, for example: --output report.pdf.")
    asked = _asked(chosen)
    bounds = _bounds(chosen.flows, chosen.queue)
    return beside(chosen.store, lambda store: _report(store, chosen, asked, bounds))


def _asked(chosen: Namespace) -> Asked:
    from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

    from flowengine.server.desk.reports import asked

    for name in ("since", "until"):
        given = getattr(chosen, name)
        if given and asked.day(given) is None:
            raise Refusal(f"{given} is no day. Write --{name} 2026-11-01.")
    first, last = asked.day(chosen.since), asked.day(chosen.until)
    if first and last and last < first:
        raise Refusal(f"{chosen.until} is before {chosen.since}. Turn the two days round.")
    try:
        ZoneInfo(chosen.zone)
    except (ZoneInfoNotFoundError, ValueError) as error:
        raise Refusal(f"{error}. Write --zone Europe/Kyiv.") from error
    values = {
        name: getattr(chosen, name) for name in ("by", "span", "queue", "channel", "language")
    }
    if chosen.since or chosen.until:
        values |= {"period": asked.CHOSEN, "from": chosen.since, "to": chosen.until}
    return asked.read(asked.named(values), time.time(), chosen.zone)


def _bounds(folder: Path | None, queue: str) -> dict[str, Declared]:
    from flowengine.cli.why import terms
    from flowengine.host.desk.declaring import today

    known = terms(folder) if folder else {}
    if queue and known and queue not in known:
        raise Refusal(f"There is no queue {queue}. There are: {', '.join(sorted(known))}.")
    return today(known)


async def _report(
    store: Store, chosen: Namespace, asked: Asked, bounds: dict[str, Declared]
) -> int:
    from flowengine.host.desk.reporting import counted
    from flowengine.server.desk.reports import tables
    from flowengine.server.desk.words import FALLBACK, words
    from flowengine.store.records import Audit

    subject = " ".join([f"{asked.first}/{asked.last}", f"by {asked.by}", asked.queue]).strip()
    await store.note(Audit(time.time(), WHO, f"took the report as {chosen.format}", subject))
    if chosen.categories:
        from flowengine.cli.categories import categories

        made = await categories(store, asked.question(()), bounds, bom=not chosen.no_bom)
        _write(chosen.output, made.encode())
        return 0
    account = await counted(store, asked.question(()), bounds)
    shown = {user.id: user.shown for user in await store.users()}
    told = words(FALLBACK)
    rows = tables.rows(account, asked, told, shown)
    if chosen.format == PDF:
        from flowengine.server.desk.reports.printed import printed

        _write(chosen.output, printed(account, asked, told, shown, time.time()))
    elif chosen.format == CSV:
        _write(chosen.output, _csv(asked, rows, bom=not chosen.no_bom).encode())
    else:
        whole = [*rows, tables.total(account, asked, told)]
        _write(chosen.output, _table(account, asked, whole).encode())
    return 0


def _write(output: Path | None, body: bytes) -> None:
    if output is None:
        sys.stdout.write(body.decode())
        return
    try:
        output.write_bytes(body)
    except OSError as error:
        raise Refusal(f"{output} could not be written: {error.strerror}.") from error


def _csv(asked: Asked, rows: list[Row], *, bom: bool) -> str:
    from flowengine.server.desk.reports.sheet import sheet
    from flowengine.server.desk.reports.tables import all_columns, filed

    names = all_columns(asked)
    body = [[filed(row, asked), *row.numbers(names)] for row in rows]
    return sheet([asked.by, *(one.name for one in names)], body, bom=bom)


def _table(account: Account, asked: Asked, rows: list[Row]) -> str:
    from flowengine.server.desk.reports.tables import columns, filed
    from flowengine.server.desk.words import FALLBACK, words

    told, names = words(FALLBACK), columns(asked)
    head = [asked.by, *(told[f"report_{one.name}"] for one in names)]
    body = [head, *([filed(row, asked) or row.name, *row.texts(names)] for row in rows)]
    wide = [max(len(row[n]) for row in body) for n in range(len(head))]
    lines = [
        "  ".join(
            cell.ljust(wide[n]) if n == 0 else cell.rjust(wide[n]) for n, cell in enumerate(row)
        ).rstrip()
        for row in body
    ]
    counted = many(account.entries, "line")
    lead = f"{asked.first} to {asked.last}, {asked.zone}; {counted} of the log."
    return "\n".join([lead, *lines, *([told["report_careful"]] if asked.careful else [])]) + "\n"
