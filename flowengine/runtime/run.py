"""Runs blocks until the conversation waits or ends: the inner loop of the interpreter.

Each block's operations run in order, then its exit names the next block, or waits. What goes wrong
on the way becomes a `Fault` effect with its place in the file, and the flow's `on fault` goes on.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast

from flowengine.language import program as p
from flowengine.language.expressions.fault import Fault
from flowengine.runtime import (
    answers,
    fetching,
    forms,
    handoffs,
    moves,
    pausing,
    questions,
    standing,
)
from flowengine.runtime import (
    effects as fx,
)
from flowengine.runtime.limits import BLOCKS_PER_TURN, FAULTS_PER_TURN
from flowengine.runtime.operations import OPERATIONS
from flowengine.runtime.phrases import phrase
from flowengine.runtime.session import CHECK
from flowengine.runtime.trouble import Trouble
from flowengine.runtime.turn import Turn
from flowengine.runtime.words import literal

Exit = Callable[[Turn, Any], str | None]


def run(turn: Turn, name: str | None) -> None:
    """From block `name` on; None: nothing is to run."""
    blocks = turn.program.blocks
    place: p.Place | None = None
    tracing = turn.trace is not None
    try:
        for _ in range(BLOCKS_PER_TURN):
            if name is None:
                return
            block = blocks[name]
            for operation in block.operations:
                place = operation.place
                if tracing:
                    turn.mark(place)
                OPERATIONS[operation.__class__](turn, operation)
            exit_ = block.exit
            if exit_.place is not None:
                place = exit_.place
                if tracing:
                    turn.mark(place)
            name = EXITS[exit_.__class__](turn, exit_)
        raise Trouble("This goes round in a circle without ever waiting for an answer.")
    except (Fault, Trouble) as problem:
        raise placed(problem, place) from None


def placed(problem: Fault | Trouble, place: p.Place | None) -> Trouble:
    """An expression knows the place of its fault to the column; everything else its line."""
    return Trouble(problem.message, getattr(problem, "place", None) or place)


# ------------------------------------------------------------ faults


def fault(turn: Turn, trouble: Trouble) -> None:
    """Tells of the fault and goes on at `on fault`; when that fails too, apologises and ends."""
    place = trouble.place or p.Place("", 0, 0)
    del turn.effects[150:]  # room for what comes; a turn this long is the fault itself
    turn.effects.append(
        fx.Fault(message=trouble.message, file=place.file, line=place.line, column=place.column)
    )
    turn.faults += 1
    handler = _fault_handler(turn)
    if turn.faults >= FAULTS_PER_TURN or not handler:
        apology = phrase(turn.language, "apology")
        turn.effects.append(fx.Say(text=apology, language=turn.language))
        turn.finish("fault")
        return
    turn.stack, turn.asked, turn.instead = (), None, None
    turn.about = {"fault": trouble.message, "place": turn.here}
    guarded(turn, handler)


def guarded(turn: Turn, name: str | None) -> None:
    """`run`, with every fault taken care of: nothing a flow does can raise."""
    try:
        run(turn, name)
    except Trouble as trouble:
        fault(turn, trouble)


def _fault_handler(turn: Turn) -> str:
    block = turn.program.blocks.get(turn.place)
    part = block.part if block else turn.program.parts[turn.session.flow]
    return part.handlers.get("fault", "")


# ------------------------------------------------------------ exits


def _go(_: Turn, exit_: p.Go) -> str:
    return exit_.block


def _choose(turn: Turn, exit_: p.Choose) -> str:
    for branch in exit_.branches:
        turn.mark(branch.place)
        try:
            if branch.condition(turn.values):
                return branch.block
        except Fault as problem:
            raise placed(problem, branch.place) from None
    return exit_.otherwise


def _next(turn: Turn, exit_: p.Next) -> str:
    left = turn.values.get(exit_.key) or []
    if not left:
        turn.set(exit_.key, None)
        return exit_.after
    turn.set(exit_.name, left[0])
    turn.set(exit_.key, left[1:])
    return exit_.body


def _count(turn: Turn, exit_: p.Count) -> str:
    done = turn.values.get(exit_.key, 0)
    if done >= exit_.times or (exit_.condition and not exit_.condition(turn.values)):
        turn.set(exit_.key, None)
        return exit_.after
    turn.set(exit_.key, done + 1)
    return exit_.body


def _return(turn: Turn, _: p.Return) -> str | None:
    return moves.come_back(turn)


def _done(turn: Turn, _: p.Done) -> str | None:
    return moves.done(turn)


def _stop(turn: Turn, exit_: p.Stop) -> None:
    if exit_.to:
        turn.emit(fx.Transfer(to=literal(turn, exit_.to)))
    turn.finish(exit_.reason)


def _check(turn: Turn, exit_: p.Check) -> str:
    """Whoever was moved into the fetches of a question has given it no answer yet."""
    if not turn.stack or turn.stack[-1].kind != CHECK:
        return exit_.ask
    return answers.checked(turn, cast("p.Ask", turn.program.blocks[exit_.ask].exit))


EXITS: dict[type[p.Exit], Exit] = {
    p.Go: _go,
    p.Jump: moves.jump,
    p.Enter: moves.enter,
    p.Choose: _choose,
    p.Next: _next,
    p.Count: _count,
    p.Return: _return,
    p.Done: _done,
    p.Stop: _stop,
    p.Standard: standing.word,
    p.Check: _check,
    p.Menu: questions.enter,
    p.Ask: questions.enter,
    p.Browse: questions.enter,
    p.Form: forms.enter,
    p.Fetch: fetching.enter,
    p.Handoff: handoffs.enter,
    p.Pause: pausing.enter,
}
