"""A report as a table for spreadsheets: RFC 4180, UTF-8, numbers with a point.

A cell that a spreadsheet would run as a formula is made text by an apostrophe before it, as OWASP
advises; a queue may be called =cmd.
"""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

BOM = "\ufeff"  # without it some spreadsheets take UTF-8 for something else
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def sheet(
    head: Sequence[str], rows: Iterable[Sequence[str | float | None]], *, bom: bool = True
) -> str:
    """None is an empty cell."""
    made = io.StringIO()
    writer = csv.writer(made, lineterminator="\r\n")
    writer.writerow([_cell(one) for one in head])
    writer.writerows([_cell(one) for one in row] for row in rows)
    return (BOM if bom else "") + made.getvalue()


def _cell(value: str | float | None) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return f"'{value}" if value.startswith(_FORMULA) else value
    return f"{value:.4f}".rstrip("0").rstrip(".")
