"""What a flow does about anger, distress and crisis: its own `on signal`, or what is usual.

Usual is: a crisis is answered as emergency words are, where the flow has such words and has not
answered them already; anger and distress offer a person, once in a conversation, where there is one
to be had. A talk with an agent is never disturbed, and nothing here ever ends or delays anything.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from flowengine.language import program as p
from flowengine.runtime.handoffs import TALKING
from flowengine.runtime.ladders import detour
from flowengine.runtime.moves import handle
from flowengine.runtime.session import VISIT

if TYPE_CHECKING:
    from flowengine.runtime.events import Signalled
    from flowengine.runtime.turn import Turn

CRISIS = "crisis"
ANSWERED, OFFERED = "signal.answered", "signal.offered"  # no value of a flow has a dot in its name


def taken(turn: Turn, event: Signalled) -> str:
    """The block to go on with, "" where nothing is to be done."""
    if turn.so_far.mode == TALKING:
        return ""
    turn.about = {"signal": event.sign, "text": ", ".join(event.words), "place": turn.here}
    block = turn.program.blocks[turn.place]
    own = block.part.handlers.get(f"signal {event.sign}", "")
    if own:
        return handle(turn, own, quietly=True)
    return _emergency(turn, block.part) if event.sign == CRISIS else _offer(turn, block)


def _emergency(turn: Turn, part: p.Part) -> str:
    """As though the flow's own words had been said; the first that it names."""
    if not part.dangers or ANSWERED in turn.values:
        return ""
    turn.values[ANSWERED] = True
    turn.about["word"] = part.dangers[0].name
    return handle(turn, part.dangers[0].block)


def _offer(turn: Turn, block: p.Block) -> str:
    """A question that comes back to the one that is asked now; none beside an emergency."""
    asked = isinstance(block.exit, p.Question | p.Form)
    if not asked or not block.part.offer or not {OFFERED, ANSWERED}.isdisjoint(turn.values):
        return ""
    turn.values[OFFERED] = True
    return detour(turn, turn.place, block.part.offer, VISIT)
