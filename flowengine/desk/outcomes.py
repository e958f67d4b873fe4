"""How talks ended: dispositions counted, and the categories that child helplines report by.

The mapping is `language/standard/outcomes.csv` for the starter set. What a house calls talks in
words of its own is counted under OWN, so that nobody takes it for what has no category.
"""

from __future__ import annotations

import csv
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

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


def categories(text: str) -> dict[str, Category]:
    """A mapping as a table with the columns outcome, contact and category."""
    return {
        row["outcome"]: Category(row["contact"] == "yes", row["category"])
        for row in csv.DictReader(text.splitlines())
    }


def by_category(counts: Mapping[str, int], known: Mapping[str, Category]) -> Counter[str]:
    """Contacts by category; under "" those that have none, under OWN those that nobody has mapped.
    What is no contact is left out."""
    found: Counter[str] = Counter()
    for outcome, count in counts.items():
        category = known.get(outcome, UNKNOWN)
        if category.contact:
            found[category.name] += count
    return found
