"""`step(program, session, event) -> (session, effects)`: one turn. This is the product.

A plain function over immutable values. Time comes with the event, chance from the session's seed;
there is no clock, no randomness, no input or output, and nothing waits. Same program, session and
event: same result, byte for byte.

A turn takes an event in at the wait the session stands at (`taking`), runs blocks until the
conversation waits again or ends (`run`), and closes into a new session. The author's mistakes come
out as `Fault` effects; the host's misuse raises ValueError and changes nothing. An event that comes
too late, or that nothing waits for, is dropped and says so.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flowengine.language import program as p
from flowengine.language.expressions.fault import Fault
from flowengine.runtime import effects as fx
from flowengine.runtime import events as ev
from flowengine.runtime import handoffs, paging
from flowengine.runtime.limits import SILENCES
from flowengine.runtime.run import fault, placed, run
from flowengine.runtime.session import Session
from flowengine.runtime.taking import DROPPED, QUIET, TAKE
from flowengine.runtime.trouble import Trouble
from flowengine.runtime.turn import Trace, Turn, remembered

if TYPE_CHECKING:
    from collections.abc import Mapping

Effects = tuple[fx.Effect, ...]
SILENT_LINE = "silence"  # why a call ended in which nobody said anything for too long


def begin(
    program: p.Program,
    *,
    channel: str,
    seed: int,
    at: float,
    language: str | None = None,
    caller: str = "",
    contact: Mapping[str, Any] | None = None,
) -> Session:
    """A session that has not started: feed it `Started`. What the contact remembers is set."""
    contact = dict(contact or {})
    spoken = language if language in program.languages else program.written_in
    return Session(
        program.digest, program.name, channel, spoken, seed, 0, at, "", None, (),
        remembered(program, contact), (), contact, caller, 0, {}, "",
    )  # fmt: skip


def step(
    program: p.Program, session: Session, event: ev.Event, *, trace: Trace | None = None
) -> tuple[Session, Effects]:
    """The next session and what is to be done. `trace` collects the (file, line) that ran.

    Raises ValueError where the program is not the session's, or its place is not in the program.
    """
    if session.digest != program.digest:
        raise ValueError("This conversation began with another version of the flow.")
    if session.place and session.place not in program.blocks:
        raise ValueError(f"This version of the flow has no place {session.place}.")
    turn = Turn(program, session, event, trace)
    try:
        if not _taken(turn, event):
            return session, (fx.Dropped(reason=_reason(event)),)
        _settle(turn)
        return paging.paged(turn, turn.close())
    finally:
        turn.release()


def _taken(turn: Turn, event: ev.Event) -> bool:
    """Runs the turn; false where nothing waits for the event."""
    try:
        name = TAKE[event.__class__](turn, event)
        if name is DROPPED:
            return False
        run(turn, name)
    except (Fault, Trouble) as problem:
        fault(turn, placed(problem, None))
    if isinstance(event, ev.HungUp):
        _gone(turn, "hang up")
    elif turn.silences >= SILENCES:
        _gone(turn, SILENT_LINE)
    return True


def _reason(event: ev.Event) -> str:
    return f"nothing waits for it now (event: {event.__class__.__name__.lower()})"


def _gone(turn: Turn, reason: str) -> None:
    """Whatever the handler led to: nobody is there any more."""
    turn.effects = [e for e in turn.effects if not isinstance(e, fx.Prompt | fx.Ended)]
    turn.finish(reason)


def _settle(turn: Turn) -> None:
    """Tells a queue that it was left; sets the clocks of `on quiet` after the person spoke."""
    old = turn.session
    left = handoffs.turns(turn.program, old.place, old.asked, old.stack)
    if left and not isinstance(turn.event, ev.HandoffEnded):
        left -= handoffs.turns(turn.program, turn.place, turn.asked, turn.stack)
        turn.effects[:0] = [fx.LeaveQueue(turn=number) for number in sorted(left)]
    if turn.heard == turn.number and turn.place:
        for seconds, _ in turn.program.blocks[turn.place].part.quiet:
            turn.effects.insert(
                max(0, len(turn.effects) - 1),
                fx.Timer(turn=turn.number, timer=f"{QUIET} {seconds}", seconds=seconds),
            )
