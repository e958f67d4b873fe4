"""Where the conversation stands: what is waited for there, and who answers an event by its name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flowengine.language import program as p

if TYPE_CHECKING:
    from flowengine.runtime.turn import Turn

DROPPED = "\0dropped"  # in place of a block: nothing waits for the event


def wait_at(turn: Turn) -> p.Exit | None:
    """How the block ends that we stand at; None where nothing runs."""
    block = turn.program.blocks.get(turn.place)
    return block.exit if block is not None else None


def handler_of(turn: Turn, event: str) -> str:
    """The block of `on <event>`, "" where there is none."""
    block = turn.program.blocks.get(turn.place)
    part = block.part if block else turn.program.parts[turn.session.flow]
    return part.handlers.get(event, "")
