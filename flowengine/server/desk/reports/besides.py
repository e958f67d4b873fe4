"""The tables beside the figures: waits that were told, and how talks ended."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flowengine.desk import outcomes
from flowengine.server.desk.reports import columns

if TYPE_CHECKING:
    from flowengine.desk.outcomes import Category
    from flowengine.host.desk.reporting import Account
    from flowengine.server.desk.words import Words


def promised(found: Account, told: Words) -> list[tuple[str, int, str, str, str]]:
    """Queue, people, what they were told, what came of it, how often it came true."""
    return [
        (
            told.titled(queue),
            one.people,
            f"{columns.span(one.low)} – {columns.span(one.high)}",
            columns.span(one.waited),
            f"{one.kept / one.people * 100:.0f} %",
        )
        for queue, one in found.promised.items()
    ]


def outcome_rows(found: Account, told: Words) -> list[tuple[str, int, str]]:
    """Outcome, how often, its category in the reader's words."""
    return [
        (name, count, _worded(category, told))
        for (name, category), count in found.classed.most_common()
    ]


def category_rows(found: Account, told: Words) -> list[tuple[str, int]]:
    """Categories of contacts and how often; outcomes of the house's own stand by themselves."""
    counts = outcomes.by_category(found.classed)
    return [
        (_worded(outcomes.Category(contact=True, name=name), told), count)
        for name, count in counts.most_common()
    ]


def _worded(found: Category, told: Words) -> str:
    if not found.contact:
        return told["report_no_contact"]
    if found.name == outcomes.OWN:
        return told["report_own"]
    slug = found.name.lower().replace(" ", "_")
    return told.get(f"category_{slug}", found.name) or told["report_none"]
