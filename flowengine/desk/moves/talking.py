"""While an agent has it: a broken connection, hold, guests, and passing it on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from msgspec.structs import replace

from flowengine.desk import items, log
from flowengine.desk.moves.making import FREE, Impossible, Move, entry, move, need, talked
from flowengine.desk.moves.offering import taken
from flowengine.desk.moves.renewing import honoured

if TYPE_CHECKING:
    from flowengine.desk.items import Guest, Item


def lost(item: Item, until: float, at: float) -> Move:
    """The agent's connection broke; they have until `until` to come back."""
    need(item, (items.ACTIVE,), "is not talked about, so its agent cannot be lost")
    entries = (entry(item, log.LOST, at),)
    return move(item, entries, state=items.LOST, since=at, until=until)


def resumed(item: Item, at: float) -> Move:
    """The agent is back, and the talk goes on."""
    need(item, (items.LOST,), "has its agent, so it cannot be resumed")
    entries = (entry(item, log.RESUMED, at),)
    return move(item, entries, state=items.ACTIVE, since=at, until=0.0)


def requeued(item: Item, at: float, why: str) -> Move:
    """The agent is gone: it waits again, at the head of its priority and on its old clock."""
    need(item, items.TALKING, "has no agent who could be gone")
    entries = (entry(item, log.REQUEUED, at, why=why, **talked(item, at)),)
    made = move(item, entries, **FREE, state=items.WAITING, since=at, first=True)
    return honoured(made, at)


def held(item: Item, at: float) -> Move:
    """The person is put on hold."""
    need(item, (items.ACTIVE,), "is not talked about, so nobody can be put on hold")
    if item.hold:
        raise Impossible("The person is on hold already.")
    return move(item, (entry(item, log.HELD, at),), hold=at)


def unheld(item: Item, at: float) -> Move:
    """The talk with the person goes on."""
    need(item, items.TALKING, "is not talked about, so nobody is on hold")
    if not item.hold:
        raise Impossible("The person is not on hold.")
    seconds = item.held + max(at - item.hold, 0.0)
    return move(item, (entry(item, log.UNHELD, at),), hold=0.0, held=seconds)


def keyed(item: Item, at: float) -> Move:
    """Its agent sends keys into the call. Which ones stands nowhere: they may be a code."""
    need(item, items.TALKING, "is not talked about, so no keys are sent")
    return move(item, (entry(item, log.KEYED, at),))


def guest(item: Item, guest: Guest, at: float) -> Move:
    """Somebody else takes part, or takes part in another way from now on."""
    need(item, items.TALKING, "is not talked about, so nobody can take part")
    if guest.agent == item.agent:
        raise Impossible("Its own agent cannot be a guest.")
    others = tuple(one for one in item.guests if one.agent != guest.agent)
    line = replace(entry(item, log.GUEST, at, mode=guest.mode), agent=guest.agent)
    return move(item, (line,), guests=(*others, guest))


def unguest(item: Item, agent: str, at: float) -> Move:
    """A guest goes."""
    others = tuple(one for one in item.guests if one.agent != agent)
    if len(others) == len(item.guests):
        raise Impossible("They do not take part.")
    line = replace(entry(item, log.UNGUEST, at), agent=agent)
    return move(item, (line,), guests=others)


def transferred(item: Item, at: float, *, queue: str = "", agent: str = "") -> Move:
    """Passed on: to an agent, who has it at once; or to a queue, where it waits on its old clock
    and comes to another agent first. A supervisor passes on too what nobody talks about yet.

    Whoever had it, and every guest, has no part in it any more.
    """
    need(item, items.TALKING | {items.WAITING, items.OFFERED}, "cannot be passed on")
    if not (queue or agent):
        raise Impossible("Say to which queue or to which agent it is to be passed on.")
    if agent and agent == item.agent and item.state != items.OFFERED:
        raise Impossible("They have it already.")
    body = {"to_queue": queue or item.queue, "to_agent": agent, "state": item.state}
    spoken = talked(item, at) if item.state in items.TALKING else {}
    line = entry(item, log.TRANSFERRED, at, **body, **spoken)
    moved = replace(item, queue=queue or item.queue, also=() if queue else item.also)
    if agent:
        return _over(item, taken(moved, agent, at), line)
    return honoured(_over(item, _waiting(moved, at), line), at)


def _waiting(item: Item, at: float) -> Move:
    changes: dict[str, Any] = FREE | {"since": at, "entered": at}
    passed = (item.agent,) if item.agent else ()
    return move(item, state=items.WAITING, passed=passed, **changes)


def _over(before: Item, made: Move, line: log.Entry) -> Move:
    """The same move, from the item as it was read."""
    return Move(before, made.after, (line, *made.entries), made.tell)
