"""The tables beside the figures: waits that were told, and how talks ended."""

from __future__ import annotations

from functools import cache
from importlib import resources
from typing import TYPE_CHECKING

from flowengine.desk import outcomes
from flowengine.server.desk.reports import columns

if TYPE_CHECKING:
    from collections.abc import Mapping

    from flowengine.desk.outcomes import Category
    from flowengine.host.desk.reporting import Account


def promised(found: Account) -> list[tuple[str, int, str, str, str]]:
    """Queue, people, what they were told, what came of it, how often it came true."""
    return [
        (
            queue,
            one.people,
            f"{columns.span(one.low)} – {columns.span(one.high)}",
            columns.span(one.waited),
            f"{one.kept / one.people * 100:.0f} %",
        )
        for queue, one in found.promised.items()
    ]


@cache
def mapping() -> Mapping[str, Category]:
    """The starter set's, that comes with the language."""
    file = resources.files("flowengine.language") / "standard" / "outcomes.csv"
    return outcomes.categories(file.read_text(encoding="utf-8"))


def outcome_rows(found: Account) -> list[tuple[str, int, str | None]]:
    """Outcome, how often, its category: "" for none, None where it was no contact."""
    known = mapping()
    return [
        (name, count, _category(known.get(name))) for name, count in found.outcomes.most_common()
    ]


def _category(found: Category | None) -> str | None:
    if found is None:
        return ""
    return found.name if found.contact else None
