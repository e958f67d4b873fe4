"""What a walk shows: where nothing leads on, what is never reached, how far a person is.

It judges from the walk alone. Hanging up is no way out of a flow: whoever has to hang up was lost,
and so was whoever had to be silent until we hung up.
"""

from __future__ import annotations

import heapq
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from flowengine.runtime.step import SILENT_LINE

if TYPE_CHECKING:
    from flowengine.authoring.walk.walker import Fault, Walk
    from flowengine.language import nodes
    from flowengine.language.program import Program

LONG = 10  # turns from the start

Distance = tuple[int, float]  # turns of the person, seconds of listening


@dataclass(frozen=True, slots=True)
class Trap:
    """A place that a conversation gets into and not out of. `dead` where nothing moves at all."""

    place: str
    dead: bool
    path: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Where:
    """A place: `turns` from the start on the shortest path; `person` None where no path leads."""

    place: str
    file: str
    line: int
    turns: int
    person: Distance | None


@dataclass(frozen=True, slots=True)
class Findings:
    traps: tuple[Trap, ...]
    faults: tuple[Fault, ...]
    unreached: tuple[tuple[str, int], ...]
    places: tuple[Where, ...]

    @property
    def long(self) -> tuple[Where, ...]:
        return tuple(where for where in self.places if where.turns > LONG)


def findings(walk: Walk, program: Program, steps: Mapping[str, nodes.Step]) -> Findings:
    """`steps` are those of the flow itself, by name."""
    return Findings(
        tuple(_traps(walk)),
        tuple(sorted(walk.faults.values(), key=lambda fault: (fault.file, fault.line))),
        tuple(_unreached(walk, program, steps)),
        tuple(_places(walk, program)),
    )


def _traps(walk: Walk) -> Iterable[Trap]:
    """One for each place, by the shortest path into it."""
    before: defaultdict[int, list[int]] = defaultdict(list)
    leaves: set[int] = set()
    let_go = {s.number for s in walk.situations if s.session.ended == SILENT_LINE}
    for way in walk.ways:
        if way.target is not None and way.source not in let_go:
            before[way.target].append(way.source)
            leaves.update([way.source] if way.target != way.source else [])
    waiting = [s.number for s in walk.situations if s.session.ended]
    waiting += [way.source for way in walk.ways if way.person]
    waiting += walk.left  # nobody has looked where these lead
    out = set(let_go)  # over, and no way out for whoever was before
    while waiting:
        number = waiting.pop()
        if number not in out:
            out.add(number)
            waiting.extend(before[number])
    told: set[str] = set()
    for one in walk.situations:
        if one.number not in out and one.place not in told:
            told.add(one.place)
            yield Trap(one.place, one.number not in leaves, walk.path(one.number))


def _unreached(
    walk: Walk, program: Program, steps: Mapping[str, nodes.Step]
) -> Iterable[tuple[str, int]]:
    """Steps of which not one line ran."""
    file = f"{program.name}.flow"
    starts = sorted((step.span.line, name) for name, step in steps.items())
    ends = [line for line, _ in starts[1:]] + [10**9]
    for (first, name), end in zip(starts, ends, strict=True):
        lines = {line for f, line in program.lines if f == file and first <= line < end}
        if lines and not any((file, line) in walk.lines for line in lines):
            yield name, first


def _places(walk: Walk, program: Program) -> Iterable[Where]:
    turns: dict[str, int] = {}
    person = _to_a_person(walk)
    nearest: dict[str, Distance | None] = {}
    for one in walk.situations:
        if not one.place:
            continue
        turns[one.place] = min(turns.get(one.place, one.depth), one.depth)
        found = [d for d in (person.get(one.number), nearest.get(one.place)) if d is not None]
        nearest[one.place] = min(found, default=None)
    for place in sorted(turns, key=lambda name: (turns[name], name)):
        at = getattr(program.blocks[place].exit, "place", None)
        file, line = (at.file, at.line) if at is not None else ("", 0)
        yield Where(place, file, line, turns[place], nearest[place])


def _to_a_person(walk: Walk) -> Mapping[int, Distance]:
    """By situation: the fewest turns, then the fewest seconds, to a hand-off or a transfer."""
    before: defaultdict[int, list[tuple[int, Distance]]] = defaultdict(list)
    waiting: list[tuple[Distance, int]] = []
    for way in walk.ways:
        cost = (int(way.counts), way.seconds)
        if way.person:
            waiting.append((cost, way.source))
        elif way.target is not None:
            before[way.target].append((way.source, cost))
    heapq.heapify(waiting)
    found: dict[int, Distance] = {}
    while waiting:
        (turns, seconds), number = heapq.heappop(waiting)
        if number in found:
            continue
        found[number] = (turns, seconds)
        for source, (more, longer) in before[number]:
            if source not in found:
                heapq.heappush(waiting, ((turns + more, seconds + longer), source))
    return found
