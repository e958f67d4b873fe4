"""What follows when agents' pages are there or not. Nothing is ever closed by it.

The numbers: the server asks each page for a sign of life every PING seconds, and a page that has
not answered for LEASE seconds is gone. An offer goes back at once. A talk is kept for its agent for
as long as the person can be asked to wait: a caller hardly, a chat a minute, a letter a quarter of
an hour.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from flowengine.desk import items, moves
from flowengine.desk.people import READY, WRAPPING

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from flowengine.desk.items import Item
    from flowengine.desk.moves import Move

PING = 10.0
LEASE = 45.0
GRACE = {items.VOICE: 10.0, items.CHAT: 60.0, items.ASYNC: 900.0}
AT_WORK = frozenset((READY, WRAPPING))  # whoever is in another status gets no offers, nor keeps one


def grace(item: Item) -> float:
    """Seconds for which it waits for its agent. Nobody hears the silence of a page while its agent
    phones somebody back, or reads what somebody left."""
    if item.kind != items.CONTACT:
        return GRACE[items.ASYNC]
    return GRACE.get(item.media, GRACE[items.ASYNC])


def follows(
    everything: Iterable[Item], present: Collection[str], statuses: Mapping[str, str], now: float
) -> tuple[Move, ...]:
    """The moves that are due, at most one an item. `present` are the agents with a page whose lease
    holds, by the store's clock; an agent without a status is taken for offline."""
    found = (_follows(item, present, statuses, now) for item in everything)
    return tuple(move for move in found if move is not None)


def _follows(
    item: Item, present: Collection[str], statuses: Mapping[str, str], now: float
) -> Move | None:
    there = item.agent in present
    if item.state == items.OFFERED:
        return _offer(item, there, statuses.get(item.agent, ""), now)
    if item.state == items.ACTIVE and not there:
        return moves.lost(item, now + grace(item), now)
    if item.state == items.LOST and there:
        return moves.resumed(item, now)
    if item.state == items.LOST and now >= item.until:
        return moves.requeued(item, now, "agent lost")
    return _guests(item, present, now)


def _offer(item: Item, there: bool, status: str, now: float) -> Move | None:
    if not there:
        return moves.withdrawn(item, now, "agent lost")
    return None if status in AT_WORK else moves.withdrawn(item, now, "agent not ready")


def _guests(item: Item, present: Collection[str], now: float) -> Move | None:
    """A guest whose page is gone takes part no more."""
    for guest in item.guests:
        if guest.agent not in present:
            return moves.unguest(item, guest.agent, now)
    return None


def wrap_up_ends(held: Iterable[Item], seconds: float, at: float) -> float:
    """Until when an agent writes down a talk that ends `at`. `held` is what they have in hand: an
    agent has one such clock, the longest, whichever queues the talks came from."""
    others = (item.until for item in held if item.state == items.WRAP_UP)
    return max([at + seconds, *others])
