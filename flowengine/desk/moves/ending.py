"""The end of a talk, the time to write it down, and the end of the item."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flowengine.desk import items, log
from flowengine.desk.moves.making import FREE, Impossible, Move, entry, move, need, talked
from flowengine.desk.moves.renewing import honoured
from flowengine.runtime.events import HandoffEnded

if TYPE_CHECKING:
    from flowengine.desk.items import Item
    from flowengine.desk.log import Entry


def finished(
    item: Item,
    until: float,
    at: float,
    *,
    place: str = "",
    disposition: str = "",
    survey: bool = True,
) -> Move:
    """The talk is over and the flow goes on, at `place` where the agent names one; the agent has
    until `until` to write it down."""
    need(item, items.TALKING, "is not talked about, so no talk can be finished")
    spoken = talked(item, at)
    ended = HandoffEnded(
        at=at, turn=item.turn, outcome="done", place=place, disposition=disposition, survey=survey
    )
    return move(
        item,
        (entry(item, log.FINISHED, at, **spoken),),
        ended,
        state=items.WRAP_UP,
        since=at,
        until=until,
        hold=0.0,
        held=spoken["held"],
        guests=(),
        outcome=disposition,
    )


def extended(item: Item, until: float, at: float) -> Move:
    """More time to write it down, never less."""
    need(item, (items.WRAP_UP,), "is not being wrapped up, so there is no time to extend")
    if until <= item.until:
        raise Impossible("Wrap-up can become longer only.")
    return move(item, (entry(item, log.EXTENDED, at),), until=until)


def closed(item: Item, at: float, outcome: str) -> Move:
    """The end of it, from whatever state. A flow that still waits goes on: after a talk as after
    any, else as if the queue had closed. A call that was asked for once more meanwhile is done with
    it."""
    need(item, items.OPEN, "has ended already")
    return move(
        item,
        _ending(item, at, outcome or item.outcome),
        _told(item, at, outcome),
        **FREE,
        state=items.CLOSED,
        since=at,
        outcome=outcome or item.outcome,
        renewal=None,
    )


def _told(item: Item, at: float, outcome: str) -> HandoffEnded | None:
    if item.state == items.WRAP_UP:
        return None  # it knows since the talk was finished
    if item.state not in items.TALKING:
        return HandoffEnded(at=at, turn=item.turn, outcome="closed")
    return HandoffEnded(at=at, turn=item.turn, outcome="done", disposition=outcome)


def _ending(item: Item, at: float, outcome: str) -> tuple[Entry, ...]:
    again = {"again": True} if item.renewal else {}
    if item.state == items.WRAP_UP:
        spoken, wrapped = _written(item, at)
        return (entry(item, log.CLOSED, at, outcome=outcome, **spoken, wrapped=wrapped, **again),)
    if item.state in items.TALKING:
        spoken = talked(item, at)
        line = entry(item, log.CLOSED, at, outcome=outcome, **spoken, wrapped=0.0, **again)
        return (entry(item, log.FINISHED, at, **spoken), line)
    body = {"outcome": outcome, "talked": 0.0, "held": 0.0, "wrapped": 0.0, "unserved": True}
    return (entry(item, log.CLOSED, at, **body),)


def _written(item: Item, at: float) -> tuple[dict[str, float], float]:
    """Talk as it was when wrap-up began, and the seconds since."""
    spoken = max(item.since - item.accepted - item.held, 0.0)
    return {"talked": spoken, "held": item.held}, max(at - item.since, 0.0)


def tried(item: Item, result: str, until: float, at: float, *, agreed: bool = False) -> Move:
    """A callback did not reach the person (`result`: no answer, busy, …): again at `until`, on the
    clock it always had; where that moment was `agreed` on with them, its clock begins there, and
    what they had wished before does not count any more. Where they have been promised a further
    call since, this one is closed in favour of that."""
    need(item, items.TALKING | {items.WRAP_UP}, "has no agent who could have tried")
    if item.kind != items.CALLBACK:
        raise Impossible("Only a callback can be tried again.")
    if item.anew:
        return closed(item, at, result)
    body: dict[str, Any] = talked(item, at) | {"wrapped": 0.0}
    if item.state == items.WRAP_UP:  # that line of the log counted the talk
        body = {"talked": 0.0, "held": 0.0, "wrapped": _written(item, at)[1]}
    made = move(
        item,
        (entry(item, log.TRIED, at, result=result, due=until, **body),),
        **FREE | {"until": until},
        state=items.LATER,
        since=at,
        passed=(),
        joined=until if agreed else item.joined,
        tries=item.tries + 1,
        outcome="",
        renewal=None if agreed else item.renewal,
    )
    return honoured(made, at)
