"""What a move is, and how one is made: the item one version further, with its line of the log."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from msgspec.structs import replace

from flowengine.desk import items
from flowengine.desk.log import Entry

if TYPE_CHECKING:
    from collections.abc import Collection

    from flowengine.desk.items import Item
    from flowengine.runtime.events import AnyEvent


class Impossible(ValueError):
    """In the state it is in, this cannot become of the item. The text is one sentence."""


@dataclass(frozen=True, slots=True)
class Move:
    """`before` is the item as it was read, None for one that joins; `after.version` is one more.

    Where `after` is held by an agent who did not hold it, a slot of theirs is taken, and the move
    fails where they have none left. `tell` is what the conversation is told in the same
    transaction's wake, for certain and at least once; the interpreter drops what it knows.
    """

    before: Item | None
    after: Item
    entries: tuple[Entry, ...] = ()
    tell: AnyEvent | None = None


def move(
    item: Item, entries: tuple[Entry, ...] = (), tell: AnyEvent | None = None, /, **changes: Any
) -> Move:
    """`item` with `changes`, one version further. Only where a flow waits for it is it told."""
    after = replace(item, version=item.version + 1, **changes)
    return Move(item, after, entries, tell if item.turn else None)


def entry(item: Item, kind: str, at: float, /, **body: Any) -> Entry:
    """A line of the log about the item as it was: its queue, and the agent who had it."""
    return Entry(
        at=at,
        kind=kind,
        item=item.id,
        conversation=item.conversation,
        flow=item.flow,
        queue=item.queue,
        channel=item.channel,
        language=item.language,
        agent=item.agent,
        body=body,
    )


def need(item: Item, states: Collection[str], what: str) -> None:
    """`what` is the rest of the sentence "An item that is … "."""
    if item.state not in states:
        raise Impossible(f'An item that is "{item.state}" {what}.')


def talked(item: Item, at: float) -> dict[str, float]:
    """The seconds its agent talked, and the person was on hold. An agent who is lost talked until
    the connection broke."""
    end = item.since if item.state == items.LOST else at
    held = item.held + (max(end - item.hold, 0.0) if item.hold else 0.0)
    return {"talked": max(end - item.accepted - held, 0.0), "held": held}


# Nobody has it, and nothing of the last agent stays with it.
FREE: dict[str, Any] = {
    "agent": "",
    "token": "",
    "until": 0.0,
    "accepted": 0.0,
    "hold": 0.0,
    "held": 0.0,
    "guests": (),
    "soon": False,
}
