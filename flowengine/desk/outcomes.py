"""How talks ended: dispositions counted, and the categories that child helplines report by.

The mapping is `language/standard/outcomes.csv` for the starter set; what a house calls talks in
words of its own has the category that its flow named when the talk ended (`declared`). Without one
it is counted under OWN, so that nobody takes it for what has no category.
"""

from __future__ import annotations

import csv
from collections import Counter
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from flowengine.language.categories import table

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from flowengine.desk.episodes import Part


@dataclass(frozen=True, slots=True)
class Category:
    """`contact` is False for what is no contact at all (silent, hang-up, a test); `name` is the
    child helplines' category, "" for none."""

    contact: bool
    name: str


OWN = "own"  # the category of outcomes that no table knows
UNKNOWN = Category(contact=True, name=OWN)


def counted(parts: Iterable[Part]) -> Counter[str]:
    """Dispositions of the parts that are closed. What was passed on ended with none."""
    return Counter(part.outcome for part in parts if part.closed and part.outcome)


def classed(
    parts: Iterable[Part], category: Callable[[Part], Category]
) -> Counter[tuple[str, Category]]:
    """The same by what each counted as when it ended: queues and times may differ in it."""
    return Counter((part.outcome, category(part)) for part in parts if part.closed and part.outcome)


def categories(text: str) -> dict[str, Category]:
    """A mapping as a table with the columns outcome, contact and category."""
    return {
        row["outcome"]: Category(row["contact"] == "yes", row["category"])
        for row in csv.DictReader(text.splitlines())
    }


@cache
def starter() -> Mapping[str, Category]:
    """The starter set's, that comes with the language."""
    return categories(table())


def by_category(counts: Mapping[tuple[str, Category], int]) -> Counter[str]:
    """Contacts by category; under "" those that have none, under OWN those that nobody has mapped.
    What is no contact is left out. `counts` are by outcome and category."""
    found: Counter[str] = Counter()
    for (_, category), count in counts.items():
        if category.contact:
            found[category.name] += count
    return found
