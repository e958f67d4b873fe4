"""What is no person's doing: answers of services, timers, and what becomes of a handoff.

Each is obeyed only where its turn is still waited for.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from flowengine.language import program as p
from flowengine.runtime import events as ev
from flowengine.runtime import fetching, handoffs, moves, paging, pausing, signals
from flowengine.runtime.taking.place import DROPPED, handler_of, wait_at

if TYPE_CHECKING:
    from collections.abc import Callable

    from flowengine.runtime.turn import Turn

QUIET = "quiet"  # how the timers of `on quiet` begin


def fetched(turn: Turn, event: ev.Fetched) -> str | None:
    wait = wait_at(turn)
    if isinstance(wait, p.Fetch) and turn.asked is not None and turn.asked.turn == event.turn:
        return fetching.fetched(turn, wait, event)
    beside = _beneath(turn, event.turn)
    if beside is not None:
        return fetching.fetched(turn, beside, event)
    name = turn.late.get(event.turn, "")
    late = turn.program.blocks[name].exit if name in turn.program.blocks else None
    if isinstance(late, p.Fetch):
        return fetching.late(turn, late, event)
    return DROPPED


def _beneath(turn: Turn, number: int) -> p.Fetch | None:
    """The fetch of that turn behind the detours we are on (a question asked while it was slow)."""
    for depth in range(len(turn.stack) - 1, -1, -1):
        frame = turn.stack[depth]
        block = turn.program.blocks.get(frame.then)
        if block and isinstance(block.exit, p.Fetch) and frame.asked and frame.asked.turn == number:
            turn.stack, turn.place, turn.asked = turn.stack[:depth], frame.then, frame.asked
            return block.exit
    return None


def due(turn: Turn, event: ev.Due) -> str | None:
    if event.timer.startswith(QUIET):
        return _quiet(turn, event)
    queue = handoffs.around(turn, event.turn)
    if queue is not None:
        return handoffs.due(turn, queue, event) or DROPPED
    wait = wait_at(turn)
    if turn.so_far.turn != event.turn:
        return DROPPED
    if isinstance(wait, p.Pause) and event.timer == pausing.PAUSE:
        turn.asked = None
        return wait.after
    if isinstance(wait, p.Fetch) and wait.slow and event.timer == fetching.SLOW:
        return fetching.slow(turn, wait, wait.slow[1])
    return DROPPED


def _quiet(turn: Turn, event: ev.Due) -> str | None:
    """`on quiet`: nothing came from the person since the turn that set the timer."""
    if event.turn != turn.heard or not isinstance(wait_at(turn), p.Question | p.Form):
        return DROPPED
    quiet = turn.program.blocks[turn.place].part.quiet
    block = {f"{QUIET} {seconds}": block for seconds, block in quiet}.get(event.timer)
    return moves.handle(turn, block, quietly=True) if block else DROPPED


def queued(turn: Turn, event: ev.Queued) -> str | None:
    old = turn.session
    if not handoffs.turns(turn.program, old.place, old.asked, old.stack):
        return DROPPED
    handoffs.queued(turn, event)
    return None


def accepted(turn: Turn, event: ev.Accepted) -> str | None:
    if handoffs.standing(turn) is None:
        return DROPPED
    handoffs.accepted(turn, event)
    return None


def handoff_ended(turn: Turn, event: ev.HandoffEnded) -> str | None:
    wait = handoffs.standing(turn)
    if wait is None or turn.asked is None or turn.asked.turn != event.turn:
        return DROPPED
    return handoffs.ended(turn, wait, event)


def signalled(turn: Turn, event: ev.Signalled) -> str | None:
    if not turn.place or turn.ended or paging.is_over(turn):
        return DROPPED
    return signals.taken(turn, event) or DROPPED


def told(event_name: str) -> Callable[[Turn, ev.Event], str | None]:
    """An event that only a handler of its name answers."""

    def take(turn: Turn, event: ev.Event) -> str | None:
        handler = handler_of(turn, event_name)
        if not handler:
            return DROPPED
        turn.about = {"reason": getattr(event, "reason", ""), "place": turn.here}
        return moves.handle(turn, handler, quietly=True)

    return take
