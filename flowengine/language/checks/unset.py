"""Values are set before they are read, and a text does not have a gap where one may be unset."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping

from flowengine.language import nodes
from flowengine.language.checks.course import Course
from flowengine.language.checks.readings import Reading
from flowengine.language.checks.roads import entries, own_step, reached, roads
from flowengine.language.checks.scope import START, Scope
from flowengine.language.checks.values import Kind, names
from flowengine.language.diagnostics import Diagnostic, Severity
from flowengine.language.expressions.names import Use
from flowengine.language.expressions.problems import Problem, locate

SETTING = frozenset({Kind.ANSWER, Kind.RESULT, Kind.SET, Kind.CHOSEN, Kind.PARAMETER})


def slots_are_set(scope: Scope) -> Iterator[Diagnostic]:
    """FE124: declared, read, and never set by any flow, by an earlier talk or by a page."""
    never = {slot.name.text for slot in scope.file.slots if not _given(slot)}
    for file in scope.everything:
        never -= {named.name for named in names(file) if named.kind in SETTING}
    for reading, use in _uses(scope, never):
        problem = Problem(
            "FE124",
            use.start,
            use.end,
            f"`{use.name}` is read here, and nothing ever sets it.",
            f'Ask for it, `ask {use.name} "…"`, or write `set {use.name} = …` before.',
        )
        yield locate(problem, reading.leaf, scope.path)


def texts_have_no_gaps(scope: Scope) -> Iterator[Diagnostic]:
    """FE126: a hole whose value some way to this line has not set, without `or`."""
    if scope.is_project or START not in scope.steps:
        return
    course = Course(scope)
    doubtful = _set_here(scope)
    for reading, use in _uses(scope, doubtful):
        sure = course.at(reading.leaf)
        if not isinstance(reading.leaf, nodes.Quote) or sure is None or use.guarded:
            continue
        if use.name not in sure and use.name not in reading.local():
            problem = Problem(
                "FE126",
                use.start,
                use.end,
                f"`{use.name}` may be unset here, which leaves a gap in the text.",
                f'Say what to say then: `{{{{ {use.path} or "…" }}}}`.',
                Severity.WARNING,
            )
            yield locate(problem, reading.leaf, scope.path)


def values_are_set_before(scope: Scope) -> Iterator[Diagnostic]:
    """FE125: a value that is kept or sent on in a step which no step that sets it leads to."""
    if scope.is_project or START not in scope.steps:
        return
    later = _Later(scope)
    for reading, use in _uses(scope, _set_here(scope) - _remembered(scope)):
        step = next((outer for outer in reading.around if isinstance(outer, nodes.Step)), None)
        if not isinstance(reading.parent, nodes.Set | nodes.Save | nodes.Argument) or step is None:
            continue
        if use.guarded or later.may_follow(step.name.text, use.name):
            continue
        problem = Problem(
            "FE125",
            use.start,
            use.end,
            f"`{use.name}` cannot have been set when the conversation comes here.",
            "Ask for it or set it on the way.",
            Severity.WARNING,
        )
        yield locate(problem, reading.leaf, scope.path)


def _remembered(scope: Scope) -> set[str]:
    """Values that an earlier conversation, or the page it begins on, may have brought."""
    slots = {slot.name.text for slot in scope.file.slots if _given(slot)}
    asks = scope.index.nodes(nodes.Ask)
    return slots | {ask.slot.text for ask in asks if "remembered" in ask.flags}


def _given(slot: nodes.Slot) -> bool:
    return "remembered" in slot.flags or "from page" in slot.flags


class _Later:
    """Which steps a conversation may come to after something has set a name."""

    def __init__(self, scope: Scope) -> None:
        self._ways = _with_returns(scope)
        self._there = reached(self._ways, entries(scope))
        self._detours = reached(self._ways, entries(scope) - {START})
        self._setters = _setters(scope)
        self._after: dict[str, frozenset[str]] = {}

    def may_follow(self, step: str, name: str) -> bool:
        """In doubt it may: in a step nobody reaches, or when a detour may set the name any time."""
        if step not in self._there or self._setters[name] & self._detours:
            return True
        if name not in self._after:
            self._after[name] = reached(self._ways, self._setters[name])
        return step in self._after[name]


def _uses(scope: Scope, of: Collection[str]) -> Iterator[tuple[Reading, Use]]:
    for reading in scope.readings:
        for use in reading.uses():
            if use.name in of:
                yield reading, use


def _set_here(scope: Scope) -> set[str]:
    """Names that only this file sets: what others set may be there from the beginning."""
    elsewhere = {
        named.name for file in scope.everything if file is not scope.file for named in names(file)
    }
    return {n.name for n in names(scope.file) if n.kind in SETTING} - elsewhere


def _with_returns(scope: Scope) -> Mapping[str, frozenset[str]]:
    """The map of steps, where whatever a called step leads to also leads back to the caller."""
    ways = roads(scope)
    back: dict[str, set[str]] = {name: set(goals) for name, goals in ways.items()}
    for found in scope.index.all(nodes.Call):
        caller, goal = found.inside(nodes.Step), own_step(scope, found.node.target)
        if caller is not None and goal is not None:
            for name in reached(ways, [goal]):
                back[name].add(caller.name.text)
    return {name: frozenset(goals) for name, goals in back.items()}


def _setters(scope: Scope) -> Mapping[str, set[str]]:
    """The steps that set each name; every step, where that happens outside of one."""
    setters: dict[str, set[str]] = defaultdict(set)
    for kind in (nodes.Ask, nodes.Fetch, nodes.Set, nodes.Menu):
        for found in scope.index.all(kind):
            step = found.inside(nodes.Step)
            setters[_sets(found.node)] |= {step.name.text} if step else scope.steps.keys()
    for step in scope.file.steps:
        for parameter in step.parameters:
            setters[parameter.text].add(step.name.text)
    return setters


def _sets(node: nodes.Node) -> str:
    match node:
        case nodes.Ask(slot=name) | nodes.Fetch(name=name) | nodes.Menu(into=nodes.Name() as name):
            return name.text
        case nodes.Set(path=path):
            return path.parts[0]
        case _:
            return ""
