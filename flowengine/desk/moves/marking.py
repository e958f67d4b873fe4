"""What is said of an item and leaves its state alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flowengine.desk import items, log
from flowengine.desk.moves.making import Impossible, Move, entry, move, need

if TYPE_CHECKING:
    from flowengine.desk.items import Item


def raised(item: Item, priority: int, at: float, by: str) -> Move:
    """Another priority. `by` is a user's id; "" is the machine, which only ever raises."""
    need(item, items.OPEN, "has ended already")
    if priority == item.priority:
        raise Impossible("It has that priority already.")
    if priority < item.priority and not by:
        raise Impossible("Only a person may make an item less urgent.")
    body = {"priority": priority, "before": item.priority, "by": by}
    return move(item, (entry(item, log.RAISED, at, **body),), priority=priority)


def noted(item: Item, note: str, at: float) -> Move:  # noqa: ARG001 - every move has its moment
    """What the next agent must know, in the place of what stood there."""
    need(item, items.OPEN, "has ended already")
    return move(item, note=note)
