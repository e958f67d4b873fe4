"""Whether somebody who waits may hope: closed, diverted, nobody there, full.

Asked when they join and again at every look, for hours end and people go home. Nobody is left to
wait for what will not come; but who is urgent, or was being served when their agent was lost, is
not sent away because it is late. Plain functions of a picture.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from flowengine.desk import items, moves
from flowengine.host.desk.terms import CALLBACKS, CLOSE, diverted

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from flowengine.desk.items import Item
    from flowengine.desk.moves import Move
    from flowengine.host.desk.picture import Picture

CLOSED, NOBODY, FULL = "closed", "nobody", "full"  # what a flow is told
NEW = 1  # the version of an item that nothing has happened to yet
_QUEUED = frozenset((items.WAITING, items.LATER))


def moved(picture: Picture) -> Iterator[Move]:
    """Who is sent elsewhere or away, and who is offered in a further queue from now on."""
    for item in picture.items:
        if item.state in _QUEUED and (to := diverted(item.queue, picture.switches)):
            yield moves.diverted(item, to, picture.now)
        elif item.state == items.WAITING:
            outcome = refused(item, picture)
            if outcome:
                yield moves.unserved(item, outcome, picture.now)
            else:
                yield from _widened(item, picture)


def refused(item: Item, picture: Picture) -> str:
    """Why nobody will come, "" where somebody may. A promise to phone and a message that was left
    wait as long as it takes."""
    if item.kind != items.CONTACT:
        return ""
    if not any(_open(queue, picture) for queue in (item.queue, *item.also)):
        spared = item.first or item.priority >= items.URGENT
        if not spared:
            return CLOSED
    if not any(picture.answered(queue) for queue in reachable(item, picture)):
        return NOBODY
    if item.version == NEW and CALLBACKS in picture.switches.get(item.queue, {}):
        return NOBODY
    return ""


def crowded(picture: Picture, taken: Collection[str]) -> Iterator[Move]:
    """Who came when their queue was full, and finds no room in it now; `taken` are items that are
    being offered now, and wait no more. The store says who was late: one turn counts after the
    other, whichever node it is of."""
    waiting: dict[str, list[Item]] = {}
    for item in picture.items:
        if item.state == items.WAITING and item.kind == items.CONTACT and item.id not in taken:
            waiting.setdefault(item.queue, []).append(item)
    for queue, found in waiting.items():
        most = picture.terms_of(queue).queue.most
        # Those who came before are in, and stay so; who is urgent always is.
        beyond = sorted(found, key=lambda one: (_late(one), one.joined))[most:]
        for item in beyond if most else ():
            if _late(item) and item.priority < items.URGENT:
                yield moves.unserved(item, FULL, picture.now)


def _late(item: Item) -> bool:
    """Not let in yet; whoever was sent on from another queue is in."""
    return item.late == item.queue and not item.first


def reachable(item: Item, picture: Picture) -> tuple[str, ...]:
    """The queues in which it is offered, or will be when it has waited long enough."""
    over = (queue for _, queue in picture.terms_of(item.queue).queue.overflow)
    return (item.queue, *item.also, *over)


def _widened(item: Item, picture: Picture) -> Iterator[Move]:
    """One further queue at a time; the next look adds the next."""
    waited = picture.now - item.entered
    for after, queue in picture.terms_of(item.queue).queue.overflow:
        if after <= waited and queue != item.queue and queue not in item.also:
            yield moves.also(item, queue, picture.now)
            return


def _open(queue: str, picture: Picture) -> bool:
    closed = CLOSE in picture.switches.get(queue, {})
    return not closed and picture.terms_of(queue).open(picture.now)
