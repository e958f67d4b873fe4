"""Where a conversation stands, and what tells one standing from another.

Two conversations at one place are the same situation where everything that can still make a
difference is equal: where they return to, how often an answer failed, and the values that some
condition of the flow reads.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING, Any

from flowengine.language import program as p

if TYPE_CHECKING:
    from flowengine.authoring.walk.deciding import Deciding
    from flowengine.language.program import Program
    from flowengine.runtime import Session
    from flowengine.runtime.effects import Prompt
    from flowengine.runtime.events import Due
    from flowengine.runtime.session import Asked

FRAMES = 1  # of the calls and detours it stands in, the inner ones that are told apart
MOST_TRIES, MANY_TRIES = 3, 12  # which are told apart by kind; which are told apart at all
MOST = 200  # characters of a value that are compared


@dataclass(slots=True)
class Situation:
    """`came` is the situation and the words of the move that first led here.

    `depth` counts moves of the person since the start. `timers` may still fall due.
    """

    number: int
    session: Session
    prompt: Prompt | None
    timers: tuple[Due, ...]
    came: tuple[int, str] | None
    depth: int

    @property
    def place(self) -> str:
        return self.session.place


Values = tuple[tuple[str, str], ...]


def standing(session: Session, story: str) -> tuple[Any, ...]:
    """Where it is, how it got into detours, how often an answer failed; `story` is the day's.

    The language is no part of it: the ways of a flow are the same in all, and a walk has one.
    """
    asked = session.asked
    tries = _tries(asked) if asked else ()
    inner = session.stack[-FRAMES:]
    stack = tuple(dict.fromkeys((one.then, one.kind) for one in inner))
    return story, session.place, session.ended, tries, _asked(asked), stack


def telling(session: Session, program: Program, deciding: Deciding) -> Values:
    """The values that may decide something from here on, and where loops are."""
    count = deciding.at(session.place, _line(program, session.place))
    return tuple(
        (name, repr(session.values[name])[:MOST])
        for name in sorted(session.values)
        if name in count or "/" in name  # `x.label` and `x.said` follow from `x`
    )


def _line(program: Program, place: str) -> int:
    block = program.blocks.get(place)
    return block.exit.place.line if block is not None and isinstance(block.exit, p.Wait) else 0


class Seen:
    """Which situations are new. All combinations of values would be endless; all pairs are not.

    Every two values meet at every standing (Lipovetzky and Geffner 2012 call it novelty of width
    2); a condition over three of them may be passed by.
    """

    def __init__(self) -> None:
        self._pairs: dict[tuple[Any, ...], set[tuple[tuple[str, str], ...]]] = {}
        self._number: dict[tuple[Any, ...], int] = {}
        self._exact: dict[tuple[tuple[Any, ...], Values], int] = {}

    def known(self, where: tuple[Any, ...], values: Values, number: int) -> int:
        """The situation that stands for this one: `number` itself where there is none yet."""
        exact = self._exact.get((where, values))
        if exact is not None:
            return exact
        pairs = {(one,) for one in values} | set(combinations(values, 2))
        seen = self._pairs.setdefault(where, set())
        if where in self._number and pairs <= seen:
            number = self._number[where]
        seen |= pairs
        self._number.setdefault(where, number)
        self._exact[where, values] = number
        return number


def _tries(asked: Asked) -> tuple[int, ...]:
    """After a few, how each of them failed makes no difference any more."""
    if asked.tries + asked.unsure > MOST_TRIES:
        return (min(asked.tries, MANY_TRIES), min(asked.unsure, MANY_TRIES))
    return (asked.silence, asked.no_match, asked.wrong, asked.unsure)


def _asked(asked: Asked | None) -> tuple[Any, ...]:
    """How far a wait has come, but for its tries: those of one behind a detour change nothing."""
    if asked is None:
        return ()
    held = tuple(repr(one)[:MOST] for one in asked.held)
    return (asked.page, asked.index, asked.slot, tuple(sorted(asked.filled)), asked.mode, held,
            asked.unread, asked.read)  # fmt: skip
