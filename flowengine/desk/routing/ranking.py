"""Who comes first: urgent people absolutely, all others by how long they have waited.

score = waited + 120 s for each level of priority + 120 s where few can help (the formula is that of
FreeSWITCH's mod_callcenter; the figures are measured in the design). So somebody less urgent is
overtaken only by people who came less than 120 s a level after them: nobody starves.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from flowengine.desk import items
from flowengine.desk.routing.terms import Terms, alike, terms

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from flowengine.desk.items import Item
    from flowengine.desk.routing.pool import Pool
    from flowengine.language.program import Queue

HEAD_START = 120.0  # seconds a level of priority
SCARCE = 3  # few can help where that is at most one in so many of those on duty


@dataclass(frozen=True, slots=True)
class Place:
    """Somebody who waits, and where that puts them. `score` is in seconds."""

    item: Item
    terms: Terms
    score: float
    scarce: bool


def places(
    everything: Iterable[Item], queues: Mapping[str, Queue], pool: Pool, now: float
) -> list[Place]:
    """All who wait, in the order in which they are served."""
    known: dict[tuple[object, ...], tuple[Terms, bool]] = {}
    found = []
    for item in everything:
        if item.state == items.WAITING:
            key = alike(item, queues, now)
            if key not in known:
                asked = terms(item, queues, now)
                known[key] = asked, bool(asked.speaks or asked.needs) and few(asked, pool)
            found.append(_place(item, *known[key], now))
    if any(place.item.first for place in found):
        found = _heads(found)
    found.sort(key=_order)
    return found


def _place(item: Item, asked: Terms, scarce: bool, now: float) -> Place:
    return Place(item, asked, now - item.joined + HEAD_START * (item.priority + scarce), scarce)


def few(asked: Terms, pool: Pool) -> bool:
    """Whether what is asked for is scarce among those on duty. Where nobody has it, no head start
    would help."""
    able = len(pool.able(asked))
    return 0 < able * SCARCE <= pool.staff(asked.queues)


def _heads(found: list[Place]) -> list[Place]:
    """Who lost their agent stands before the first of their own priority, wherever that stands."""
    best: dict[int, float] = {}
    for place in found:
        best[place.item.priority] = max(place.score, best.get(place.item.priority, place.score))
    return [
        Place(place.item, place.terms, best[place.item.priority], place.scarce)
        if place.item.first
        else place
        for place in found
    ]


def _order(place: Place) -> tuple[bool, float, bool, float, str]:
    item = place.item
    return item.priority < items.URGENT, -place.score, not item.first, item.joined, item.id
