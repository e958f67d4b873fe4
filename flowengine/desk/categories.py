"""The yearly count of child helplines: contacts by category and channel, telling nothing of few.

A number below FEW can point at somebody, so it is not told; nor is another that would give it away
by subtraction from a sum. That is no proof against who knows more than the table.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping

    from flowengine.desk.episodes import Part
    from flowengine.desk.outcomes import Category

FEW = 5

Key = tuple[bool, str, str]


@dataclass(frozen=True, slots=True)
class Cell:
    """`name` is a category, "" for none, OWN for an outcome that is in no table; of what was no
    contact (`contact` False) the outcome.
    `count` is None where it is not told."""

    contact: bool
    name: str
    channel: str
    count: int | None


def counted(parts: Iterable[Part], category: Callable[[Part], Category]) -> tuple[Cell, ...]:
    """Of parts that are closed with an outcome; contacts first, by name and channel. `category`
    says what the outcome of one counts as."""
    counts = Counter(_key(part, category(part)) for part in parts if part.closed and part.outcome)
    secret = hidden(counts)
    return tuple(
        Cell(*key, None if key in secret else counts[key])
        for key in sorted(counts, key=lambda one: (not one[0], one))
    )


def _key(part: Part, category: Category) -> Key:
    return category.contact, category.name if category.contact else part.outcome, part.channel


def hidden(counts: Mapping[Key, int]) -> frozenset[Key]:
    """What is not told: fewer than FEW, and where a name or a channel would have one such number
    only, its next smallest too."""
    found = {key for key, count in counts.items() if count < FEW}
    while more := next(_given_away(counts, found), None):
        found.add(more)
    return frozenset(found)


def _given_away(counts: Mapping[Key, int], found: Collection[Key]) -> Iterator[Key]:
    for line in _lines(counts):
        shown = [key for key in line if key not in found]
        if shown and len(line) - len(shown) == 1:
            yield min(shown, key=lambda key: (counts[key], key))


def _lines(counts: Iterable[Key]) -> Iterable[list[Key]]:
    """The cells of each sum that somebody may know: of a name, and of a channel."""
    found: dict[tuple[str, object], list[Key]] = {}
    for key in counts:
        found.setdefault(("name", key[:2]), []).append(key)
        found.setdefault(("channel", key[2]), []).append(key)
    return found.values()
