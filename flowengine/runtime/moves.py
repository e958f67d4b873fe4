"""Going from place to place: jumps, calls, commands, and the way back out of each."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flowengine.language import program as p
from flowengine.runtime.ladders import detour
from flowengine.runtime.session import CALL, DETOUR, SILENT, VISIT, Frame
from flowengine.runtime.trouble import Trouble

if TYPE_CHECKING:
    from collections.abc import Iterable

    from flowengine.runtime.turn import Turn


def jump(turn: Turn, exit_: p.Jump) -> str:
    """`-> place`: the arguments are worked out before anything is left."""
    arguments = _evaluated(turn, exit_.arguments) if exit_.arguments else ()
    if turn.stack:
        turn.pop_detours()
    if turn.program.loops:
        turn.leave_loops()
    turn.asked = turn.instead = None
    for name, value in arguments:
        turn.set(name, value)
    return exit_.block


def enter(turn: Turn, exit_: p.Enter) -> str:
    """`call place`: parameters hide values of the same name until the return.

    So do the loops of a step that calls itself hide those they stand in.
    """
    given = dict(_evaluated(turn, exit_.arguments))
    names = exit_.parameters
    if turn.program.loops:
        names += tuple(name for name in turn.values if name.startswith(f"{exit_.block}/"))
    turn.push(Frame(exit_.then, CALL, None, _hidden(turn, names)))
    turn.asked = None
    for name in names:
        turn.set(name, given.get(name))
    return exit_.block


def come_back(turn: Turn) -> str | None:
    """`return`: to the caller, or to the question a detour came from; with neither, the end."""
    frame = turn.pop_call()
    if frame is None:
        turn.finish("end")
        return None
    for name, before in frame.shadowed.items():
        turn.set(name, before[0] if before else None)
    if frame.kind == VISIT:
        return resume(turn, frame)
    return frame.then


def done(turn: Turn) -> str | None:
    """A ladder, a command's body or a handler ran out: back to where it came from."""
    if turn.stack:
        frame = turn.stack[-1]
        turn.stack = turn.stack[:-1]
        return resume(turn, frame)
    if turn.ended:
        turn.leave_off()
    else:
        turn.finish("end")
    return None


def resume(turn: Turn, frame: Frame) -> str | None:
    """The wait goes on as it was; it is asked again unless the detour was a silent one.

    Pages in a language that is no longer spoken are not read on.
    """
    turn.asked = frame.asked
    if frame.asked is not None and turn.language != turn.session.language:
        turn.asked = frame.asked.all_read()
    turn.place = frame.then
    if frame.kind == SILENT:
        return None
    return frame.then


def command(turn: Turn, option: p.Option) -> str:
    """An option of `anywhere` or a standard word. It never costs a try."""
    turn.mark(option.place)
    if option.goes is None:
        return detour(turn, turn.place, option.body, DETOUR)
    if isinstance(turn.program.blocks[option.goes.block].exit, p.Standard):
        return option.goes.block
    if option.visits:
        return visit(turn, option.goes)
    turn.stack = ()
    return jump(turn, option.goes)


def visit(turn: Turn, exit_: p.Jump) -> str:
    """To a step that contains `return`, and from there back to the question we stand at."""
    arguments = _evaluated(turn, exit_.arguments)
    hidden = _hidden(turn, [name for name, _ in arguments])
    turn.push(Frame(turn.place, VISIT, turn.asked, hidden))
    turn.asked = None
    for name, value in arguments:
        turn.set(name, value)
    return exit_.block


def handle(turn: Turn, block: str, *, quietly: bool = False) -> str:
    """The body of an `on …:` handler, back to the wait when it runs out."""
    if not turn.place:
        return block
    return detour(turn, turn.place, block, SILENT if quietly else DETOUR)


def back(turn: Turn) -> str:
    """To the question answered last, with everything undone that was set since."""
    if not turn.trail:
        return turn.place
    last = turn.undo()
    turn.stack, turn.asked = last.stack, None
    if last.place not in turn.program.blocks:
        raise Trouble("The question before this one is no longer in the flow.")
    return last.place


def _hidden(turn: Turn, names: Iterable[str]) -> dict[str, list[Any]]:
    """What the parameters of a step hide until it returns: [] where nothing was set."""
    values = turn.values
    return {name: [values[name]] if name in values else [] for name in names}


def _evaluated(turn: Turn, arguments: p.Arguments) -> list[tuple[str, Any]]:
    return [(name, code(turn.values)) for name, code in arguments]
