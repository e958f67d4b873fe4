"""What happens when an answer fails: the ladder's rung, and back to the question afterwards.

Silence, no match, a wrong value and being unsure are counted apart; the first three share one
limit, after which the flow gives up. Counters live in `Asked` and end with the question.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from flowengine.runtime.session import DETOUR, Asked, Frame

if TYPE_CHECKING:
    from flowengine.language import program as p
    from flowengine.runtime.turn import Turn

_COUNTERS = {"silence": "silence", "no match": "no_match", "wrong": "wrong", "unsure": "unsure"}


def fail(turn: Turn, wait: p.Wait, ladders: p.Ladders, kind: str, block: str = "") -> str:
    """Counts the failure and gives the block to run: that of `wrong if`, a rung, or giving up."""
    asked = counted(turn.so_far, kind)
    turn.asked = asked
    after, give_up = ladders.give_up
    if give_up and asked.tries >= after:
        block = give_up
    block = block or _rung(ladders, kind, getattr(asked, _COUNTERS[kind]))
    return detour(turn, wait.name, block) if block else wait.name


def counted(asked: Asked, kind: str) -> Asked:
    field = _COUNTERS[kind]
    return replace(asked, **{field: getattr(asked, field) + 1})


def detour(turn: Turn, then: str, block: str, kind: int = DETOUR) -> str:
    """Runs `block` and comes back to the wait `then` as it stands now."""
    turn.push(Frame(then, kind, turn.asked))
    turn.asked = None
    return block


def _rung(ladders: p.Ladders, kind: str, tries: int) -> str:
    """The last rung that is for this try or an earlier one."""
    block = ""
    for from_try, name in ladders.rungs.get(kind, ()):
        if from_try <= tries:
            block = name
    return block
