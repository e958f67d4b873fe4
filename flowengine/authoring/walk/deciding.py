"""Which values can still decide something at a place: what tells two conversations there apart.

A value counts at a step where a condition in it, or in a step that can come after, reads the value
before anything sets it anew. In doubt it counts. Names are "flow.step"; a place of a step is named
after it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from flowengine.language import nodes
from flowengine.language.checks.index import Found, index_of, walk
from flowengine.language.checks.readings import readings

if TYPE_CHECKING:
    from flowengine.language.checks.scope import Scope

CONDITIONS = (
    nodes.Branch, nodes.Option, nodes.Ladder, nodes.Need, nodes.Priority, nodes.Repeat,
    nodes.For, nodes.Bound, nodes.AnswerType, nodes.Browse, nodes.Each,
)  # fmt: skip
SHARED = ("project", "standard")


@dataclass(frozen=True, slots=True)
class Step:
    """`own` are the names read in conditions, each with its line; `later` those of what follows.

    `open` are read in the step before it sets them; `loops` where a line may come again.
    """

    own: tuple[tuple[str, int], ...]
    open: frozenset[str]
    later: set[str]
    loops: bool


class Deciding:
    """Made of the scopes of all flows that a program consists of."""

    def __init__(self, scopes: Iterable[Scope]) -> None:
        self._steps: dict[str, Step] = {}
        after: defaultdict[str, set[str]] = defaultdict(set)
        for scope in scopes:
            for name, step, file in _steps(scope):
                self._steps[name] = _step(step, file)
                after[name] |= {*_targets(scope, step), *_from_anywhere(scope)}
        self._close(after)

    def at(self, place: str, line: int) -> frozenset[str]:
        """The names that count at a wait of this name, which stands in this line."""
        step = self._steps.get(place.partition("/")[0])
        if step is None:
            return frozenset()
        own = {name for name, at in step.own if step.loops or at >= line}
        return frozenset(own | step.later)

    def _close(self, after: Mapping[str, set[str]]) -> None:
        """What is open in a step counts in all from which it can be reached."""
        changed = True
        while changed:
            changed = False
            for name, step in self._steps.items():
                before = len(step.later)
                for goal in after[name] & self._steps.keys():
                    step.later.update(self._steps[goal].open, self._steps[goal].later)
                changed = changed or len(step.later) > before


def _step(step: nodes.Step, file: nodes.File) -> Step:
    own = tuple(_read(step, file))
    given = _given(step)
    loops = any(isinstance(found.node, nodes.For | nodes.Repeat) for found in walk(step))
    return Step(own, frozenset(name for name, at in own if at <= given.get(name, at)), set(), loops)


def _steps(scope: Scope) -> Iterator[tuple[str, nodes.Step, nodes.File]]:
    """Of the flow, and those it inherits under its own name."""
    known: set[str] = set()
    for file in scope.own:
        for step in file.steps:
            if step.name.text not in known:
                known.add(step.name.text)
                yield f"{scope.name}.{step.name.text}", step, file


def _read(step: nodes.Step, file: nodes.File) -> Iterator[tuple[str, int]]:
    """The names that its conditions read, with their lines."""
    for reading in readings(file):
        if isinstance(reading.parent, CONDITIONS) and step in reading.around:
            for use in reading.uses():
                yield use.name, reading.leaf.span.line


def _given(step: nodes.Step) -> Mapping[str, int]:
    """The first line at which each name is set."""
    given: dict[str, int] = {name.text: 0 for name in step.parameters}
    for found in walk(step):
        match found.node:
            case (
                nodes.Ask(slot=name)
                | nodes.Fetch(name=name)
                | nodes.Menu(into=nodes.Name() as name)
            ):
                given.setdefault(name.text, found.node.span.line)
            case nodes.For(name=name) | nodes.Browse(name=name) | nodes.Each(name=name):
                given.setdefault(name.text, found.node.span.line)
            case nodes.Set(path=path):
                given.setdefault(path.parts[0], found.node.span.line)
    return given


def _targets(scope: Scope, step: nodes.Step) -> Iterator[str]:
    for found in walk(step):
        if isinstance(found.node, nodes.Target):
            yield from _goal(scope, found)


def _from_anywhere(scope: Scope) -> Iterator[str]:
    for file in scope.own:
        for found in index_of(file).all(nodes.Target):
            if found.inside(nodes.Step) is None:
                yield from _goal(scope, found)


def _goal(scope: Scope, found: Found[nodes.Target] | Found[nodes.Node]) -> Iterator[str]:
    if isinstance(found.node, nodes.Target):
        place = scope.place(found.node.path)
        if place is not None:
            flow = scope.name if place.flow in SHARED else place.flow
            yield f"{flow}.{place.name}"
