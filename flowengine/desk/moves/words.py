"""What a person is told of a move beside their flow: an agent was lost, is sought, is there again.

Only which word, never its text: the languages are the host's. It is written with the move, so that
nobody who was moved waits in silence because a process ended between the two.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from flowengine.desk import items

if TYPE_CHECKING:
    from flowengine.desk.moves.making import Move

LOST, SOUGHT, TAKEN = "lost", "sought", "taken"


class Word(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """`agent` is who is with them now, "" where nobody is named; said once under `once`."""

    name: str
    once: str
    agent: str = ""


def word(move: Move) -> Word | None:
    """None for what a person need not be told, or is told by the flow."""
    before, after = move.before, move.after
    if before is None or after.kind != items.CONTACT:
        return None
    once = f"desk {after.id} {after.version}"
    if after.state == items.LOST != before.state and after.media != items.ASYNC:
        return Word(name=LOST, once=once)
    if before.state == items.LOST and after.state == items.WAITING:
        return Word(name=SOUGHT, once=once)
    if after.state == items.ACTIVE and (before.first or _is_back(before)):
        return Word(name=TAKEN, once=once, agent=after.agent)
    return None


def _is_back(before: items.Item) -> bool:
    """On a call the agent's own voice says it."""
    return before.state == items.LOST and before.media == items.CHAT
