"""What differs between two versions of a flow, for a person who is in the middle of it.

To the eye: the same question is shown by both and compared. In what is known: answers that the new
version would misread.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from flowengine.language import program as p
from flowengine.runtime import effects as fx
from flowengine.runtime import events as ev
from flowengine.runtime.run import run
from flowengine.runtime.trouble import Trouble
from flowengine.runtime.turn import Turn

if TYPE_CHECKING:
    from flowengine.runtime.session import Asked, Frame, Session

Effects = tuple[fx.Effect, ...]
Kinds = dict[str, set[tuple[str, str]]]


def presented(
    program: p.Program,
    session: Session,
    place: str,
    asked: Asked,
    stack: tuple[Frame, ...],
    at: float,
) -> Effects | None:
    """What coming back to the wait would say and show, whatever its name; None where it fails."""
    turn = Turn(program, session, ev.Event(at=at), None)
    turn.place, turn.asked, turn.stack = place, asked, stack
    try:
        run(turn, place)
    except Trouble:
        return None
    finally:
        turn.release()
    effects = turn.effects
    return tuple(replace(e, wait="") if isinstance(e, fx.Prompt) else e for e in effects)


def dropped(before: p.Program, program: p.Program) -> frozenset[str]:
    """Slots whose values must not go along: of another type now, or promised to be secret."""
    old, new = _kinds(before), _kinds(program)
    changed = {slot for slot, kinds in old.items() if slot in new and not kinds & new[slot]}
    return frozenset(changed) | (before.secrets - program.secrets)


def _kinds(program: p.Program) -> Kinds:
    """The types that each slot is asked as: name and rule."""
    found: Kinds | None = program.cache.get("kinds")
    if found is None:
        found = program.cache["kinds"] = _all_kinds(program)
    return found


def _all_kinds(program: p.Program) -> Kinds:
    found: Kinds = {}
    for slot, type_ in program.from_page.items():
        found.setdefault(slot, set()).add((type_.name, type_.rule))
    for block in program.blocks.values():
        exit_ = block.exit
        asks = (exit_,) if isinstance(exit_, p.Ask) else ()
        for ask in exit_.asks if isinstance(exit_, p.Form) else asks:
            found.setdefault(ask.slot, set()).add((ask.type.name, ask.type.rule))
    return found
