"""The standard words that no statement can express: they act on the question we stand at.

Each belongs to a place of its own name in the shipped standard flow; a project that has a step of
that name replaces it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from flowengine.language import program as p
from flowengine.runtime import answers, forms, moves
from flowengine.runtime import effects as fx
from flowengine.runtime.phrases import phrase
from flowengine.runtime.words import say

if TYPE_CHECKING:
    from flowengine.runtime.turn import Turn


QUICK_EXIT = "quick_exit"
LEFT = "quick exit"  # why a conversation ended whose person had to be gone


def word(turn: Turn, exit_: p.Standard) -> str | None:
    """The block to go on with. Said where no question stands, a word does nothing."""
    wait = _question(turn)
    if exit_.word == QUICK_EXIT:
        _leave(turn)
        return None
    if exit_.word == "back":
        return forms.back(turn, wait) if isinstance(wait, p.Form) else moves.back(turn)
    if wait is None:
        return None
    match exit_.word:
        case "skip":
            return _skip(turn, wait)
        case "cancel":
            return _cancel(turn)
        case "help":
            _hint(turn, wait)
        case _:
            _repeat(turn)
    return wait.name


def _leave(turn: Turn) -> None:
    """The person has to be gone at once: nothing is said, and nothing is asked."""
    turn.effects.clear()
    turn.finish(LEFT)


def _repeat(turn: Turn) -> None:
    turn.asked = turn.so_far.all_read()  # what was still to be read is said again from its start
    for text in turn.session.spoken:
        turn.emit(fx.Say(text=text, language=turn.language))


def _question(turn: Turn) -> p.Wait | None:
    block = turn.program.blocks.get(turn.place)
    return block.exit if block and isinstance(block.exit, p.Question | p.Form) else None


def _hint(turn: Turn, wait: p.Wait) -> None:
    hint = wait.hint if isinstance(wait, p.Ask | p.Form) else None
    if isinstance(wait, p.Form) and turn.asked is not None and turn.asked.slot >= 0:
        hint = wait.asks[turn.asked.slot].hint or hint
    if hint is not None:
        say(turn, hint)


def _skip(turn: Turn, wait: p.Wait) -> str | None:
    """Only what is optional can be skipped; for anything else it is said that it is needed."""
    if isinstance(wait, p.Form) and forms.skips(turn, wait):
        return forms.skip(turn, wait)
    if isinstance(wait, p.Ask) and wait.optional:
        return answers.skip(turn, wait)
    turn.emit(fx.Say(text=phrase(turn.language, "needed"), language=turn.language))
    return wait.name


def _cancel(turn: Turn) -> str:
    """Out of whatever we were doing, to the flow's main menu."""
    main = turn.program.parts[turn.session.flow].main
    turn.stack, turn.asked = (), None
    return main
