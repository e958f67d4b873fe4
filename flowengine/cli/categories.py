"""`flowengine report --categories`: contacts by the categories of child helplines, as a CSV."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from flowengine.desk.categories import Cell
    from flowengine.desk.declared import Declared
    from flowengine.host.desk.reporting import Question
    from flowengine.store.verbs import Store

HEAD = ("contact", "category", "channel", "count")
HIDDEN = "not told"


async def categories(
    store: Store, question: Question, today: Mapping[str, Declared], *, bom: bool
) -> str:
    """Talks that began in the period of `question`; `today` is what queues declare of which the
    log does not say it. Raises StoreError."""
    from flowengine.desk.categories import counted
    from flowengine.host.desk import reporting
    from flowengine.server.desk.reports.sheet import sheet

    parts, declared = await reporting.parts(store, question, today)
    cells = counted(parts, declared.category)
    return sheet(HEAD, map(list, map(_row, cells)), bom=bom)


def _row(cell: Cell) -> Iterator[str | float | None]:
    yield "yes" if cell.contact else "no"
    yield cell.name
    yield cell.channel
    yield HIDDEN if cell.count is None else float(cell.count)
