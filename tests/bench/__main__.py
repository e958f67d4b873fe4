"""`make bench`: every figure with its reference, taken in one run, as one table."""

from __future__ import annotations

import sys
from collections.abc import Iterable

from tests.bench import (
    calls,
    compiling,
    conference,
    durable,
    messages,
    offers,
    routing,
    turns,
    understanding,
)
from tests.bench.measure import Row, pin
from tests.bench.mutations import main as mutations


def _number(figure: float | None) -> str:
    if figure is None:
        return "not here"
    return f"{figure:,.0f}" if figure >= 100 else f"{figure:,.3g}"


def table(rows: Iterable[Row]) -> str:
    head = ("what", "ours", "unit", "reference", "theirs", "times better", "goal")
    lines = [head]
    for row in rows:
        ratio = "" if row.ratio is None else f"{row.ratio:.2f}"
        cells = (row.what, _number(row.ours), row.unit, row.reference, _number(row.theirs))
        lines.append((*cells, ratio, row.goal))
    widths = [max(len(line[i]) for line in lines) for i in range(len(head))]
    ruled = [lines[0], tuple("-" * width for width in widths), *lines[1:]]
    return "\n".join(
        "| "
        + " | ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True))
        + " |"
        for line in ruled
    )


def main() -> None:
    pin()
    rows: list[Row] = []
    for taken in (
        turns.rows, durable.rows, offers.rows, routing.rows, messages.rows, compiling.rows,
        understanding.rows, conference.rows, calls.rows,
    ):  # fmt: skip
        print(f"{taken.__module__.rpartition('.')[2]} …", file=sys.stderr)
        rows += taken()
    print(table(rows))
    print()
    mutations()


if __name__ == "__main__":
    main()
