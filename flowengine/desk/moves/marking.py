"""What is said of an item and leaves its state alone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

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


def switched(item: Item, channel: str, at: float) -> Move:
    """The person goes on by another channel: the same place, the same clock, the same agent, and
    the slot of that channel. Nobody is on hold where nobody listens any more."""
    need(item, items.OPEN - {items.WRAP_UP}, "is over, so it goes on by no channel")
    if item.kind != items.CONTACT:
        raise Impossible("Nobody is there who could go on by another channel.")
    if channel == item.channel:
        raise Impossible(f'It goes on by the channel "{channel}" already.')
    media = items.media(channel)
    lines = [entry(item, log.CHANNEL, at, to_channel=channel, to_media=media)]
    changes: dict[str, Any] = {"channel": channel, "media": media}
    if item.hold:
        lines.append(entry(item, log.UNHELD, at))
        changes |= {"hold": 0.0, "held": item.held + max(at - item.hold, 0.0)}
    return move(item, tuple(lines), **changes)


def noted(item: Item, note: str, at: float) -> Move:  # noqa: ARG001 - every move has its moment
    """What the next agent must know, in the place of what stood there."""
    need(item, items.OPEN, "has ended already")
    return move(item, note=note)
