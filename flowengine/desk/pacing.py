"""Promises to phone come in with the people who wait, and never before all of them.

A moment that somebody chose is theirs: their promise comes in then. What was promised while it was
closed, for as soon as it opens, would stand in the morning before everybody who calls: a night of
it would leave them waiting for hours. Such promises come in one after the other, oldest first, each
taking its place when it comes in: the next when nobody's promise waits to be taken any more, and
several at once where agents have nothing to do. So each caller has one of them before them at
most, and each of them, once in, waits as long as a caller who comes at that moment.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from flowengine.desk import capacity, items
from flowengine.desk.people import READY
from flowengine.desk.routing.pool import answers

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from flowengine.desk.items import Item
    from flowengine.desk.people import Agent

_UNTAKEN = frozenset((items.WAITING, items.OFFERED))


def coming_in(due: Iterable[Item], everything: Sequence[Item], agents: Iterable[Agent]) -> set[str]:
    """The ids of those of `due` (promises whose moment has come) that come in now. `everything` is
    all that is open."""
    found: set[str] = set()
    night: dict[str, list[Item]] = {}
    for item in due:
        if item.soon and item.priority < items.URGENT:
            night.setdefault(item.queue, []).append(item)
        else:
            found.add(item.id)
    staff = tuple(agents)
    for queue, promised in night.items():
        room = _room(queue, everything, staff)
        found |= {one.id for one in sorted(promised, key=_order)[: max(room, 0)]}
    return found


def _room(queue: str, everything: Sequence[Item], agents: Iterable[Agent]) -> int:
    """One at a time; where nobody waits, one for each agent who would be idle."""
    untaken = [one for one in everything if one.queue == queue and one.state in _UNTAKEN]
    promises = sum(one.kind == items.CALLBACK for one in untaken)
    if len(untaken) > promises:
        return 1 - promises
    return max(1, sum(1 for _ in _idle(queue, agents))) - promises


def _idle(queue: str, agents: Iterable[Agent]) -> Iterator[Agent]:
    for one in agents:
        ready = one.present and one.status == READY and answers(one, (queue,))
        if ready and capacity.fits(one.caps, one.load, items.VOICE):
            yield one


def _order(item: Item) -> tuple[float, str]:
    return item.joined, item.id
