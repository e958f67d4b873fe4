"""An item and its queue: joining, moving on to another, and leaving unserved.

The clock `joined` begins here, and nothing else in the room sets it but what is agreed on a
promise to phone: that one's clock begins at its moment, see also `renewing`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from msgspec.structs import replace

from flowengine.desk import items, log
from flowengine.desk.moves.making import FREE, Impossible, Move, entry, move, need, talked
from flowengine.runtime.events import HandoffEnded

if TYPE_CHECKING:
    from flowengine.desk.items import Item


def joined(item: Item, at: float, earlier: Item | None = None) -> Move:
    """A new item begins to wait; a callback with a moment (`until`) still to come begins later, and
    where that moment was chosen its clock begins with it.

    `earlier` is the item of the same person whose place it takes over: its clock goes on, and it
    does not become less urgent. Where the new one asks for no language and no skills, it asks for
    what that one did.
    """
    later = _later(item, at)
    began = earlier.joined if earlier else at
    same = earlier is not None and earlier.queue == item.queue
    after = replace(
        item,
        **FREE | _moment(item, earlier, later=later),
        joined=item.until if later and not item.soon else began,
        entered=earlier.entered if earlier and same else at,
        since=at,
        priority=max(item.priority, earlier.priority) if earlier else item.priority,
        **_asked(item, earlier),
        first=bool(earlier and earlier.first),
        passed=(),
        outcome="",
        tries=0,
        version=1,
    )
    return Move(None, after, (_joined(after, at, earlier),))


def _moment(item: Item, earlier: Item | None, *, later: bool) -> dict[str, Any]:
    if not later:
        return {"state": items.WAITING}
    return {"state": items.LATER, "until": item.until, "soon": item.soon and earlier is None}


def _later(item: Item, at: float) -> bool:
    return item.kind == items.CALLBACK and item.until > at


def _asked(item: Item, earlier: Item | None) -> dict[str, Any]:
    if earlier is None or item.language or item.skills:
        return {}
    return {"language": earlier.language, "skills": earlier.skills}


def _joined(item: Item, at: float, earlier: Item | None) -> log.Entry:
    body = {"media": item.media, "kind": item.kind, "priority": item.priority, "clock": item.joined}
    if item.until:
        body["due"] = item.until
    if earlier is not None:
        body["earlier"] = earlier.id
    return entry(item, log.JOINED, at, **body)


def due(item: Item, at: float) -> Move:
    """A callback's moment has come: it waits, on its clock. One that was promised for as soon as
    the queue opens comes in when there is room for it, and takes its place then."""
    need(item, (items.LATER,), "is not put off, so its moment cannot come")
    entries = (entry(item, log.DUE, at),)
    clock = at if item.soon else item.joined
    changes: dict[str, Any] = {"since": at, "entered": at, "until": 0.0, "soon": False}
    return move(item, entries, state=items.WAITING, joined=clock, **changes)


def diverted(item: Item, queue: str, at: float) -> Move:
    """It waits in another queue from now on, as if it always had: clock and rings go on."""
    need(item, (items.WAITING, items.LATER), "waits in no queue, so it cannot be diverted")
    if queue == item.queue:
        raise Impossible(f'The item waits in the queue "{queue}" already.')
    entries = (entry(item, log.TRANSFERRED, at, to_queue=queue, state=item.state),)
    return move(item, entries, queue=queue, also=(), passed=())


def also(item: Item, queue: str, at: float) -> Move:
    """It is offered in a further queue; the place in its own is kept."""
    need(item, (items.LATER, items.WAITING, items.OFFERED), "waits in no queue any more")
    if queue == item.queue or queue in item.also:
        raise Impossible(f'The item is offered in the queue "{queue}" already.')
    return move(item, (entry(item, log.ALSO, at, to_queue=queue),), also=(*item.also, queue))


def unserved(item: Item, outcome: str, at: float) -> Move:
    """Nobody will come, and the conversation is told so: closed, nobody or full."""
    need(item, (items.LATER, items.WAITING, items.OFFERED), "has been served")
    body = {"outcome": outcome, "talked": 0.0, "held": 0.0, "wrapped": 0.0, "unserved": True}
    return move(
        item,
        (entry(item, log.CLOSED, at, **body),),
        HandoffEnded(at=at, turn=item.turn, outcome=outcome),
        **FREE,
        state=items.CLOSED,
        since=at,
        outcome=outcome,
    )


def left(item: Item, until: float, at: float) -> Move:
    """The person is gone. Whoever talked with them has until `until` to write it down; an offer is
    taken back. A promise to phone and a message that was left stay, also when the person goes."""
    if item.kind != items.CONTACT:
        raise Impossible("Nobody waits for this item, so nobody can leave it.")
    if item.state in items.TALKING:
        return _left_talk(item, until, at)
    need(item, (items.LATER, items.WAITING, items.OFFERED), "cannot be left any more")
    waited = max(at - item.joined, 0.0)
    entries = (entry(item, log.ABANDONED, at, waited=waited, state=item.state),)
    return move(item, entries, **FREE, state=items.ABANDONED, since=at)


def _left_talk(item: Item, until: float, at: float) -> Move:
    spoken = talked(item, at)
    entries = (entry(item, log.FINISHED, at, **spoken, left=True),)
    changes: dict[str, Any] = {"hold": 0.0, "held": spoken["held"], "guests": ()}
    return move(item, entries, state=items.WRAP_UP, since=at, until=until, **changes)
