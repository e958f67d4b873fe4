"""Somebody comes back to a conversation that still waits: go on, start over, or ask which."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flowengine.language import program as p
from flowengine.runtime.ladders import detour
from flowengine.runtime.moves import handle
from flowengine.runtime.session import VISIT

if TYPE_CHECKING:
    from flowengine.runtime.turn import Turn

WELCOME = "welcome_back"  # the standard step that asks; a project may replace it


def come_back(turn: Turn) -> str:
    """`on return` replaces what the header's `resume` says (ask, always or never)."""
    block = turn.program.blocks[turn.place]
    if not isinstance(block.exit, p.Question | p.Form) or turn.program.resume == "always":
        return turn.place
    handler = block.part.handlers.get("return", "")
    if handler:
        return handle(turn, handler)
    if turn.program.resume == "ask" and not _is_welcome(turn.place):
        return detour(turn, turn.place, f"{block.part.name}.{WELCOME}", VISIT)
    turn.afresh()
    return turn.program.parts[turn.session.flow].start


def _is_welcome(place: str) -> bool:
    """Whoever comes back while being welcomed back starts over."""
    return place.partition(".")[2].startswith(WELCOME)
