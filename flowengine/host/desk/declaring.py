"""What queues promise goes into the log when it changes: at the start, and at each publication.

Every node compares what it serves with the log's last line of each queue, once for each change of
what it serves; the store writes a line only where it says something new, so that of several nodes
one writes it. It refuses to go over what the log says already.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from flowengine.desk.declared import Declared, entry
from flowengine.desk.outcomes import Category, starter

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from flowengine.host.desk.terms import Terms
    from flowengine.language.program import Queue
    from flowengine.store.verbs import Store


def today(terms: Mapping[str, Terms]) -> dict[str, Declared]:
    """What queues promise by the flows that are served, by name."""
    return {
        name: Declared(float(one.queue.within), one.hours, dict(_categories(one.queue)))
        for name, one in terms.items()
    }


def _categories(queue: Queue) -> Iterator[tuple[str, Category]]:
    """Of outcomes that say more than the starter set does."""
    for one in queue.outcomes:
        if one.category:
            yield one.name, Category(contact=True, name=one.category)
        elif one.brief and one.name not in starter():
            yield one.name, Category(contact=False, name="")


class Declaring:
    """For one desk. It looks at the identity of the terms, which are another mapping whenever other
    flows are served."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._written: Mapping[str, Terms] | None = None

    async def declare(self, terms: Mapping[str, Terms], at: float) -> None:
        """From `at` on these hold. Raises StoreError, and is then to be asked again."""
        if terms is self._written:
            return
        lines = [entry(name, one, at) for name, one in sorted(today(terms).items())]
        if lines:
            await self._store.declare(lines)
        self._written = terms
