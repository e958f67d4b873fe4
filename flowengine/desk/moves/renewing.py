"""A call is asked for once more, to the number that one was promised to: of one number there is one
promise, and what the person said last holds.

While an agent phones them nothing is phoned beside it. What they wish is kept with the item: it is
done with as soon as the call has reached them, and holds where it was in vain.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from msgspec.structs import replace

from flowengine.desk import items, log
from flowengine.desk.items import Renewal
from flowengine.desk.moves.making import FREE, Impossible, Move, entry, move, need

if TYPE_CHECKING:
    from flowengine.desk.items import Item

_UNTAKEN = (items.LATER, items.WAITING, items.OFFERED)


def renewed(item: Item, wish: Item, at: float) -> Move:
    """The moment and the safety that the person says now hold in the place of the older ones, and
    the place stays as good as it was. While they are phoned, the moment is kept for later.

    `wish` is the item as it would have joined.
    """
    if item.kind != items.CALLBACK:
        raise Impossible("Only a callback can be asked for once more.")
    need(item, (*_UNTAKEN, *items.TALKING), "is no promise any more")
    said: dict[str, Any] = {
        "safe": wish.safe,
        "voicemail": wish.voicemail,
        "brief": wish.brief,
        "priority": max(item.priority, wish.priority),
        "tries": 0,
    }
    asked = Renewal(until=wish.until, soon=wish.soon, place=_clock(wish))
    if item.state in items.TALKING:
        return _meanwhile(item, asked, at, said)
    return _anew(item, asked, at, said)


def superseded(item: Item) -> Move:
    """The person has been phoned, and asks for a further call while that is written down: that is
    a promise of its own, and this one can become none again."""
    need(item, (items.WRAP_UP,), "is not being wrapped up, so no other call follows it")
    return move(item, anew=True)


def honoured(made: Move, at: float) -> Move:
    """The same move, of an item that goes back to the queue: what was asked for meanwhile holds
    as if it had been asked for now."""
    asked = made.after.renewal
    if asked is None:
        return made
    done = _anew(made.after, asked, at, {"tries": 0, "renewal": None})
    after = replace(done.after, version=made.after.version)
    return Move(made.before, after, (*made.entries, *done.entries), made.tell)


def _meanwhile(item: Item, asked: Renewal, at: float, said: dict[str, Any]) -> Move:
    """What the agent must know at once, they know; of several wishes the last one holds, and the
    best place."""
    if item.renewal is not None:
        asked = replace(asked, place=min(asked.place, item.renewal.place))
    body = {"due": asked.until} if asked.until > at else {}
    return move(item, (entry(item, log.WISHED, at, **body),), renewal=asked, **said)


def _anew(item: Item, asked: Renewal, at: float, said: dict[str, Any]) -> Move:
    later = asked.until > at
    body = {"due": asked.until} if later else {}
    line = entry(item, log.RENEWED, at, **body)
    if item.soon and not later:  # it comes in as soon as it can already
        return move(item, (line,), **said)
    if later:
        said |= FREE | {"until": asked.until, "state": items.LATER, "since": at, "passed": ()}
        said["soon"] = asked.soon and not _stands(item)
    elif item.state == items.LATER:
        said |= {"until": 0.0, "state": items.WAITING, "since": at, "entered": at}
    return move(item, (line,), joined=min(_clock(item), asked.place), **said)


def _stands(item: Item) -> bool:
    """Whether a promise has a place in the queue already, and not only a moment."""
    return item.state != items.LATER or (not item.soon and item.joined < item.until)


def _clock(item: Item) -> float:
    """Since when it waits, or will have waited when it comes in."""
    return item.until if item.soon else item.joined
