"""A report cut and put together anew: some of its rows only, fewer keys, longer intervals.

The finest report is counted once; every table and chart of a page is the same figures added up.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from flowengine.desk.figures import Figures
from flowengine.desk.reports import INTERVAL, Report

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping, Sequence

    from flowengine.desk.reports import Key


def only(report: Report, wanted: Mapping[str, Collection[str]]) -> Report:
    """The rows whose values are among those `wanted` of each key; a key that asks for nothing lets
    all through. ValueError where the report has no such key."""
    places = {report.by.index(name): values for name, values in wanted.items() if values}
    kept = {
        key: row
        for key, row in report.rows.items()
        if all(key[place] in values for place, values in places.items())
    }
    return Report(report.by, kept)


def regrouped(
    report: Report, by: Sequence[str], begins: Callable[[float], float] | None = None
) -> Report:
    """The same by fewer keys; `begins` gives for an interval the longer one that it lies in."""
    places = [report.by.index(name) for name in by]
    found: dict[Key, Figures] = {}
    for key, row in report.rows.items():
        at = tuple(_value(report.by[place], key[place], begins) for place in places)
        found.setdefault(at, Figures()).add(row)
    return Report(tuple(by), dict(sorted(found.items())))


def _value(name: str, value: str | float, begins: Callable[[float], float] | None) -> str | float:
    return begins(float(value)) if begins is not None and name == INTERVAL else value
