"""Where a place of one version of a flow leads in another: by its name, by `moved`, or nowhere.

Pure names and no conversation: what a publication would do can be told before it is done.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from flowengine.language.program import Program

KEPT, MOVED, DIVERTED, LOST = "kept", "moved", "diverted", "lost"


@dataclass(frozen=True, slots=True)
class Goal:
    """Where a place leads in another version: `how` is one of those above, `place` a block there,
    "" where it is lost."""

    how: str
    place: str = ""


def goal(program: Program, place: str, places: Mapping[str, str] | None = None) -> Goal:
    """Where somebody who waits at `place` goes on in `program`.

    `places` are diverted whatever the flow says, old block to new one. A step stands for all waits
    in it. Raises ValueError where one of them leads to no place of this program.
    """
    if places:
        diverted = _followed(program, place, places)
        if diverted:
            return Goal(DIVERTED, diverted)
        if renamed(place, places) != place:
            raise ValueError(f"This version of the flow has no place {renamed(place, places)}.")
    if place in program.blocks:
        return Goal(KEPT, place)
    moved = _followed(program, place, program.moved)
    return Goal(MOVED, moved) if moved else Goal(LOST)


def renamed(place: str, names: Mapping[str, str]) -> str:
    """The place under its new name, or under that of its step; as it was where neither has one."""
    step, slash, wait = place.partition("/")
    new = names.get(place) or names.get(step, step)
    return new if place in names or "/" in new else new + slash + wait


def _followed(program: Program, place: str, names: Mapping[str, str]) -> str:
    """The block that a chain of names leads to, or "".

    The same wait in a step of another name goes before the beginning of that step.
    """
    chain = [place]
    while (name := renamed(chain[-1], names)) not in chain:
        chain.append(name)
    steps = (name.partition("/")[0] for name in chain[1:])
    return next((name for name in (*chain[1:], *steps) if name in program.blocks), "")
